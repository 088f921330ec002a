// A page or a worker without a bundler: which files, and with which options, stands in the query.

import expected from './expected.mjs';
import { probe } from './probe.mjs';
import { tell } from './tell.mjs';

const query = new URLSearchParams(globalThis.location.search);

const load = () => Promise.all(query.getAll('file').map((file) => import(file)));

tell(async () => probe(Object.assign({}, ...(await load())), expected, JSON.parse(query.get('options'))));
