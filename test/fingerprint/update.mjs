// Writes expected.json anew, from the package as it is built: `npm run build && node test/fingerprint/update.mjs`.
// If the number changes, results have changed their bits: that is an entry in CHANGELOG.md.

import { readFileSync, writeFileSync } from 'node:fs';
import * as library from 'gmm-wasm';
import * as streams from 'gmm-wasm/stream';
import { differences, fingerprint } from './fits.mjs';

const lib = { ...library, ...streams };
const file = new URL('expected.json', import.meta.url);
const { note, ...before } = JSON.parse(readFileSync(file, 'utf8'));

const { hash, values, cases } = await fingerprint(lib, { backend: 'wasm' });
const twin = await fingerprint(lib, { backend: 'js' });
if (twin.hash !== hash) {
  console.error(`WebAssembly and the twin differ: ${differences(twin, { cases }).join('; ')}`);
  process.exit(1);
}
writeFileSync(file, `${JSON.stringify({ note, hash, values, cases }, null, 2)}\n`);

const changed = differences({ cases }, before);
console.log(hash === before.hash ? `${hash}, as before` : `${before.hash} → ${hash}: ${changed.join('; ')}`);
