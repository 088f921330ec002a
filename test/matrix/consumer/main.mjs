// In a runtime with a command line: node main.mjs SPECIFIER OPTIONS. Prints what it found as JSON.

import expected from './expected.mjs';
import { probe } from './probe.mjs';

const [specifier, options] = process.argv.slice(2);
const report = await probe(await import(specifier), expected, JSON.parse(options));
console.log(JSON.stringify(report));
