// Passes over the data with plain EM and with SQUAREM, from the same starts to the same tolerance, and where they end.
// Run: npm run --silent build && node bench/acceleration.mjs

import { readdirSync, readFileSync } from 'node:fs';
import { fitSync } from '../dist/index.js';
import { makeData } from './data.mjs';
import { median } from './race.mjs';

const FIXTURES = new URL('../test/fixtures/', import.meta.url);
const FAMILIES = ['full', 'tied', 'diag', 'spherical', 'tied-diag', 'tied-spherical'];
const MIXTURES = 200;

const diagonal = (matrix) => matrix.map((row, i) => row[i]);
/** K full matrices in the shape of a family. */
const SHAPES = {
  V: (matrices) => matrices,
  E: ([shared]) => shared,
  VVV: (matrices) => matrices,
  EEE: ([shared]) => shared,
  VVI: (matrices) => matrices.map(diagonal),
  EEI: ([shared]) => diagonal(shared),
  VII: (matrices) => matrices.map(([[variance]]) => variance),
  EII: ([[[variance]]]) => variance,
};

/** The recorded starts of the reference fits, without a floor. */
function references() {
  const names = readdirSync(FIXTURES).filter((name) => name.endsWith('.json'));
  return names.flatMap((name) => {
    const { fits = [], data, weights } = JSON.parse(readFileSync(new URL(name, FIXTURES), 'utf8'));
    const useful = fits.filter(({ status }) => status !== 'degenerate');
    return useful.map(({ id, k, model, init }) => ({
      id,
      data,
      options: {
        nComponents: k,
        covarianceType: model,
        weightsInit: init.weights,
        meansInit: init.means,
        covariancesInit: SHAPES[model](init.covariances),
        regCovar: 0,
        ...(weights && { sampleWeight: weights }),
      },
    }));
  });
}

/** Overlapping mixtures with default starts and the default floor. */
function mixtures() {
  return Array.from({ length: MIXTURES }, (_, i) => {
    const d = [1, 2, 3, 5, 8][i % 5];
    const nComponents = 2 + ((i >> 1) % 5);
    const n = [150, 400, 1000, 3000][((i * 7) % 4) ^ ((i >> 4) & 3)];
    const spread = [0.5, 1, 1.5, 2, 3][(i * 3 + (i >> 3)) % 5];
    const covarianceType = FAMILIES[(i + Math.floor(i / 6)) % 6];
    const data = { data: makeData({ n, d, nComponents, spread, seed: i + 1 }), shape: [n, d] };
    const id = `mixture ${i}: ${covarianceType}, n ${n}, d ${d}, K ${nComponents}, spread ${spread}`;
    return { id, data, options: { nComponents, covarianceType } };
  });
}

/** Both fits of every problem, summed up; those that end lower by more than the tolerance by name. */
function compare(problems, tol, maxIter) {
  const pairs = problems.map(({ id, data, options }) => {
    const [none, squarem] = ['none', 'squarem'].map((acceleration) =>
      fitSync(data, { ...options, tol, maxIter, acceleration }),
    );
    return { id, none, squarem, gain: squarem.lowerBound - none.lowerBound };
  });
  const passes = (name) => pairs.reduce((sum, pair) => sum + pair[name].nIter + 1, 0);
  const slack = Math.max(tol, 1e-11);
  return {
    none: passes('none'),
    squarem: passes('squarem'),
    median: median(pairs.map(({ none, squarem }) => (none.nIter + 1) / (squarem.nIter + 1))),
    more: pairs.filter(({ none, squarem }) => squarem.nIter > none.nIter).length,
    unfinished: ['none', 'squarem'].map((name) => pairs.filter((pair) => !pair[name].converged).length),
    higher: pairs.filter(({ gain }) => gain > slack).length,
    lower: pairs.filter(({ gain }) => gain < -slack),
  };
}

console.log(
  '| starts | tol | maxIter | passes: none | squarem | ratio | median ratio | more passes | at maxIter | higher | lower |',
);
console.log('|---|---|---|---|---|---|---|---|---|---|---|');
const notes = [];
for (const [name, problems] of [
  ['reference', references()],
  ['mixtures', mixtures()],
]) {
  for (const [tol, maxIter] of [
    [1e-7, 2000],
    [1e-7, 20_000],
    [1e-12, 20_000],
  ]) {
    const { none, squarem, median, more, unfinished, higher, lower } = compare(problems, tol, maxIter);
    const ratios = `${(none / squarem).toFixed(2)} | ${median.toFixed(2)}`;
    const ends = `${unfinished.join(', ')} | ${higher} | ${lower.length}`;
    console.log(
      `| ${name}: ${problems.length} | ${tol} | ${maxIter} | ${none} | ${squarem} | ${ratios} | ${more} | ${ends} |`,
    );
    notes.push(
      ...lower.map(({ id, gain }) => `- lower, tol ${tol}: ${id}, by ${(-gain).toExponential(1)} in the mean`),
    );
  }
}
console.log(`\n${notes.join('\n')}`);
