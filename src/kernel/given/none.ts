// What stands in for binaries that the caller gives in `gmm-wasm/core`, which has its own and no other.

import { absent } from '../../absent.js';

export function givenModuleSync(): never {
  throw absent('option wasm');
}

export const givenModule = givenModuleSync;
export const refused = givenModuleSync;
