// What of the package is run: each entry in every row that says `entry`. An entry that lacks functions runs the cases of
// the fingerprint that do without them; their hashes are the same.

export const ENTRIES = [
  { specifier: 'gmm-wasm', lacks: [], threads: 2 },
  { specifier: 'gmm-wasm/core', lacks: ['select', 'bootstrap'], threads: 1 },
];
