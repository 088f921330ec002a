// A page or a worker without a bundler: which entry, and with which options, stands in the query.

import expected from './expected.mjs';
import { probe } from './probe.mjs';
import { tell } from './tell.mjs';

const query = new URLSearchParams(globalThis.location.search);

tell(async () => probe(await import(query.get('entry')), expected, JSON.parse(query.get('options'))));
