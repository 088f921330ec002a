import type { SelectRow } from 'gmm-wasm';
import { type CriteriaArgs, checkNames, checkTheme } from '../args.js';
import { extent, type Interval, pad } from '../ranges.js';
import { cycle, DASHES, paletteOf, SHAPES } from '../theme.js';
import { frame, position, type Spec } from './encode.js';

/** A combination that has a model, with the value it is judged by. */
export interface Candidate {
  readonly nComponents: number;
  readonly family: string;
  readonly value: number;
  readonly healthy: boolean;
}

/** The rows of the table that have a model, and the one that `select` chose. */
export function candidatesOf(args: CriteriaArgs): { name: string; rows: Candidate[]; best: Candidate } {
  checkNames('criteria', args, ['table', 'criterion', 'theme']);
  const { table, criterion = 'bic' } = args;
  if (!['bic', 'aic', 'icl'].includes(criterion)) {
    throw new RangeError(`option criterion must be 'bic', 'aic' or 'icl', got ${JSON.stringify(criterion)}`);
  }
  if (!Array.isArray(table) || table.some((row) => typeof row?.nComponents !== 'number')) {
    throw new TypeError('criteria needs the table that select returns');
  }
  const rows = (table as readonly SelectRow[])
    .map((row) => ({
      nComponents: row.nComponents,
      family: row.covarianceType,
      value: row[criterion],
      healthy: row.healthy,
    }))
    .filter(({ value }) => Number.isFinite(value));
  if (rows.length === 0) throw new RangeError('no row of the table has a model: nothing to plot');
  const healthy = rows.filter((row) => row.healthy);
  const best = (healthy.length > 0 ? healthy : rows).reduce((a, b) => (b.value < a.value ? b : a));
  return { name: criterion.toUpperCase(), rows, best };
}

/** The values of healthy models, and the others as far as a quarter of that range beyond. */
export function valueRange(rows: readonly Candidate[]): Interval {
  const healthy = rows.filter((row) => row.healthy);
  const [least, most] = pad(extent((healthy.length > 0 ? healthy : rows).map(({ value }) => value)), 0.25);
  return pad(extent(rows.map(({ value }) => Math.min(most, Math.max(least, value)))), 0.06);
}

/**
 * A criterion over the number of components, a line for each family. Models with a component not to be believed are
 * hollow, and the best has a ring.
 *
 * @throws TypeError for wrong kinds and unknown names; RangeError for wrong values and a table without a model
 */
export function criteria(args: CriteriaArgs): Spec {
  const { name, rows, best } = candidatesOf(args);
  const theme = checkTheme(args.theme);
  const { background, ink, components } = paletteOf(theme);
  const domain = [...new Set(rows.map(({ family }) => family))];
  const family = { field: 'family', type: 'nominal', title: 'covariance' } as const;
  const color = { ...family, scale: { domain, range: cycle(components, domain.length) } };
  const shape = { ...family, scale: { domain, range: cycle(SHAPES, domain.length) } };
  const strokeDash = { ...family, scale: { domain, range: cycle(DASHES, domain.length) } };
  const counts = [...new Set(rows.map(({ nComponents }) => nComponents))].sort((a, b) => a - b);
  const x = {
    ...position('nComponents', 'number of components', [counts[0] - 0.4, counts[counts.length - 1] + 0.4]),
    axis: { values: counts, format: 'd', grid: false },
  };
  const interval = valueRange(rows);
  const y = position('value', `${name} (lower is better)`, interval);
  const outside = rows.filter(({ value }) => value < interval[0] || value > interval[1]).length;
  const notes = ['hollow: a component is collapsed, spurious or empty'];
  if (rows.every((row) => row.healthy)) notes.pop();
  if (outside > 0) notes.push(`${outside} of them beyond the picture`);
  const failed = args.table.length - rows.length;
  if (failed > 0) notes.push(`${failed} without a model`);
  const point = { type: 'point', size: 70, opacity: 1, clip: true, tooltip: true } as const;
  return {
    ...frame(theme, `Best ${name}: ${best.family}, ${best.nComponents}`, notes.length > 0 ? [notes.join('; ')] : []),
    width: 440,
    height: 300,
    layer: [
      {
        data: { values: rows },
        mark: { type: 'line', strokeWidth: 1.5, clip: true },
        encoding: { x, y, color, strokeDash },
      },
      {
        data: { values: rows.filter((row) => row.healthy) },
        mark: { ...point, filled: true },
        encoding: { x, y, color, shape },
      },
      {
        data: { values: rows.filter((row) => !row.healthy) },
        mark: { ...point, fill: background },
        encoding: { x, y, color, shape },
      },
      {
        data: { values: [best] },
        mark: { type: 'point', shape: 'circle', size: 260, stroke: ink, strokeWidth: 1.5, opacity: 1 },
        encoding: { x, y },
      },
    ],
  };
}
