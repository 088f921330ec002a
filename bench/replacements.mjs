// The drop-in replacements beside the packages that they replace: the example of each package, and a hundred thousand
// points. Both in turn, round by round, their results compared in each; medians.

import originalEM from 'expectation-maximization';
import OriginalGMM from 'gaussian-mixture';
import OriginalModel from 'gaussian-mixture-model';
import em from '../dist/compat/expectation-maximization.js';
import GMM from '../dist/compat/gaussian-mixture.js';
import Model from '../dist/compat/gaussian-mixture-model.js';
import { makeData } from './data.mjs';
import { median } from './race.mjs';
import { seconds } from './stopwatch.mjs';

const MANY = 100_000;

/** Clouds of unit variance in two dimensions. */
const clouds = (n, nComponents) => {
  const data = makeData({ n, d: 2, nComponents, spread: 6, seed: 3 });
  return Array.from({ length: n }, (_, i) => [data[2 * i], data[2 * i + 1]]);
};

/** Draws from 0.2·N(0, 1) + 0.5·N(40, 2) + 0.3·N(90, 4): so far apart that leaving out the weights does no harm. */
function line(n) {
  const noise = makeData({ n, d: 1, nComponents: 1, spread: 0, seed: 4 });
  return Array.from(noise, (z, i) => (i % 10 < 2 ? z : i % 10 < 7 ? 40 + Math.SQRT2 * z : 90 + 2 * z));
}

const sorted = (groups) =>
  groups.toSorted((a, b) => a.mu[0] - b.mu[0]).map(({ weight, mu, sigma }) => [weight, mu, sigma]);

function optimised(Kind, data, start, ...limits) {
  const gmm = new Kind(3, undefined, ...start());
  gmm.optimize(data, ...limits);
  return [gmm.weights, gmm.means, gmm.vars];
}

function shown(Kind, points, iterations, options) {
  const gmm = new Kind(options());
  for (const point of points) gmm.addPoint(point);
  gmm.runEM(iterations);
  return [gmm.weights, gmm.means, gmm.covariances];
}

const identity = (scale) => [
  [scale, 0],
  [0, scale],
];

const documentedStart = () => ({
  weights: [0.5, 0.5],
  means: [
    [-25, 40],
    [-60, -30],
  ],
  covariances: [identity(400), identity(400)],
});
const documentedPoints = [
  [11, 42],
  [19, 45],
  [15, 36],
  [25, 38],
  [24, 33],
  [-24, 3],
  [-31, -4],
  [-34, -14],
  [-25, -5],
  [-16, 7],
];

const onTheLine = [
  [1, 2],
  [3, 4],
  [5, 6],
];
const fewClouds = clouds(10_000, 2);
const manyClouds = clouds(MANY, 2);
const eight = [1.2, 1.3, 7.4, 1.4, 14.3, 15.3, 1.0, 7.2];
const manyOnLine = line(MANY);
const firstThree = () => ({ means: manyClouds.slice(0, 3), covariances: [1, 1, 1].map(identity), bufferSize: MANY });

// tolerance: how far results may differ, relative to the larger number, or to 1; null: they cannot be compared
const CASES = [
  {
    name: 'expectation-maximization: the three points of its example (on a line)',
    tolerance: null,
    repeats: 100,
    run: (fit) => sorted(fit(onTheLine, 2)),
    contenders: [originalEM, em],
  },
  {
    name: 'expectation-maximization: 10⁴ points, as in its tests, 2 groups',
    tolerance: 1e-9,
    rounds: 5,
    run: (fit) => sorted(fit(fewClouds, 2)),
    contenders: [originalEM, em],
  },
  {
    // the original takes minutes, so that one round has to do, wherever its random start may end
    name: 'expectation-maximization: 10⁵ points, 2 groups, to 1e-6',
    tolerance: null,
    rounds: 1,
    run: (fit) => sorted(fit(manyClouds, 2, 1e-6)),
    contenders: [originalEM, em],
  },
  {
    name: 'gaussian-mixture: the eight numbers of its example',
    tolerance: 1e-9,
    repeats: 500,
    run: (Kind) =>
      optimised(Kind, eight, () => [
        [1, 5, 10],
        [1, 1, 1],
      ]),
    contenders: [OriginalGMM, GMM],
  },
  {
    name: 'gaussian-mixture: 10⁵ numbers, 10 steps',
    tolerance: 1e-9,
    run: (Kind) =>
      optimised(
        Kind,
        manyOnLine,
        () => [
          [-1, 50, 70],
          [1, 1, 1],
        ],
        10,
        -1,
      ),
    contenders: [OriginalGMM, GMM],
  },
  {
    name: 'gaussian-mixture-model: its example, 10 points, 5 iterations',
    tolerance: 1e-5,
    repeats: 3,
    run: (Kind) => shown(Kind, documentedPoints, 5, documentedStart),
    contenders: [OriginalModel, Model],
  },
  {
    name: 'gaussian-mixture-model: the same with bufferSize 10',
    tolerance: 1e-5,
    repeats: 500,
    run: (Kind) => shown(Kind, documentedPoints, 5, () => ({ ...documentedStart(), bufferSize: 10 })),
    contenders: [OriginalModel, Model],
  },
  {
    name: 'gaussian-mixture-model: 10⁵ points, 3 components, 10 iterations',
    tolerance: 1e-4,
    run: (Kind) => shown(Kind, manyClouds, 10, firstThree),
    contenders: [OriginalModel, Model],
  },
];

/** The largest difference of two nested arrays, relative to the larger number, or to 1. */
function furthest(a, b) {
  if (typeof a === 'number') {
    const difference = Math.abs(a - b) / Math.max(1, Math.abs(a), Math.abs(b));
    return Number.isNaN(difference) ? Infinity : difference;
  }
  return a.reduce((most, item, i) => Math.max(most, furthest(item, b[i])), 0);
}

/** Both once, in turn. */
function takeTurns({ name, tolerance, repeats = 1, run, contenders }) {
  const results = [];
  const taken = contenders.map((contender, i) =>
    seconds(() => {
      for (let repeat = 0; repeat < repeats; repeat++) results[i] = run(contender);
    }),
  );
  const difference = tolerance === null ? null : furthest(...results);
  if (difference > tolerance) throw new Error(`${name}: results differ by ${difference}`);
  return { milliseconds: taken.map((value) => (1000 * value) / repeats), difference };
}

function measure(one) {
  const { name, rounds = 9 } = one;
  const turns = Array.from({ length: rounds }, () => takeTurns(one));
  const [originalMs, replacementMs] = [0, 1].map((i) => median(turns.map(({ milliseconds }) => milliseconds[i])));
  return { name, originalMs, replacementMs, difference: turns.at(-1).difference, rounds };
}

/** A row for each case; those that a trial can afford if `quick`. */
export function measureReplacements({ quick }) {
  return CASES.filter(({ rounds }) => !quick || rounds !== 1).map((one) => {
    const row = measure(quick ? { ...one, rounds: 2 } : one);
    console.error(`  ${row.name}: ${row.originalMs.toPrecision(3)} and ${row.replacementMs.toPrecision(3)} ms`);
    return row;
  });
}
