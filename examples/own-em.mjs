// An EM of one's own on the kernel: pack, pass, maximise, and a stopping rule that suits.
// Run it with `node examples/own-em.mjs` after `npm run build`.

import {
  logLikelihoodOf,
  openSync,
  parametersOf,
  releaseArena,
  runSync,
  setParameters,
  soundStatistics,
} from 'gmm-wasm/kernel';

const data = Float64Array.from({ length: 1000 }, (_, i) => Math.sin(i * 12.9898) + (i % 3 === 0 ? 6 : 0));

const { workspace } = openSync(data, { nComponents: 2 });
try {
  setParameters(workspace, { weights: [0.5, 0.5], means: [0, 6], covariances: [1, 1] });

  // variances are at least this share of those within clusters, and statistics taken again where they would cancel
  const floor = { asked: { relative: 1e-6 }, settled: false };
  const take = (direct) => workspace.pass(direct);
  let before = Number.NEGATIVE_INFINITY;
  for (let iteration = 0; iteration < 100; iteration++) {
    workspace.centreOnMeans();
    const statistics = runSync(soundStatistics(workspace, floor, take, true));
    const logLikelihood = logLikelihoodOf(workspace, statistics);
    if (logLikelihood - before < 1e-9) break;
    before = logLikelihood;
    if (workspace.maximise(statistics) >= 0) throw new Error('a covariance is singular');
  }
  const means = parametersOf(workspace).means.map(([mean]) => mean.toFixed(3));
  console.log(`means ${means.join(', ')}; log-likelihood ${before.toFixed(4)}`);
} finally {
  releaseArena(workspace.arena);
}
