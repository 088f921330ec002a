import { seconds } from '../stopwatch.mjs';
import { meanLogLikelihood } from './naive.mjs';

/**
 * npm expectation-maximization. It starts from random responsibilities and takes neither a start nor a number of
 * iterations. Its third argument, the tolerance, is compared once an iteration, so an object that answers "not yet"
 * until the last one stops it where we want.
 */
export async function expectationMaximization() {
  const { default: em } = await import('expectation-maximization');
  return {
    name: 'expectation-maximization',
    tolerance: null,
    note: 'random start, so the result is not compared',
    slow: true,
    unsuitable: ({ covarianceType }) => (covarianceType === 'full' ? undefined : 'full covariances only'),
    prepare(problem) {
      const { rows } = problem;
      let groups;
      return {
        run(iterations) {
          let done = 0;
          const tolerance = {
            valueOf() {
              // NaN is not below any tolerance: it would go on for a thousand iterations.
              if (++done > iterations) throw new Error('its responsibilities are not numbers');
              return done < iterations ? -1 : Infinity;
            },
          };
          const taken = seconds(() => {
            groups = em(rows, problem.nComponents, tolerance);
          });
          if (done !== iterations) throw new Error(`ran ${done} iterations of ${iterations}`);
          return taken;
        },
        score: () =>
          meanLogLikelihood(rows, {
            weights: groups.map((group) => group.weight),
            means: groups.map((group) => group.mu),
            covariances: groups.map((group) => group.sigma),
          }),
      };
    },
  };
}
