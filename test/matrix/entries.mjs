// What of the package is run: each entry in every row that says `entry`. An entry that lacks functions runs the cases of
// the fingerprint that do without them; their hashes are the same. One without a fallback refuses to run without WebAssembly.

export const ENTRIES = [
  { specifier: 'gmm-wasm', lacks: [], threads: 2, fallback: true },
  { specifier: 'gmm-wasm/core', lacks: ['select', 'bootstrap'], threads: 1, fallback: false },
];
