/** One exp, with its range reduction, about twenty multiplications and as many additions. */
export const EXP = 40;

/**
 * Floating-point operations of one EM iteration for one sample and one component, counted as if every pair were touched
 * (skipped work shows as a higher figure) and each operation once, however an implementation arranges it.
 *
 * E: x − μ (d), the quadratic form, its share of the log-density. M: x − c, r(x − c) and its sum (3d), the scatter.
 *   full       d(d + 1) + 3d for the triangular product and its square;  d(d + 1) + 3d for the scatter
 *   tied       the same, but product and scatter are needed once a sample, so a K-th of them a component
 *   diag       4d for difference, scaling, square and sum;  5d for the sums and squares
 *   spherical  3d for difference, square and sum;  5d
 */
export function flops(covarianceType, d, nComponents) {
  switch (covarianceType) {
    case 'full':
      return 2 * (d * (d + 1) + 3 * d) + EXP;
    case 'tied':
      return 2 * ((d * (d + 1)) / nComponents + 3 * d) + EXP;
    case 'diag':
      return 9 * d + EXP;
    case 'spherical':
      return 8 * d + EXP;
    default:
      throw new RangeError(`no flop count for covarianceType '${covarianceType}'`);
  }
}
