import type { Steps } from './steps.js';

/**
 * A covariance that cannot be factored: it is not positive definite, or so small that it is zero.
 *
 * Thrown by `fit` with `regCovar: 0` (or a floor below what the data can bear), and for a given start whose covariance
 * is not positive definite.
 */
export class SingularCovarianceError extends Error {
  /** Index of the component in the order of that moment; 0 for a covariance that all share. */
  readonly component: number;

  constructor(component: number, message: string) {
    super(message);
    this.name = 'SingularCovarianceError';
    this.component = component;
  }
}

/** @throws SingularCovarianceError if a component has no factor (−1: all have) */
export function requireFactors(component: number, when: string): void {
  if (component < 0) return;
  throw new SingularCovarianceError(
    component,
    `the covariance of component ${component} is not positive definite in ${when}: its samples are equal, too few, or ` +
      'depend linearly on each other, or the start is far from the data; raise regCovar, lower nComponents, or choose a ' +
      'covarianceType with fewer parameters',
  );
}

/**
 * A covariance without a factor ends a run, not the fit.
 *
 * @param steps - those of a named generator function: engines spend longer on the first call of a new one than a short
 *   run takes
 */
export function* attempt<T>(steps: Steps<T>): Steps<T | SingularCovarianceError> {
  try {
    return yield* steps;
  } catch (error) {
    if (error instanceof SingularCovarianceError) return error;
    throw error;
  }
}
