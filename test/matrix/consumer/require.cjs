// CommonJS: node require.cjs SPECIFIER OPTIONS.

const [specifier, options] = process.argv.slice(2);
const lib = require(specifier);

Promise.all([import('./expected.mjs'), import('./probe.mjs')])
  .then(([{ default: expected }, { probe }]) => probe(lib, expected, JSON.parse(options)))
  .then((report) => console.log(JSON.stringify(report)));
