// What stands in for mixtures of some of the features in `gmm-wasm/core`.

import { absent } from '../../absent.js';

export function marginalState(): never {
  throw absent('marginal');
}

export function conditionState(): never {
  throw absent('condition');
}
