// What of the package is run: each entry in every row that says `entry`, with what belongs to it. An entry that lacks
// functions runs the cases of the fingerprint that do without them; their hashes are the same. One without a fallback
// refuses to run without WebAssembly.

export const ENTRIES = [
  { specifier: 'gmm-wasm', more: ['gmm-wasm/stream'], lacks: [], threads: 2, fallback: true },
  {
    specifier: 'gmm-wasm/core',
    more: [],
    lacks: ['select', 'bootstrap', 'condition', 'quantile', 'fitStream', 'partialFit'],
    threads: 1,
    fallback: false,
  },
];
