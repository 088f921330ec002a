// BIC of every number of clouds and every shape, each cell a button that shows its fit.

import type { CovarianceType, SelectRow } from 'gmm-wasm';
import { html, nothing, render } from 'lit-html';
import { element } from '../element.js';

const table = element('sweep-table');

export interface Sweep {
  readonly ks: readonly number[];
  readonly families: readonly CovarianceType[];
  readonly rows: readonly SelectRow[];
  /** Undefined once all are there. */
  readonly progress: number | undefined;
}

/** With one feature the others say the same as these. */
export const familiesOf = (d: number): CovarianceType[] =>
  d === 1 ? ['full', 'tied'] : ['full', 'tied', 'diag', 'spherical', 'tied-diag', 'tied-spherical'];

/** The lowest BIC among the healthy ones, as `select` chooses. */
export function bestOf(rows: readonly SelectRow[]): SelectRow | undefined {
  const healthy = rows.filter((row) => row.healthy && !row.error);
  const pool = healthy.length > 0 ? healthy : rows.filter((row) => !row.error);
  return pool.reduce<SelectRow | undefined>((best, row) => (best && best.bic <= row.bic ? best : row), undefined);
}

export function showSweep(
  sweep: Sweep | undefined,
  now: { k: number; family: string },
  choose: (row: SelectRow) => void,
) {
  if (!sweep) return render(nothing, table);
  const { ks, families, rows, progress } = sweep;
  const best = progress === undefined ? bestOf(rows) : undefined;
  const cell = (family: CovarianceType, k: number) => {
    const row = rows.find(({ covarianceType, nComponents }) => covarianceType === family && nComponents === k);
    if (!row) return html`<td aria-label="not yet">…</td>`;
    if (row.error) return html`<td title=${row.error}>–</td>`;
    const isBest = row === best;
    const kind = isBest ? 'best' : row.healthy ? '' : 'unsound';
    const said = `${family}, ${k} ${k === 1 ? 'cloud' : 'clouds'}, BIC ${row.bic.toFixed(1)}`;
    const remark = isBest ? ', the best' : row.healthy ? '' : ', not to be believed';
    return html`
      <td>
        <button
          type="button"
          class=${kind}
          aria-label=${said + remark}
          aria-pressed=${now.k === k && now.family === family}
          data-bic=${row.bic}
          @click=${() => choose(row)}
        >${isBest ? '★ ' : ''}${row.bic.toFixed(1)}</button>
      </td>`;
  };
  const bar = html`<progress max="1" value=${progress ?? 1} aria-label="Progress of the comparison"></progress>`;
  const unsound = rows.some((row) => !row.healthy && !row.error)
    ? html`<p class="hint">Dashed: a cloud has shrunk onto a few rows, or holds none. Such a fit is not to be believed.</p>`
    : nothing;
  return render(
    html`
      ${progress === undefined ? nothing : bar}
      <div class="scroll" tabindex="0" role="region" aria-label="Table of BIC">
        <table class="sweep">
          <caption>BIC by clouds and shape</caption>
          <thead>
            <tr><th scope="col">Shape</th>${ks.map((k) => html`<th scope="col">${k}</th>`)}</tr>
          </thead>
          <tbody>
            ${families.map((family) => html`<tr><th scope="row">${family}</th>${ks.map((k) => cell(family, k))}</tr>`)}
          </tbody>
        </table>
      </div>
      ${unsound}`,
    table,
  );
}
