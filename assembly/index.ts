// The ABI: all that a host can call. Addresses are bytes into the imported memory; n, d and K are 32-bit integers.
// Twin: src/kernel/twin/index.ts; types: src/kernel/kernel.ts

export { version } from './version';
export { fused } from './lanes';
export { pack } from './tile';
export { evaluate, merge, pass, pass_given } from './pass';
export { cancels } from './statistics/tied';
export { maximise, pooled_variances, prepare, recentre } from './maximise';
export { log_prior } from './prior';
export { collapsed, converged, distinct, floors, sort, thresholds } from './decide';
export { extrapolate } from './squarem';
export { factorise, invertTriangle as invert_triangle, product } from './cholesky';
export { arrange, restore } from './order';
export { narrow, widen } from './single';
export { kmeans_assign, kmeans_distances } from './kmeans';
export { exp } from './exp';
export { log } from './log';

// single stages, for tests and for hosts that schedule them differently
export { likeliest, normalise, rank } from './responsibilities';
export { densities } from './pass';
export { parametersLength as parameters_length, scratchLength as scratch_length, statisticsLength as statistics_length, tileSize as tile_size } from './layout';
