// What `gmm-wasm/core` says of what it does without.

/** Why something is not there, and where it is. */
export function absence(what: string): string {
  return `gmm-wasm/core has no ${what}: import gmm-wasm`;
}

/** The error of a call that only the whole package can answer. */
export function absent(what: string): Error {
  return new Error(absence(what));
}
