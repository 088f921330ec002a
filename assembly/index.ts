// The ABI: all that a host can call. Addresses are bytes into the imported memory; n, d and K are 32-bit integers.
// Twin: src/kernel/twin/index.ts; types: src/kernel/kernel.ts

export { version } from './version';
export { fused } from './lanes';
export * from './core';
export { drift } from './bounds';

// small matrices, for hosts; the package's own are computed by the twin
export { factorise, invertTriangle as invert_triangle, product } from './cholesky';

// single stages, for tests and for hosts that schedule them differently
export { likeliest, normalise, rank } from './responsibilities';
export { densities } from './densities';
export { parametersLength as parameters_length, scratchLength as scratch_length, statisticsLength as statistics_length, tileSize as tile_size } from './layout';
