import { count, digits, table } from './table.mjs';

const AXES = { n: 'n', d: 'd', nComponents: 'K' };

/** How time grows with n, d and K. */
export function scalingPage(growths, { figure }) {
  return [
    '## Growth',
    '',
    'Milliseconds of an iteration, full covariances, nothing to skip. The last line is the exponent: the slope of a',
    'straight line through the logarithms of the larger half; 1 is linear growth.',
    '',
    ...figure('growth'),
    ...growths.flatMap(growth),
  ];
}

function growth({ axis, fixed, races }) {
  const names = [...new Set(races.flatMap(({ rows }) => rows.map(({ name }) => name)))];
  const ms = (race, name) => race.rows.find((row) => row.name === name)?.msPerIteration;
  const others = Object.entries(fixed).map(([name, value]) => `${AXES[name]} = ${count(value)}`);
  return [
    `### ${AXES[axis]} grows (${others.join(', ')})`,
    '',
    ...table(
      [AXES[axis], ...names],
      [
        ...races.map((race) => [count(race[axis]), ...names.map((name) => digits(ms(race, name)))]),
        ['exponent', ...names.map((name) => digits(slope(races.map((race) => [race[axis], ms(race, name)]))))],
      ],
    ),
    '',
  ];
}

/** Least squares on log-log axes, of the larger half of the points that are there. */
function slope(points) {
  const known = points.filter(([, ms]) => ms > 0).map((point) => point.map(Math.log));
  const half = known.slice(-Math.ceil((known.length + 1) / 2));
  if (half.length < 2) return null;
  const mean = (axis) => half.reduce((sum, point) => sum + point[axis], 0) / half.length;
  const [x, y] = [mean(0), mean(1)];
  const covariance = half.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  return covariance / half.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}
