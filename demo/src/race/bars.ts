// The race as bars.

import { html, nothing, render, svg } from 'lit-html';
import { element } from '../element.js';
import { grouped, show } from '../view/scale.js';
import type { Lap } from '../worker/protocol.js';

const bars = element('race-bars');

export function showRace(laps: readonly Lap[]): void {
  const fastest = Math.max(...laps.map(({ rate }) => rate || 0));
  const slowest = laps[0]?.rate ?? Number.NaN;
  const bar = ({ name, rate, note }: Lap) => {
    const length = Number.isNaN(rate) ? 0 : Math.max(0.3, (100 * rate) / fastest);
    const times = rate / slowest;
    const factor = Number.isFinite(times) && times !== 1 ? ` · ${show(times, times < 10 ? 2 : 3)}×` : '';
    return html`
      <li>
        <span>${name}</span>
        <svg aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 100 10">
          ${svg`<rect width=${length} height="10"></rect>`}
        </svg>
        <span data-rate=${rate}>${Number.isNaN(rate) ? 'not here' : `${perSecond(rate)}/s${factor}`}</span>
        ${note ? html`<span class="note">${note}</span>` : nothing}
      </li>`;
  };
  render(
    laps.length > 0 ? html`<ul class="bars" aria-label="Iterations per second">${laps.map(bar)}</ul>` : nothing,
    bars,
  );
}

const perSecond = (rate: number) => (rate >= 1000 ? grouped(Number(rate.toPrecision(3))) : show(rate, 3));
