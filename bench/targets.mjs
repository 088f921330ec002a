/**
 * What is asked for. Times as fast as the faster scikit-learn, by the iteration, strict arithmetic, one thread each; by
 * `d, K`, which tell the shapes apart.
 */
const FULL = { '1,3': 10, '2,8': 6, '8,8': 4.5, '16,16': 2.7, '32,16': 1.6, '64,16': 1.8, '128,8': 1.5 };
const DIAG = { '1,3': 10, '2,8': 3.5, '8,8': 2.8, '16,16': 1.6, '32,16': 1.2, '64,16': 1.4, '128,8': 1.4 };
const TIED = { '16,16': 4, '64,16': 4 };
const ITERATION = { full: FULL, diag: DIAG, tied: TIED, spherical: DIAG };

/** Where nothing can be skipped: not slower, up to so many features. */
const WORST_UP_TO = { full: 32, diag: 16 };

/** The ratio asked for in a race, or undefined. */
export const askedOf = ({ d, nComponents, covarianceType }) => ITERATION[covarianceType]?.[`${d},${nComponents}`];
export const askedOfWorst = ({ d, covarianceType }) => (d <= WORST_UP_TO[covarianceType] ? 1 : undefined);

/** Times as fast as each npm package at (1e5, 1, 3). */
export const NPM = { 'gaussian-mixture-model': 10, 'gaussian-mixture': 25, 'expectation-maximization': 300 };

/** Two threads beside one: iterations and whole fits of n of at least 1e5, and restarts. */
export const THREADS = 1.9;
export const THREADS_FROM = 1e5;
export const RESTARTS = 1.8;

/** A whole warm fit of 50 values, microseconds. */
export const SERIES_MICROS = 50;

/** Peak memory beyond the caller's data, as a multiple of the data, at (1e6, 8, 8). */
export const MEMORY = 1.15;
export const MEMORY_FROM = 1e6;
