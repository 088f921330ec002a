// The mixture in numbers, and in a sentence for who cannot see the plot.

import { html, nothing, render } from 'lit-html';
import type { Overview } from '../data/overview.js';
import { element } from '../element.js';
import type { Frame, Outcome } from '../worker/protocol.js';
import { doubtsOf } from './doubts.js';
import { fixed, show, showSpread } from './scale.js';
import { covarianceAt } from './shape.js';

const results = element('results');
const status = element('status');

export function say(sentence: string): void {
  if (status.textContent !== sentence) status.textContent = sentence;
}

export const swatch = (k: number) => html`<span class="swatch c${k % 12}" aria-hidden="true"></span>${k + 1}`;

/** The moment on the plot, and how the run ended. */
export function showResults(frame: Frame, outcome: Outcome | undefined, overview: Overview): void {
  const end = outcome ? summary(outcome, doubtsOf(outcome, overview)) : nothing;
  render(html`${end}${components(frame, overview.names)}`, results);
}

function summary(outcome: Outcome, doubts: readonly string[]) {
  const { logLikelihood, bic, nIter, converged, milliseconds } = outcome;
  const number = (id: string, value: number) => html`<dd id=${id} data-value=${value}>${fixed(value, 4)}</dd>`;
  return html`
    <dl>
      <div><dt>Log-likelihood</dt>${number('log-likelihood', logLikelihood)}</div>
      <div><dt>BIC</dt>${number('bic', bic)}</div>
      <div>
        <dt>Iterations</dt>
        <dd id="n-iter" data-value=${nIter}>${nIter}${converged ? '' : ', not converged yet'}</dd>
      </div>
      <div><dt>Time</dt><dd>${duration(milliseconds)}</dd></div>
      <div><dt>Ran on</dt><dd id="execution">${engine(outcome)}</dd></div>
    </dl>
    ${doubts.map((doubt) => html`<p class="warning">${doubt}</p>`)}`;
}

export const duration = (milliseconds: number) =>
  milliseconds < 1000 ? `${show(milliseconds, 2)} ms` : `${show(milliseconds / 1000, 3)} s`;

function engine({ execution: { backend, threads } }: Outcome): string {
  const what = backend === 'wasm' ? 'WebAssembly SIMD' : 'the TypeScript twin';
  return `${what}, ${threads === 1 ? 'one thread' : `${threads} threads`}`;
}

function components(frame: Frame, names: readonly string[]) {
  const { weights, means } = frame.parameters;
  const rows = means.map((mean, k) => {
    const deviation = (j: number) => Math.sqrt(covarianceAt(frame, k, j, j));
    return html`
      <tr>
        <th scope="row">${swatch(k)}</th>
        <td>${fixed(100 * weights[k]!, 1)} %</td>
        ${Array.from(mean, (value, j) => html`<td>${showSpread(value, deviation(j))}</td>`)}
      </tr>`;
  });
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label="Clouds">
      <table>
        <caption>At iteration ${frame.iteration}: mean ± spread</caption>
        <thead>
          <tr>
            <th scope="col">Cloud</th>
            <th scope="col">Share</th>
            ${names.map((name) => html`<th scope="col" title=${name}>${name}</th>`)}
          </tr>
        </thead>
        <tbody>${rows}</tbody>
      </table>
    </div>`;
}
