import type { SelectRow } from 'gmm-wasm';
import { type CriteriaArgs, type Criterion, checkCriteria, checkNames, checkTheme, type Theme } from '../args.js';
import { clipLine, isNear } from '../clip.js';
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
  /** Of the axis of counts. */
  readonly span: Interval;
  readonly title: string;
  readonly notes: readonly string[];
}

/** One for each criterion asked for. */
export function criteriaParts(args: CriteriaArgs): CriteriaParts[] {
  checkNames('criteria', args, ['table', 'criterion', 'theme']);
  const { table } = args;
  if (!Array.isArray(table) || table.some((row) => typeof row?.nComponents !== 'number')) {
    throw new TypeError('criteria needs the table that select returns');
  }
  return checkCriteria(args.criterion).map((criterion) => partsOf(table, criterion));
}

function partsOf(table: readonly SelectRow[], criterion: Criterion): CriteriaParts {
  const rows = table
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
  const counts = [...new Set(rows.map(({ nComponents }) => nComponents))].sort((a, b) => a - b);
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
    counts,
    interval,
    span: [counts[0] - 0.4, counts[counts.length - 1] + 0.4],
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
 * A family's line, by the number of components. The way to a value far beyond the picture is cut where it leaves it.
 */
export function familyLine(
  { rows, span, interval }: CriteriaParts,
  family: string,
): [nComponents: number, value: number][] {
  const line = rows.filter((row) => row.family === family).sort((a, b) => a.nComponents - b.nComponents);
  const points = line.map(({ nComponents, value }) => [nComponents, value] as const);
  return clipLine(points, [span, interval]).map(([nComponents, value]) => [nComponents, value]);
}

/**
 * A criterion over the number of components, a line for each family; of several criteria a panel for each. Models with a
 * component not to be believed are hollow, and the best has a ring.
 *
 * @throws TypeError for wrong kinds and unknown names; RangeError for wrong values and a table without a model
 */
export function criteria(args: CriteriaArgs): Spec {
  const parts = criteriaParts(args);
  const theme = checkTheme(args.theme);
  const [first] = parts;
  const hollow = first.rows.every((row) => row.healthy) ? [] : ['hollow: a component is collapsed, spurious or empty'];
  if (parts.length === 1) {
    const size = { width: 440, height: 300 };
    return { ...frame(theme, first.title, [...hollow, ...first.notes], size), ...size, layer: panel(first, theme) };
  }
  const size = { width: 320, height: 260 };
  const whole = { width: parts.length * size.width, height: size.height };
  const names = parts.map(({ name }) => name);
  const text = `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
  return {
    ...frame(theme, text, hollow, whole, size),
    spacing: 24,
    hconcat: parts.map((one) => ({
      title: { text: one.title, ...(one.notes.length > 0 && { subtitle: one.notes.join('; ') }), limit: size.width },
      ...size,
      layer: panel(one, theme),
    })),
  } as Spec;
}

/** The layers of one criterion. */
function panel(parts: CriteriaParts, theme: Theme) {
  const { name, rows, best, families: domain, counts, interval, span } = parts;
  const { background, ink, components } = paletteOf(theme);
  const family = { field: 'family', type: 'nominal', title: 'covariance', legend: SYMBOLS } as const;
  const color = { ...family, scale: { domain: [...domain], range: cycle(components, domain.length) } };
  const shape = { ...family, scale: { domain: [...domain], range: cycle(SHAPES, domain.length) } };
  const x = {
    ...position('nComponents', 'number of components', span),
    axis: { values: [...counts], format: 'd', grid: false },
  };
  const y = position('value', `${name} (lower is better)`, interval);
  const told = tooltip({ family: 'covariance', nComponents: 'components', value: name });
  const point = { type: 'point' as const, size: 70, opacity: 1, clip: true };
  const seen = rows.filter(({ nComponents, value }) => isNear([nComponents, value], [span, interval]));
  const lines = domain.flatMap((one) =>
    familyLine(parts, one).map(([nComponents, value]) => ({ family: one, nComponents, value })),
  );
  return [
    {
      data: { values: lines },
      mark: { type: 'line' as const, strokeWidth: 1.5, clip: true },
      encoding: { x, y, color },
    },
    {
      data: { values: seen.filter((row) => row.healthy) },
      mark: { ...point, filled: true },
      encoding: { x, y, color, shape, tooltip: told },
    },
    {
      data: { values: seen.filter((row) => !row.healthy) },
      mark: { ...point, fill: background },
      encoding: { x, y, color, shape, tooltip: told },
    },
    {
      data: { values: [best] },
      mark: { type: 'point' as const, shape: 'circle', size: 260, stroke: ink, strokeWidth: 1.5, opacity: 1 },
      encoding: { x, y },
    },
  ];
}
