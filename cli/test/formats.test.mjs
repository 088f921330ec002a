import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fit } from 'gmm-wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { arrow, clusters, csv, jsonLines, npy, parquet } from './data.mjs';
import { folder, gmmJSON } from './gmm.mjs';

const data = clusters();
const columns = [data.x, data.y];
const whole = { x: data.x.map(Math.round), y: data.y.map(Math.round) };
const path = folder();
/** @type {import('gmm-wasm').GaussianMixture} */ let model;
/** @type {import('gmm-wasm').GaussianMixture} */ let ofWhole;

beforeAll(async () => {
  model = await fit({ columns }, { nComponents: 2 });
  ofWhole = await fit({ columns: Object.values(whole) }, { nComponents: 2 });
});

/** @type {Record<string, string | Uint8Array>} */
const same = {
  'data.csv': csv(data),
  'data.csv.gz': gzipSync(csv(data)),
  'data.tsv': csv(data, '\t'),
  'data.jsonl': jsonLines(data),
  'data.npy': npy(data),
  'fortran.npy': npy(data, { fortran: true }),
  'big-endian.npy': npy(data, { type: '>f8' }),
  'version2.npy': npy(data, { version: 2 }),
  'version3.npy': npy(data, { version: 3 }),
  'data.parquet': parquet(data),
  'data.arrow': arrow(data, 'file'),
  'data.arrows': arrow(data, 'stream'),
};

describe('each format gives the fit of the library, to the bit', () => {
  it.each(Object.keys(same))('%s', async (name) => {
    const file = join(path, name);
    writeFileSync(file, same[name]);
    const result = await gmmJSON(['fit', file, '-k', '2']);
    expect(result.logLikelihood).toBe(model.logLikelihood);
    expect(result.means).toEqual(model.means.map((mean) => [...mean]));
    expect(result.nSamples).toBe(200);
  });

  it.each(Object.keys(same).filter((name) => name !== 'data.tsv'))(
    '%s through a pipe, known by its first bytes',
    async (name) => {
      const result = await gmmJSON(['fit', '-k', '2'], { input: same[name] });
      expect(result.logLikelihood).toBe(model.logLikelihood);
    },
  );

  it.each(['<i8', '<i4', '>i2', '<f4'])('npy of type %s', async (type) => {
    const result = await gmmJSON(['fit', '-', '-k', '2'], { input: npy(whole, { type }) });
    expect(result.logLikelihood).toBe(ofWhole.logLikelihood);
  });

  it('a flat npy is one feature', async () => {
    const result = await gmmJSON(['fit', '-k', '2'], { input: npy({ x: data.x }, { flat: true }) });
    const expected = await fit(data.x, { nComponents: 2 });
    expect(result.logLikelihood).toBe(expected.logLikelihood);
  });

  it('JSON lines may be arrays or numbers', async () => {
    const rows = [...data.x].map((x, i) => JSON.stringify([x, data.y[i]])).join('\n');
    expect((await gmmJSON(['fit', '-k', '2'], { input: rows })).logLikelihood).toBe(model.logLikelihood);
    const numbers = await gmmJSON(['fit', '-k', '2', '--format', 'jsonl'], { input: data.x.join('\n') });
    expect(numbers.logLikelihood).toBe((await fit(data.x, { nComponents: 2 })).logLikelihood);
  });

  it('integers of 64 bits in Parquet', async () => {
    const input = parquet({ x: /** @type {any} */ (BigInt64Array.from([...whole.x].map(BigInt))), y: whole.y });
    expect((await gmmJSON(['fit', '-k', '2'], { input })).logLikelihood).toBe(ofWhole.logLikelihood);
  });
});
