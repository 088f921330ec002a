// ../test/fixtures/*.json → src/data/sets/*.json: of each reference data set only its columns and values.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const from = new URL('../../test/fixtures/', import.meta.url);
const to = new URL('../src/data/sets/', import.meta.url);

mkdirSync(to, { recursive: true });
for (const name of ['so1d', 'faithful', 'iris', 'galaxies']) {
  const { columns, data } = JSON.parse(readFileSync(new URL(`${name}.json`, from), 'utf8'));
  const rows = data.map((row) => (Array.isArray(row) ? row : [row]));
  writeFileSync(new URL(`${name}.json`, to), JSON.stringify({ columns, rows }));
}
