import { seconds } from '../stopwatch.mjs';
import { meanLogLikelihood } from './naive.mjs';

/**
 * npm gaussian-mixture-model. It imports cholesky-tools without depending on it, so both must be installed.
 * It keeps responsibilities in single precision, hence the loose tolerance.
 */
export async function gaussianMixtureModel() {
  const { default: GMM } = await import('gaussian-mixture-model');
  return {
    name: 'gaussian-mixture-model',
    tolerance: 1e-5,
    note: 'Float32 responsibilities, no variance floor',
    slow: true,
    unsuitable: ({ covarianceType }) => (covarianceType === 'full' ? undefined : 'full covariances only'),
    prepare(problem) {
      const { rows } = problem;
      let mixture;
      return {
        run(iterations) {
          mixture = new GMM({ ...problem.start(), bufferSize: problem.n });
          for (const row of rows) mixture.addPoint(row);
          const taken = seconds(() => mixture.runEM(iterations));
          if (mixture.singularity) throw new Error('stopped at a singular covariance');
          return taken;
        },
        score: () => meanLogLikelihood(rows, mixture),
      };
    },
  };
}
