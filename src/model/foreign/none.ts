// What stands in for the readers of other libraries' models in `gmm-wasm/core`.

import { absent } from '../../absent.js';

export function readScikitLearn(): never {
  throw absent('fromScikitLearn');
}

export function readMclust(): never {
  throw absent('fromMclust');
}
