import type { SelectRow } from 'gmm-wasm';
import { type CriteriaArgs, checkNames, checkTheme } from '../args.js';
import { extent, type Interval, pad } from '../ranges.js';
import { cycle, paletteOf, SHAPES } from '../theme.js';
import { frame, position, type Spec, SYMBOLS, tooltip } from './encode.js';

/** A combination that has a model, with the value it is judged by. */
export interface Candidate {
  readonly nComponents: number;
  readonly family: string;
  readonly value: number;
  readonly healthy: boolean;
}

/** What a plot of criteria shows, checked and computed, for whoever draws it. */
export interface CriteriaParts {
  /** "BIC" */
  readonly name: string;
  /** The rows of the table that have a model. */
  readonly rows: readonly Candidate[];
  /** The one that `select` chooses. */
  readonly best: Candidate;
  readonly families: readonly string[];
  readonly counts: readonly number[];
  readonly interval: Interval;
  readonly title: string;
  readonly notes: readonly string[];
}

export function criteriaParts(args: CriteriaArgs): CriteriaParts {
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
  const name = criterion.toUpperCase();
  const interval = valueRange(rows, best);
  const outside = rows.filter(({ value }) => value < interval[0] || value > interval[1]).length;
  const failed = table.length - rows.length;
  const notes = [
    ...(outside > 0 ? [`${outside} of ${rows.length} models lie beyond the picture`] : []),
    ...(failed > 0 ? [`${failed} fits have no model`] : []),
  ];
  return {
    name,
    rows,
    best,
    families: [...new Set(rows.map(({ family }) => family))],
    counts: [...new Set(rows.map(({ nComponents }) => nComponents))].sort((a, b) => a - b),
    interval,
    title: `Best ${name}: ${best.family}, ${best.nComponents} component${best.nComponents === 1 ? '' : 's'}`,
    notes,
  };
}

/**
 * Where the choice is made: from the best value to four times as far as the middle one is from it, and a little below
 * for models that only look better. A bad first row would flatten all the rest.
 */
function valueRange(rows: readonly Candidate[], best: Candidate): Interval {
  const values = rows.map(({ value }) => value).sort((a, b) => a - b);
  const middle = values[Math.floor(values.length / 2)];
  const reach = 4 * Math.abs(middle - best.value) || Number.POSITIVE_INFINITY;
  const shown = values.filter((value) => Math.abs(value - best.value) <= reach);
  return pad(extent([best.value, ...shown]), 0.08);
}

/**
 * A criterion over the number of components, a line for each family. Models with a component not to be believed are
 * hollow, and the best has a ring.
 *
 * @throws TypeError for wrong kinds and unknown names; RangeError for wrong values and a table without a model
 */
export function criteria(args: CriteriaArgs): Spec {
  const { name, rows, best, families: domain, counts, interval, title, notes } = criteriaParts(args);
  const theme = checkTheme(args.theme);
  const { background, ink, components } = paletteOf(theme);
  const family = { field: 'family', type: 'nominal', title: 'covariance', legend: SYMBOLS } as const;
  const color = { ...family, scale: { domain: [...domain], range: cycle(components, domain.length) } };
  const shape = { ...family, scale: { domain: [...domain], range: cycle(SHAPES, domain.length) } };
  const x = {
    ...position('nComponents', 'number of components', [counts[0] - 0.4, counts[counts.length - 1] + 0.4]),
    axis: { values: [...counts], format: 'd', grid: false },
  };
  const y = position('value', `${name} (lower is better)`, interval);
  const hollow = rows.every((row) => row.healthy) ? [] : ['hollow: a component is collapsed, spurious or empty'];
  const told = tooltip({ family: 'covariance', nComponents: 'components', value: name });
  const point = { type: 'point', size: 70, opacity: 1, clip: true } as const;
  return {
    ...frame(theme, title, [...hollow, ...notes]),
    width: 440,
    height: 300,
    layer: [
      {
        data: { values: rows },
        mark: { type: 'line', strokeWidth: 1.5, clip: true },
        encoding: { x, y, color },
      },
      {
        data: { values: rows.filter((row) => row.healthy) },
        mark: { ...point, filled: true },
        encoding: { x, y, color, shape, tooltip: told },
      },
      {
        data: { values: rows.filter((row) => !row.healthy) },
        mark: { ...point, fill: background },
        encoding: { x, y, color, shape, tooltip: told },
      },
      {
        data: { values: [best] },
        mark: { type: 'point', shape: 'circle', size: 260, stroke: ink, strokeWidth: 1.5, opacity: 1 },
        encoding: { x, y },
      },
    ],
  };
}
