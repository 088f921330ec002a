import { seconds } from '../stopwatch.mjs';
import { meanLogLikelihood } from './naive.mjs';

/** npm gaussian-mixture: one feature only. Its memberships leave out the mixture weights, so it ends somewhere else. */
export async function gaussianMixture() {
  const { default: GMM } = await import('gaussian-mixture');
  return {
    name: 'gaussian-mixture',
    tolerance: null,
    note: 'its E-step leaves out the weights, so the result differs',
    slow: true,
    unsuitable({ d, covarianceType }) {
      if (d !== 1) return 'one feature only';
      return covarianceType === 'full' ? undefined : 'with one feature, see full';
    },
    prepare(problem) {
      const values = Array.from(problem.data);
      let model;
      return {
        run(iterations) {
          const { weights, means } = problem.start();
          const variances = weights.map(() => 1);
          const mixture = new GMM(problem.nComponents, weights, means.flat(), variances);
          let done;
          const taken = seconds(() => {
            done = mixture.optimize(values, iterations, -1); // a change is never below −1
          });
          if (done !== iterations) throw new Error(`ran ${done} iterations of ${iterations}`);
          model = mixture.model();
          return taken;
        },
        score: () =>
          meanLogLikelihood(problem.rows, {
            weights: model.weights,
            means: model.means.map((mean) => [mean]),
            covariances: model.vars.map((variance) => [[variance]]),
          }),
      };
    },
  };
}
