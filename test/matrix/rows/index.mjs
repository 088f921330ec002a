// All rows. A row has a `name`; what it `needs` of tools.json; what is to `expect`; and `run`, which gets the place of
// each tool, and answers with the report of the fingerprint (or with none, if there is nothing to compute). The first
// tool is the one whose version is shown.

import { browsers } from './browsers.mjs';
import { bundlers } from './bundlers.mjs';
import { edge } from './edge.mjs';
import { runtimes } from './runtimes.mjs';
import { types } from './types.mjs';

export const ROWS = [...runtimes, ...browsers, ...bundlers, ...edge, ...types];
