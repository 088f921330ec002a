import { expectationMaximization } from './peers/expectation-maximization.mjs';
import { gaussianMixture } from './peers/gaussian-mixture.mjs';
import { gaussianMixtureModel } from './peers/gaussian-mixture-model.mjs';
import { gmmWasm } from './peers/gmm-wasm.mjs';
import { naive } from './peers/naive.mjs';
import { scikitLearn } from './peers/scikit-learn.mjs';

/**
 * Everybody who runs, by the name `--only` knows. Each entry makes a contender, or throws where it is not installed:
 *
 *   name         the name of its row
 *   tolerance    how close its mean log-likelihood must come to the reference; null if it cannot be compared
 *   note         what a reader of its row has to know
 *   own          true: this package, which fails the bench where it is wrong; what others do wrong is only told
 *   slow         true: measured on a few rows first, and spared where it would take too long
 *   unsuitable   (problem) => why it cannot run this problem, or undefined
 *   prepare      (problem) => session, perhaps a promise
 *   close        ends what it started
 *
 * A session has `run(iterations)`, the seconds of one whole fit from the start of the problem, perhaps a promise; and
 * `score()`, the mean log-likelihood of the data under the parameters that run ended with.
 */
export const CONTENDERS = {
  naive: () => naive(),
  'expectation-maximization': () => expectationMaximization(),
  'gaussian-mixture': () => gaussianMixture(),
  'gaussian-mixture-model': () => gaussianMixtureModel(),
  'scikit-learn': (python) => scikitLearn(python),
  twin: () => gmmWasm('twin', { backend: 'js' }),
  strict: () => gmmWasm('strict', { backend: 'wasm', arithmetic: 'strict' }),
  relaxed: () => gmmWasm('relaxed', { backend: 'wasm', arithmetic: 'relaxed' }),
};

/** The chosen contenders that are there, and a word about each of those that are not. */
export async function enter({ only, pythons }) {
  const contenders = [];
  const absent = [];
  for (const name of only) {
    const several = name === 'scikit-learn' ? pythons : [undefined];
    if (several.length === 0) absent.push({ name, reason: 'no --python given' });
    for (const python of several) {
      try {
        const contender = await CONTENDERS[name](python);
        // Two Pythons may have the same version, with another BLAS under it.
        while (contenders.some((other) => other.name === contender.name)) contender.name += ' (other)';
        contenders.push(contender);
      } catch (error) {
        absent.push({ name, reason: reason(error) });
      }
    }
  }
  return { contenders, absent };
}

function reason(error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') return error.message;
  const missing = /'([^']+)'/.exec(error.message)?.[1] ?? 'a module';
  return missing.endsWith('dist/index.js') ? 'not built: npm run build' : `not installed: ${missing}`;
}
