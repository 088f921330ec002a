// What the machine gives to as many fits as there are threads, if they have nothing to do with each other: each on a thread
// of its own, at once. Less than so many times one alone is the machine's doing: processors share a core, or memory.

import { once } from 'node:events';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { CONTENDERS } from './contenders.mjs';
import { Problem } from './problem.mjs';

/**
 * A contender that takes its turn beside a fit shared by `count` threads: `count` fits on one thread each, with the same
 * data, of which everybody has a copy. Its seconds are those in which the machine gets one fit done.
 *
 * @param variant - `strict` or `relaxed`
 */
export async function unrelated(variant, count) {
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const workers = Array.from(
    { length: count },
    () => new Worker(new URL(import.meta.url), { workerData: { variant, count, gate } }),
  );
  const ask = (question) =>
    Promise.all(
      workers.map(async (worker) => {
        worker.postMessage(question);
        const [answer] = await once(worker, 'message');
        return answer;
      }),
    );
  await Promise.all(workers.map((worker) => once(worker, 'message')));

  let sent;
  /** A copy of the data for everybody, once. */
  const send = async (data) => {
    if (sent !== data) await ask({ data });
    sent = data;
  };

  return {
    name: `${variant}, ${count} unrelated fits`,
    own: true,
    variant,
    threads: count,
    unrelated: true,
    sameBits: variant === 'strict',
    tolerance: 1e-8,
    unsuitable: () => undefined,
    async timed({ data, shape }, options) {
      await send(data);
      const answers = await ask({ shape, options });
      return { model: answers[0].model, seconds: together(answers) };
    },
    async prepare({ n, d, nComponents, covarianceType, data }) {
      await send(data);
      await ask({ problem: { n, d, nComponents, covarianceType } });
      let answers;
      return {
        async run(iterations) {
          answers = await ask({ iterations });
          return together(answers);
        },
        score: () => answers[0].score,
      };
    },
    close: () => Promise.all(workers.map((worker) => worker.terminate())),
  };
}

/** Each is timed by itself, and their rates add up: nobody waits for the one that ends last. */
const together = (answers) => 1 / answers.reduce((rate, { seconds }) => rate + 1 / seconds, 0);

if (!isMainThread) {
  const { variant, count, gate } = workerData;
  const contender = await CONTENDERS[variant]({ threads: 1 });
  let data, session;

  /** All begin at the same time, with their garbage collected. */
  const meet = () => {
    globalThis.gc?.();
    Atomics.add(gate, 0, 1);
    while (Atomics.load(gate, 0) % count !== 0);
  };

  const answer = async ({ data: given, problem, iterations, shape, options }) => {
    if (given) data = given;
    else if (problem) session = await contender.prepare(new Problem({ ...problem, data }));
    else if (iterations) {
      meet();
      return { seconds: await session.run(iterations), score: session.score() };
    } else {
      meet();
      const { seconds, model } = await contender.timed({ data, shape }, options);
      return { seconds, model: { nIter: model.nIter, lowerBound: model.lowerBound } };
    }
  };
  parentPort.on('message', async (question) => parentPort.postMessage(await answer(question)));
  parentPort.postMessage('ready');
}
