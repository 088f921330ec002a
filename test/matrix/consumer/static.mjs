// Imports that stand in the source, for runtimes that ask for permission to read others.

import expected from './expected.mjs';
import { probe } from './probe.mjs';
import * as lib from './whole.mjs';

console.log(JSON.stringify(await probe(lib, expected, { threads: 2 })));
