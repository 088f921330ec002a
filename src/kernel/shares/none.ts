// What stands in for sweeps of several in `gmm-wasm/core`: there is one.

export { Ranges as Shares } from '../ranges.js';
