// A mixture of one feature as a distribution on the line: density, distribution function and quantiles.

export { quantileAt } from './quantile.js';
export { densityAt, distributionAt, type Univariate, univariateOf } from './univariate.js';
