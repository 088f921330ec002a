// In a runtime with a command line: node main.mjs SPECIFIERS OPTIONS. Prints what it found as JSON.

import expected from './expected.mjs';
import { probe } from './probe.mjs';

const [specifiers, options] = process.argv.slice(2);
const parts = await Promise.all(specifiers.split(',').map((specifier) => import(specifier)));
const report = await probe(Object.assign({}, ...parts), expected, JSON.parse(options));
console.log(JSON.stringify(report));
