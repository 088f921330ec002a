// The binary with fused multiply-add, as text.

export { binary as relaxed } from '../../generated/relaxed.js';

/** Why the package has none; undefined, as it has. */
export const absence: string | undefined = undefined;
