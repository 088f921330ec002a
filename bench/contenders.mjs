import { expectationMaximization } from './peers/expectation-maximization.mjs';
import { gaussianMixture } from './peers/gaussian-mixture.mjs';
import { gaussianMixtureModel } from './peers/gaussian-mixture-model.mjs';
import { gmmWasm } from './peers/gmm-wasm.mjs';
import { naive } from './peers/naive.mjs';
import { armadillo, vlfeat } from './peers/native.mjs';
import { scikitLearn } from './peers/scikit-learn.mjs';

/**
 * Everybody who runs, by the name `--only` knows. Each entry makes a contender, or throws where it is not installed:
 *
 *   name         the name of its row
 *   tolerance    how close its mean log-likelihood must come to the reference; null if it cannot be compared
 *   note         what a reader of its row has to know
 *   own          true: this package, which fails the bench where it is wrong; what others do wrong is only told
 *   sameBits     true: its result must be that of strict to the bit
 *   threads      how many it uses; 1 if left out
 *   unrelated    true: its threads have a fit each, and none of them a part of another's (bench/ceiling.mjs)
 *   slow         true: measured on a few rows first, and spared where it would take too long
 *   unsuitable   (problem) => why it cannot run this problem, or undefined
 *   prepare      (problem) => session, perhaps a promise
 *   close        ends what it started
 *
 * A session has `run(iterations)`, the seconds of one whole fit from the start of the problem, perhaps a promise; and
 * `score()`, the mean log-likelihood of the data under the parameters that run ended with. That of a peer in a process
 * of its own also has `residentSet()`: that of the process now, and its peak since the last question.
 */
export const CONTENDERS = {
  naive: () => naive(),
  'expectation-maximization': () => expectationMaximization(),
  'gaussian-mixture': () => gaussianMixture(),
  'gaussian-mixture-model': () => gaussianMixtureModel(),
  'scikit-learn': ({ threads, python }) => scikitLearn(python, threads),
  armadillo: ({ threads }) => armadillo(threads),
  vlfeat: ({ threads }) => vlfeat(threads),
  twin: () => gmmWasm('twin', { backend: 'js' }),
  strict: ({ threads }) => gmmWasm('strict', { backend: 'wasm', arithmetic: 'strict' }, threads),
  relaxed: ({ threads }) => gmmWasm('relaxed', { backend: 'wasm', arithmetic: 'relaxed' }, threads),
};

/** Who can use several threads. */
const PARALLEL = ['scikit-learn', 'armadillo', 'vlfeat', 'strict', 'relaxed'];

/** JavaScript peers: they run in this process and take rows as arrays. */
export const SCRIPTS = ['naive', 'expectation-maximization', 'gaussian-mixture', 'gaussian-mixture-model'];

/** The chosen contenders that are there, and a word about each of those that are not. */
export async function enter({ only, pythons, threads }) {
  const contenders = [];
  const absent = [];
  for (const name of only) {
    for (const python of name === 'scikit-learn' ? pythons : [undefined]) {
      for (const count of PARALLEL.includes(name) ? threads : [1]) {
        try {
          add(contenders, await CONTENDERS[name]({ python, threads: count }));
        } catch (error) {
          absent.push({ name: count === 1 ? name : `${name}, ${count} threads`, reason: reason(error) });
        }
      }
    }
  }
  return { contenders, absent };
}

function add(contenders, contender) {
  // One Python by two names is one contender.
  if (contender.place && contenders.some((other) => other.place === contender.place)) {
    contender.close();
    return;
  }
  // Two Pythons may have the same version, with another BLAS under it.
  while (contenders.some((other) => other.name === contender.name)) contender.name += ' (other)';
  contenders.push(contender);
}

function reason(error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') return error.message;
  const missing = /'([^']+)'/.exec(error.message)?.[1] ?? 'a module';
  return missing.endsWith('dist/index.js') ? 'not built: npm run build' : `not installed: ${missing}`;
}
