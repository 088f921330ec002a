import { hasRelaxedSimd } from '../flags.mjs';
import { REG_COVAR } from '../problem.mjs';
import { seconds } from '../stopwatch.mjs';

/** This package, through its public surface only. `variant` chooses the kernel. */
export async function gmmWasm(name, variant) {
  if (variant.arithmetic === 'relaxed' && !hasRelaxedSimd()) throw new Error('this engine has no relaxed SIMD');
  const { fitSync } = await import('../../dist/index.js');
  return {
    name,
    own: true,
    tolerance: 1e-8,
    unsuitable: () => undefined,
    prepare(problem) {
      const data = { data: problem.data, shape: [problem.n, problem.d] };
      const start = problem.start();
      let model;
      return {
        run(iterations) {
          const options = {
            nComponents: problem.nComponents,
            covarianceType: problem.covarianceType,
            weightsInit: start.weights,
            meansInit: start.means,
            covariancesInit: start.covariances,
            regCovar: REG_COVAR,
            tol: 0,
            maxIter: iterations,
            ...variant,
          };
          const taken = seconds(() => {
            model = fitSync(data, options);
          });
          requireVariant(model.execution, variant);
          if (model.nIter !== iterations) throw new Error(`ran ${model.nIter} iterations of ${iterations}`);
          return taken;
        },
        score: () => model.lowerBound,
      };
    },
  };
}

/** A fallback would be timed under the wrong name. */
function requireVariant({ backend, relaxed, fallbackReason }, variant) {
  if (backend === variant.backend && Boolean(relaxed) === (variant.arithmetic === 'relaxed')) return;
  throw new Error(`fell back to ${backend}${relaxed ? ', relaxed' : ''}: ${fallbackReason ?? 'no reason given'}`);
}
