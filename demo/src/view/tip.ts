// Which cloud did this dot come from? Beside the dot, and in words for screen readers.

import { html, nothing, render } from 'lit-html';
import type { Overview } from '../data/overview.js';
import { element } from '../element.js';
import type { Frame } from '../worker/protocol.js';
import { swatch } from './results.js';
import { showWithin } from './scale.js';

const tip = element('tip');

export function hideTip(): void {
  tip.hidden = true;
}

/** @returns the same in words */
export function showTip(
  overview: Overview,
  frame: Frame | undefined,
  drawn: number,
  place: { x: number; y: number },
): string {
  const { names, ranges, sample, sampleRows } = overview;
  const d = names.length;
  const values = names.map((name, j) => `${name} ${showWithin(sample[drawn * d + j]!, ranges[j]!)}`);
  const shares = sharesOf(frame, drawn);
  const list = shares.map(([k, share]) => html`<dt>${swatch(k)}</dt><dd>${percent(share)}</dd>`);
  const title = `Row ${sampleRows[drawn]! + 1}`;
  render(
    html`<strong>${title}</strong>: ${values.join(', ')}${shares.length > 0 ? html`<dl>${list}</dl>` : nothing}`,
    tip,
  );
  tip.hidden = false;
  settle(place);
  const spoken = shares.slice(0, 3).map(([k, share]) => `cloud ${k + 1}: ${percent(share)}`);
  return `${title}: ${values.join(', ')}. ${spoken.join(', ')}`;
}

/** The five largest responsibilities of a row. */
function sharesOf(frame: Frame | undefined, drawn: number): [number, number][] {
  if (!frame?.shares) return [];
  const k = frame.parameters.weights.length;
  const shares = Array.from(frame.shares.subarray(drawn * k, (drawn + 1) * k), (share, c): [number, number] => [
    c,
    share,
  ]);
  return shares.sort((a, b) => b[1] - a[1]).slice(0, 5);
}

function percent(share: number): string {
  if (share === 0) return '0 %';
  if (share < 5e-4) return '< 0.1 %';
  if (share < 1 && share > 0.9995) return '> 99.9 %';
  return `${(100 * share).toFixed(1)} %`;
}

/** Beside the dot, on the side with more room. */
function settle({ x, y }: { x: number; y: number }): void {
  const { clientWidth: width, clientHeight: height } = tip.parentElement!;
  const left = x < width / 2 ? x + 14 : x - tip.offsetWidth - 14;
  const top = y < height / 2 ? y + 14 : y - tip.offsetHeight - 14;
  tip.style.left = `${Math.max(0, Math.min(left, width - tip.offsetWidth))}px`;
  tip.style.top = `${top}px`;
}
