// CommonJS: node require.cjs SPECIFIERS OPTIONS.

const [specifiers, options] = process.argv.slice(2);
const lib = Object.assign({}, ...specifiers.split(',').map((specifier) => require(specifier)));

Promise.all([import('./expected.mjs'), import('./probe.mjs')])
  .then(([{ default: expected }, { probe }]) => probe(lib, expected, JSON.parse(options)))
  .then((report) => console.log(JSON.stringify(report)));
