// The bits of this release: one number, the same for every backend and any number of threads.

import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import * as library from '../../src/index.js';
import * as streams from '../../src/stream/index.js';
import { differences, fingerprint, fnv1a } from './fits.mjs';

const expected = JSON.parse(readFileSync(new URL('expected.json', import.meta.url), 'utf8'));

const lib = { ...library, ...streams };

afterAll(lib.dispose);

it('the hash is FNV-1a', () => {
  // the values that its authors publish
  const of = (text: string) => fnv1a(new TextEncoder().encode(text));
  expect([of(''), of('a'), of('foobar')]).toEqual(['cbf29ce484222325', 'af63dc4c8601ec8c', '85944171f73967e8']);
});

describe.each(['wasm', 'js'] as const)('%s', (backend) => {
  it.each([1, 2, 3])('%i threads', { timeout: 60_000 }, async (threads) => {
    const found = await fingerprint(lib, { threads, backend });
    console.log(`${backend}, ${threads} threads: ${found.hash} of ${found.values} numbers`);
    expect(found.ran).toEqual({ backends: [backend], threads, reasons: [] });
    expect(differences(found, expected)).toEqual([]);
    expect(found).toMatchObject({ hash: expected.hash, values: expected.values });
    expect(Object.keys(found.cases)).toEqual(Object.keys(expected.cases));
  });
});
