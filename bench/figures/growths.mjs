import { COLOURS, toSvg } from './svg.mjs';

const VARIANTS = ['strict', 'relaxed'];

const AXES = { n: 'samples n', d: 'features d', nComponents: 'components K' };

/** Milliseconds of an iteration over each size, on log-log axes: a straight line of slope 1 is linear growth. */
export async function drawGrowths(growths) {
  if (!Array.isArray(growths)) return null;
  const panels = growths.map(({ axis, races }) => ({
    axis,
    points: races.flatMap((race) =>
      race.rows.map(({ name, msPerIteration: ms }) => ({ contender: name, size: race[axis], ms })),
    ),
  }));
  const names = namesOf(growths);
  if (names.length === 0) return null;
  const title = 'Time of one EM iteration as the problem grows';
  const svg = await toSvg({
    title: { text: title, subtitle: 'full covariances, nothing to skip; dashed: linear growth' },
    hconcat: panels.map((panel) => drawPanel(panel, names)),
  });
  return { name: 'growth', title, svg };
}

/** This package first, so that its colours do not depend on who else is there. */
function namesOf(growths) {
  const rows = growths.flatMap(({ races }) => races.flatMap((race) => race.rows));
  const own = rows.filter(({ variant }) => variant !== null);
  own.sort((a, b) => VARIANTS.indexOf(a.variant) - VARIANTS.indexOf(b.variant) || a.threads - b.threads);
  return [...new Set([...own, ...rows].map(({ name }) => name))];
}

function drawPanel({ axis, points }, names) {
  const sizes = [...new Set(points.map(({ size }) => size))];
  const x = {
    field: 'size',
    type: 'quantitative',
    // a little room on both sides
    scale: { type: 'log', domain: [Math.min(...sizes) / 1.3, Math.max(...sizes) * 1.3], nice: false },
    axis: { values: sizes, format: axis === 'n' ? '~s' : 'd', title: AXES[axis], grid: false },
  };
  const y = {
    field: 'ms',
    type: 'quantitative',
    scale: { type: 'log' },
    axis: { title: 'milliseconds per iteration', format: '~g', tickCount: 6 },
  };
  const color = { field: 'contender', type: 'nominal', scale: { domain: names, range: COLOURS }, title: null };
  const shape = { field: 'contender', type: 'nominal', scale: { domain: names }, title: null };
  return {
    width: 250,
    height: 280,
    layer: [
      {
        data: { values: guide(points) },
        mark: { type: 'line', strokeDash: [4, 4], color: '#888888' },
        encoding: { x, y },
      },
      { data: { values: points }, mark: { type: 'line', strokeWidth: 1.5 }, encoding: { x, y, color } },
      { data: { values: points }, mark: { type: 'point', filled: true, size: 45 }, encoding: { x, y, color, shape } },
    ],
  };
}

/** A line of slope 1 through the middle of the first contender that has points. */
function guide(points) {
  const own = points.filter(({ contender }) => contender === 'strict');
  if (own.length === 0) return [];
  const middle = own[own.length >> 1];
  const ends = [own[0].size, own.at(-1).size];
  return ends.map((size) => ({ size, ms: (0.75 * middle.ms * size) / middle.size }));
}
