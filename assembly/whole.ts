/** Whether this binary has everything; the one of `gmm-wasm/core` does without what only saves time. */
export const WHOLE: bool = !isDefined(SMALL);
