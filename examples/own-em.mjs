// An EM of one's own on the kernel: pack, pass, maximise, and a stopping rule that suits.
// Run it with `node examples/own-em.mjs` after `npm run build`.

import {
  acquireArena,
  bindChoiceSync,
  chooseSync,
  fitLayout,
  releaseArena,
  runSync,
  soundStatistics,
  toRows,
  Workspace,
} from 'gmm-wasm/kernel';

const data = Float64Array.from({ length: 1000 }, (_, i) => Math.sin(i * 12.9898) + (i % 3 === 0 ? 6 : 0));
const rows = toRows(data);
const size = { n: rows.n, d: rows.d, k: 2, family: 0, weighted: false };

const arena = acquireArena(fitLayout(size).bytes, true);
try {
  const { kernel } = bindChoiceSync(chooseSync({}), arena);
  const workspace = new Workspace(size, arena, kernel);
  workspace.pack(rows);

  // a start, in internal coordinates: x = origin + z / 2^exponent
  const scale = 2 ** workspace.exponent;
  const origin = workspace.view(workspace.at.origin, 1)[0];
  const toInternal = (x) => (x - origin) * scale;
  workspace.weights.set([0.5, 0.5]);
  workspace.means.set([toInternal(0), toInternal(6)]);
  workspace.covariances.set([scale * scale, scale * scale]);
  workspace.prepare();
  runSync(workspace.measure());

  // variances are at least this share of those within clusters, and statistics taken again where they would cancel
  const floor = { asked: { relative: 1e-6 }, settled: false };
  const take = (direct) => workspace.pass(direct);
  let before = Number.NEGATIVE_INFINITY;
  for (let iteration = 0; iteration < 100; iteration++) {
    workspace.centreOnMeans();
    const statistics = runSync(soundStatistics(workspace, floor, take, true));
    const logLikelihood = kernel.doubles[statistics / 8] + rows.n * Math.log(scale);
    if (logLikelihood - before < 1e-9) break;
    before = logLikelihood;
    if (workspace.maximise(statistics) >= 0) throw new Error('a covariance is singular');
  }
  const means = Array.from(workspace.means, (z) => origin + z / scale);
  console.log(`means ${means.map((mean) => mean.toFixed(3)).join(', ')}; log-likelihood ${before.toFixed(4)}`);
} finally {
  releaseArena(arena);
}
