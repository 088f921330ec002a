// What the package itself calls of the ABI: the binary of `gmm-wasm/core` has no more.

export { pack } from './tile';
export { evaluate, merge, pass, pass_given } from './pass';
export { cancels } from './statistics/tied';
export { maximise, pooled_variances, prepare, recentre } from './maximise';
export { log_prior } from './prior';
export { collapsed, converged, distinct, floors, sort, thresholds } from './decide';
export { extrapolate } from './squarem';
export { arrange, restore } from './order';
export { narrow, widen } from './single';
export { kmeans_assign, kmeans_distances } from './kmeans';
export { exp } from './exp';
export { log } from './log';
