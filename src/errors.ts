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
