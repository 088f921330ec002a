// A hand-written EM loop and what takes its place: same data, same start, same number of steps, same numbers.
// Run it with `node examples/replace-loop.mjs` after `npm run build`.

import { fitSync } from 'gmm-wasm';

// ---- before: the textbook's loop for two features, as many code bases have it ----------------------------------------

function handWritten(rows, start, steps) {
  const n = rows.length;
  const k = start.weights.length;
  const weights = [...start.weights];
  const means = start.means.map((mean) => [...mean]);
  const covariances = start.covariances.map((matrix) => matrix.map((row) => [...row]));
  const responsibilities = rows.map(() => new Array(k).fill(0));
  let logLikelihood = 0;
  for (let step = 0; step <= steps; step++) {
    // E-step
    logLikelihood = 0;
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let c = 0; c < k; c++) {
        const [[xx, xy], [, yy]] = covariances[c];
        const determinant = xx * yy - xy * xy;
        const x = rows[i][0] - means[c][0];
        const y = rows[i][1] - means[c][1];
        const distance = (yy * x * x - 2 * xy * x * y + xx * y * y) / determinant;
        const density = (weights[c] * Math.exp(-distance / 2)) / (2 * Math.PI * Math.sqrt(determinant));
        responsibilities[i][c] = density;
        sum += density;
      }
      for (let c = 0; c < k; c++) responsibilities[i][c] /= sum;
      logLikelihood += Math.log(sum);
    }
    if (step === steps) break;
    // M-step
    for (let c = 0; c < k; c++) {
      let weight = 0;
      let [mx, my, xx, xy, yy] = [0, 0, 0, 0, 0];
      for (let i = 0; i < n; i++) {
        const r = responsibilities[i][c];
        weight += r;
        mx += r * rows[i][0];
        my += r * rows[i][1];
      }
      mx /= weight;
      my /= weight;
      for (let i = 0; i < n; i++) {
        const r = responsibilities[i][c];
        const x = rows[i][0] - mx;
        const y = rows[i][1] - my;
        xx += r * x * x;
        xy += r * x * y;
        yy += r * y * y;
      }
      weights[c] = weight / n;
      means[c] = [mx, my];
      covariances[c] = [
        [xx / weight, xy / weight],
        [xy / weight, yy / weight],
      ];
    }
  }
  return { weights, means, covariances, logLikelihood };
}

// ---- after ------------------------------------------------------------------------------------------------------------

function replaced(rows, start, steps) {
  return fitSync(rows, {
    nComponents: start.weights.length,
    weightsInit: start.weights,
    meansInit: start.means,
    covariancesInit: start.covariances,
    // exactly so many steps, and nothing added to variances, as the loop has it
    maxIter: steps,
    tol: 0,
    regCovar: 0,
  });
}

// ---- side by side -----------------------------------------------------------------------------------------------------

const rows = Array.from({ length: 20_000 }, (_, i) => {
  const [a, b, c] = [12.9898, 78.233, 37.719].map((factor) => (Math.abs(Math.sin(i * factor)) * 43758.5453) % 1);
  const radius = Math.sqrt(-2 * Math.log(1 - a));
  const [u, v] = [radius * Math.cos(2 * Math.PI * b), radius * Math.sin(2 * Math.PI * b)];
  return c < 0.5 ? [u, v] : c < 0.8 ? [4 + u + v, v] : [-1 + u / 2, 5 + v];
});
const start = {
  weights: [1 / 3, 1 / 3, 1 / 3],
  means: [rows[0], [3, 0], [0, 4]],
  covariances: [0, 1, 2].map(() => [
    [1, 0],
    [0, 1],
  ]),
};
const STEPS = 50;

/** Milliseconds of the fastest of some runs, and what came out. */
function timed(run) {
  let least = Number.POSITIVE_INFINITY;
  let result;
  for (let i = 0; i < 3; i++) {
    const began = performance.now();
    result = run(rows, start, STEPS);
    least = Math.min(least, performance.now() - began);
  }
  return { result, least };
}

const numbers = ({ weights, means, covariances }) => [
  ...weights,
  ...means.flatMap((mean) => [...mean]),
  ...covariances.flatMap((matrix) => matrix.flatMap((row) => [...row])),
];

const before = timed(handWritten);
const after = timed(replaced);
const difference = numbers(before.result).reduce(
  (most, x, i) => Math.max(most, Math.abs(x - numbers(after.result)[i])),
  0,
);
console.log(
  `log-likelihood before ${before.result.logLikelihood.toFixed(6)}, after ${after.result.logLikelihood.toFixed(6)}`,
);
console.log(`largest difference of a parameter ${difference.toExponential(1)}`);
console.log(
  `${before.least.toFixed(0)} ms before, ${after.least.toFixed(0)} ms after: ${(before.least / after.least).toFixed(1)} times as fast`,
);
