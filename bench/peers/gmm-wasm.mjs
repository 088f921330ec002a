import { withThreads } from '../child.mjs';
import { hasRelaxedSimd } from '../flags.mjs';
import { REG_COVAR } from '../problem.mjs';
import { seconds, secondsUntil } from '../stopwatch.mjs';

/** This package, through its public surface only. `variant` chooses the kernel. */
export async function gmmWasm(name, variant, threads = 1) {
  if (variant.arithmetic === 'relaxed' && !hasRelaxedSimd()) throw new Error('this engine has no relaxed SIMD');
  const { fit, fitSync, dispose } = await import('../../dist/index.js');
  if (threads > 1) await fit([1, 2, 3, 4], { nComponents: 1, threads, ...variant }); // throws where there are none

  /** One fit and its seconds. One thread is the calling one; several are waited for. */
  const timed = async (data, options) => {
    let model;
    const taken =
      threads === 1
        ? seconds(() => {
            model = fitSync(data, { ...options, ...variant });
          })
        : await secondsUntil(async () => {
            model = await fit(data, { ...options, ...variant, threads });
          });
    requireVariant(model.execution, variant, threads);
    return { model, seconds: taken };
  };

  return {
    name: withThreads(name, threads),
    own: true,
    variant: name,
    threads,
    sameBits: variant.arithmetic !== 'relaxed',
    slow: name === 'twin',
    tolerance: 1e-8,
    unsuitable: () => undefined,
    /** One fit of anything, with any options. */
    timed,
    prepare(problem) {
      const data = { data: problem.data, shape: [problem.n, problem.d] };
      const fixed = {
        nComponents: problem.nComponents,
        covarianceType: problem.covarianceType,
        regCovar: REG_COVAR,
      };
      const start = given(problem.start());
      let model;
      return {
        async run(iterations) {
          const done = await timed(data, { ...fixed, ...start, tol: 0, maxIter: iterations, acceleration: 'none' });
          model = done.model;
          if (model.nIter !== iterations) throw new Error(`ran ${model.nIter} iterations of ${iterations}`);
          return done.seconds;
        },
        /** One fit from a given model until it stops by itself. */
        converge: (from, options) => timed(data, { ...fixed, ...given(from), ...options }),
        score: () => model.lowerBound,
      };
    },
    close: () => dispose?.(),
  };
}

/** What `fit` does with a problem if it is told nothing but the number of components: the name of the row it has. */
export async function byDefault({ n, d, nComponents, data }) {
  const { fit } = await import('../../dist/index.js');
  const { backend, relaxed, threads } = (await fit({ data, shape: [n, d] }, { nComponents })).execution;
  return { name: withThreads(backend === 'js' ? 'twin' : relaxed ? 'relaxed' : 'strict', threads), threads };
}

const given = ({ weights, means, covariances }) => ({
  weightsInit: weights,
  meansInit: means,
  covariancesInit: covariances,
});

/** A fallback would be timed under the wrong name. */
function requireVariant({ backend, relaxed, fallbackReason, threads: ran }, variant, threads) {
  if (backend !== variant.backend || Boolean(relaxed) !== (variant.arithmetic === 'relaxed')) {
    throw new Error(`fell back to ${backend}${relaxed ? ', relaxed' : ''}: ${fallbackReason ?? 'no reason given'}`);
  }
  if (ran !== undefined && ran !== threads) throw new Error(`ran on ${ran} threads of ${threads}`);
}
