// What the machine gives to two threads at best: two fits that have nothing to do with each other, each on one thread,
// at once and one alone. Processors that share a core, or memory, give less than 2.

import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { makeData } from './data.mjs';
import { median } from './race.mjs';

const ROUNDS = 5;

/** How much more two at once get done than one alone. */
export async function ceiling({ n, d, nComponents, seed }) {
  const fits = [0, 1].map(() => new Worker(new URL(import.meta.url), { workerData: { n, d, nComponents, seed } }));
  const heard = (worker) => new Promise((resolve) => worker.once('message', resolve));
  const ask = (worker) => {
    const answer = heard(worker);
    worker.postMessage(null);
    return answer;
  };
  try {
    await Promise.all(fits.map(heard));
    const ratios = [];
    for (let round = 0; round < ROUNDS; round++) {
      const alone = await ask(fits[0]);
      const start = performance.now();
      await Promise.all(fits.map(ask));
      ratios.push((2 * alone) / (performance.now() - start));
    }
    return median(ratios);
  } finally {
    for (const fit of fits) await fit.terminate();
  }
}

if (!isMainThread) {
  const { fitSync } = await import('../dist/index.js');
  const { n, d, nComponents, seed } = workerData;
  const data = { data: makeData({ n, d, nComponents, spread: 1, seed }), shape: [n, d] };
  const run = (maxIter) => {
    const start = performance.now();
    fitSync(data, { nComponents, initParams: 'random_from_data', tol: 0, maxIter });
    return performance.now() - start;
  };
  // some 200 ms
  const iterations = Math.max(2, Math.round((200 * 5) / run(5)));
  parentPort.on('message', () => parentPort.postMessage(run(iterations)));
  parentPort.postMessage('ready');
}
