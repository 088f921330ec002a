// Which columns the mixture is of, and which two of them the plot shows.

import { html, nothing, render } from 'lit-html';
import { element } from '../element.js';
import type { Loaded } from '../worker/protocol.js';

const columns = element('columns');
const axes = element('axes');

/** @param choose - told the chosen columns, at least one */
export function showColumns(loaded: Loaded, chosen: readonly number[], choose: (columns: number[]) => void): void {
  const change = () => {
    const boxes = [...columns.querySelectorAll<HTMLInputElement>('input')];
    const checked = boxes.flatMap((box, column) => (box.checked ? [column] : []));
    // the last one stays: a mixture of nothing there is not
    for (const box of boxes) box.disabled = checked.length === 1 && box.checked;
    choose(checked);
  };
  const box = (name: string, column: number) => html`
    <label>
      <input
        type="checkbox"
        .checked=${chosen.includes(column)}
        .disabled=${chosen.length === 1 && chosen[0] === column}
        @change=${change}
      />${name}
    </label>`;
  const ignored =
    loaded.ignored.length > 0
      ? html`<p class="hint">Left out, as no numbers: ${loaded.ignored.join(', ')}</p>`
      : nothing;
  const list = html`<fieldset><legend>Columns</legend>${loaded.columns.map(box)}</fieldset>`;
  render(html`${loaded.columns.length > 1 ? list : nothing}${ignored}`, columns);
}

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
