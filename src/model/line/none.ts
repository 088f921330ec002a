// What stands in for distributions on the line in `gmm-wasm/core`: nobody gets beyond the first question.

import { absent } from '../../absent.js';

/** @param what - `pdf(x)` or the like */
export function univariateOf(_: unknown, what: string): never {
  throw absent(what.replace(/\(.*/, ''));
}

export const densityAt = (): number => 0;
export const distributionAt = densityAt;
export const quantileAt = densityAt;
