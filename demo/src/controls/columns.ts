// Which columns the mixture is of, and which two of them the plot shows.

import { html, nothing, render } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { element } from '../element.js';
import { grouped } from '../view/scale.js';
import type { Loaded } from '../worker/protocol.js';

const columns = element('columns');
const axes = element('axes');

/**
 * @param choose - told the chosen columns, at least one
 * @param leftOut - rows that lack a value in a chosen column
 */
export function showColumns(
  { columns: all, ignored, notes }: Loaded,
  chosen: readonly number[],
  choose: (columns: number[]) => void,
  leftOut = 0,
): void {
  const change = () => {
    const boxes = [...columns.querySelectorAll<HTMLInputElement>('input')];
    const checked = boxes.flatMap((box, column) => (box.checked ? [column] : []));
    // the last one stays: a mixture of nothing there is not
    for (const box of boxes) box.disabled = checked.length === 1 && box.checked;
    choose(checked);
  };
  const box = ({ name, gaps }: Loaded['columns'][number], column: number) => html`
    <label title=${name}>
      <input
        type="checkbox"
        .checked=${live(chosen.includes(column))}
        .disabled=${live(chosen.length === 1 && chosen[0] === column)}
        @change=${change}
      /><span class="name">${name}</span>${gaps > 0 ? html`<span class="gaps">(${counted(gaps, 'gap')})</span>` : nothing}
    </label>`;
  const open = all.filter(({ gaps }, column) => gaps > 0 && !chosen.includes(column));
  const hints = [
    ...(open.length > 0
      ? ['Columns with gaps are not ticked at first: with them, rows that lack a value are left out.']
      : []),
    ...(leftOut > 0 ? [`${counted(leftOut, 'row')} left out for lack of a value.`] : []),
    ...(ignored.length > 0 ? [`Left out, as no numbers: ${ignored.join(', ')}`] : []),
    ...notes,
  ];
  const list = html`<fieldset><legend>Columns</legend>${all.map(box)}</fieldset>`;
  render(html`${all.length > 1 ? list : nothing}${hints.map((hint) => html`<p class="hint">${hint}</p>`)}`, columns);
}

const counted = (count: number, what: string) => `${grouped(count)} ${what}${count === 1 ? '' : 's'}`;

/** Shown if there are more than two features. */
export function showAxes(
  names: readonly string[],
  [x, y]: readonly [number, number],
  choose: (axes: [number, number]) => void,
): void {
  const pick = (id: string, title: string, at: number, chosen: (value: number) => void) => html`
    <div>
      <label for=${id}>${title}</label>
      <select id=${id} @change=${(event: Event) => chosen((event.target as HTMLSelectElement).selectedIndex)}>
        ${names.map((name, j) => html`<option .selected=${j === at}>${name}</option>`)}
      </select>
    </div>`;
  const both = html`
    ${pick('axis-x', 'Across', x, (value) => choose([value, y]))}
    ${pick('axis-y', 'Up', y, (value) => choose([x, value]))}`;
  render(names.length > 2 ? both : nothing, axes);
}
