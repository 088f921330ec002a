// What stands in for the checks of hosts in `gmm-wasm/core`, which has no surface for them.

export function checkFit(): void {}
export const checkOrigin = checkFit;
export const checkArena = checkFit;
