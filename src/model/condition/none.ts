// What stands in for conditional mixtures in `gmm-wasm/core`.

import { absent } from '../../absent.js';

export function conditionState(): never {
  throw absent('condition');
}
