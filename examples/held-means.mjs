// A variant of EM on the kernel: some means are known and held, and only their weights and variances are estimated, as
// with spectral lines at tabulated energies beside one line that nobody expected.
// Run it with `node examples/held-means.mjs` after `npm run build`.
//
// The statistics of a component about a centre c are N = Σ r, S = Σ r (x − c) and Q = Σ r (x − c)², and the M-step makes
// them μ = c + S/N and σ² = Q/N − (S/N)². With S set to 0 they become μ = c and σ² = Q/N: the M-step of a held mean.

import {
  logLikelihoodOf,
  momentsAt,
  openSync,
  parametersOf,
  releaseArena,
  runSync,
  setParameters,
  settleFloor,
} from 'gmm-wasm/kernel';

/**
 * EM for data of one feature in which some means are held.
 *
 * @param lines - K lines: { weight, mean, variance, held }
 * @param floor - what is added to each variance
 * @returns K lines, the log-likelihood before the last step, and how many steps there were
 */
function fitLines(data, lines, floor = 0) {
  const { workspace } = openSync(data, { nComponents: lines.length });
  try {
    setParameters(workspace, {
      weights: lines.map(({ weight }) => weight),
      means: lines.map(({ mean }) => mean),
      covariances: lines.map(({ variance }) => variance),
    });
    const floors = { asked: floor, settled: false };
    let shown = linesOf(workspace, lines);
    for (let steps = 1; steps <= 5000; steps++) {
      workspace.centreOnMeans();
      const statistics = runSync(workspace.pass());
      settleFloor(workspace, floors, statistics);
      lines.forEach(({ held }, c) => {
        // N of component c, and after it S
        if (held) workspace.kernel.doubles[momentsAt(statistics / 8, 1, c) + 1] = 0;
      });
      const logLikelihood = logLikelihoodOf(workspace, statistics);
      if (workspace.maximise(statistics) >= 0) throw new Error('a variance is 0: pass a floor');
      const before = shown;
      shown = linesOf(workspace, lines);
      if (isSettled(before, shown)) return { lines: shown, logLikelihood, steps };
    }
    throw new Error('not settled after 5000 steps');
  } finally {
    releaseArena(workspace.arena);
  }
}

function linesOf(workspace, lines) {
  const { weights, means, covariances } = parametersOf(workspace);
  return lines.map(({ held }, c) => ({ weight: weights[c], mean: means[c][0], variance: covariances[c][0][0], held }));
}

/** A stopping rule of one's own: no line has moved, or changed its width, by more than 1e-10 of its width. */
function isSettled(before, after) {
  return after.every(({ mean, variance }, c) => {
    const width = Math.sqrt(variance);
    return (
      Math.abs(mean - before[c].mean) < 1e-10 * width && Math.abs(Math.sqrt(before[c].variance) - width) < 1e-10 * width
    );
  });
}

// quantiles of logistic distributions, so that the same 4000 energies (keV) come without a seed
const line = (n, mean, scale) =>
  Array.from({ length: n }, (_, i) => mean + scale * Math.log((i + 0.5) / (n - i - 0.5)));
const energies = [...line(1500, 511.3, 3), ...line(500, 583, 8), ...line(2000, 661.2, 4)];

const found = fitLines(
  energies,
  [
    { weight: 1 / 3, mean: 511, variance: 100, held: true },
    { weight: 1 / 3, mean: 600, variance: 100, held: false },
    { weight: 1 / 3, mean: 662, variance: 100, held: true },
  ],
  1e-6,
);
for (const { weight, mean, variance, held } of found.lines) {
  const deviation = Math.sqrt(variance).toFixed(6);
  console.log(`${mean.toFixed(6)} keV${held ? ' (held)' : ''}: weight ${weight.toFixed(6)}, sd ${deviation}`);
}
console.log(`log-likelihood ${found.logLikelihood.toFixed(6)} after ${found.steps} steps`);
