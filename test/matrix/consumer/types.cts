// A CommonJS file of a project in TypeScript.

import gmm = require('gmm-wasm');

export const converged: boolean = gmm.fitSync([1, 2, 3], { nComponents: 1 }).converged;
