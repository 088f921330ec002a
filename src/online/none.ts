// What stands in for online EM in `gmm-wasm/core`.

import { absent } from '../absent.js';

export function proceed(): never {
  throw absent('partialFit');
}
