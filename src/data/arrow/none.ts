// What stands in for the reader of Arrow tables in `gmm-wasm/core`.

import { absent } from '../../absent.js';

export function arrowRows(): never {
  throw absent('reader of Arrow tables');
}
