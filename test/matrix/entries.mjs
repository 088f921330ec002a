// What of the package is run: each entry in every row that says `entry`, with what belongs to it. An entry that lacks
// functions runs the cases of the fingerprint that do without them; their hashes are the same.

export const ENTRIES = [
  { specifier: 'gmm-wasm', more: ['gmm-wasm/stream'], lacks: [], threads: 2 },
  { specifier: 'gmm-wasm/core', more: [], lacks: ['select', 'bootstrap', 'fitStream', 'partialFit'], threads: 1 },
];
