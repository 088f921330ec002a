// What bundlers bundle, and pages load: fits, and sends what came of it to where the page was told to.

import expected from './expected.mjs';
import { probe } from './probe.mjs';
import { tell } from './tell.mjs';
import * as lib from './whole.mjs';

tell(() => probe(lib, expected, { threads: 2 }));
