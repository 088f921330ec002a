import { describe, expect, it, test } from 'vitest';
import { openFile } from '../src/index.js';
import { file, npy, numbers, readAll, refusal, rowsOf } from './write.js';

const small = {
  a: Int8Array.from({ length: 50 }, (_, i) => i % 2),
  b: Int8Array.from({ length: 50 }, (_, i) => 100 - i),
};
const signed = { a: small.a, b: Int8Array.from({ length: 50 }, (_, i) => i - 25) };

describe('every type, in both orders of bytes and of values', () => {
  const types = ['f8', 'f4', 'i8', 'i4', 'i2', 'i1', 'u8', 'u4', 'u2', 'u1', 'b1'];
  it.each(types.flatMap((type) => (type.endsWith('1') ? [`|${type}`] : [`<${type}`, `>${type}`])))(
    '%s',
    async (type) => {
      const columns = /^.[fi]/.test(type) ? signed : small;
      for (const fortran of [false, true]) {
        const bytes = npy(columns, { type, fortran });
        for (const given of [file('typed.npy', bytes), new Blob([bytes])]) {
          expect((await readAll(openFile(given, { chunkRows: 7 }))).rows).toEqual(rowsOf(columns));
          const read = await readAll(openFile(given, { chunkRows: 7, columns: [1], weights: 0 }));
          expect(read.rows).toEqual([...columns.b].map((value) => [value]));
          expect(read.weights).toEqual([...columns.a]);
        }
      }
    },
  );
});

test.each([1, 2, 3] as const)('version %d', async (version) => {
  const { rows } = await readAll(openFile(new Blob([npy(numbers, { version })])));
  expect(rows).toEqual(rowsOf(numbers));
});

test.each([false, true])('a flat array is one feature', async (fortran) => {
  const bytes = npy({ x: numbers.x }, { shape: '(1000,)', fortran });
  const { rows } = await readAll(openFile(new Blob([bytes]), { chunkRows: 300 }));
  expect(rows).toEqual([...numbers.x].map((value) => [value]));
});

test('doubles are read into the same memory by turns', async () => {
  const path = file('turns.npy', npy(numbers));
  const buffers: ArrayBufferLike[] = [];
  for await (const { rows } of openFile(path, { chunkRows: 100 }).chunks()) buffers.push(rows.data.buffer);
  expect(buffers).toHaveLength(10);
  expect(new Set(buffers).size).toBe(2);
});

test('values are handed on as they are', async () => {
  const bytes = npy({ x: [1, Number.NaN, Number.NEGATIVE_INFINITY] });
  expect((await readAll(openFile(new Blob([bytes])))).rows).toEqual([[1], [Number.NaN], [Number.NEGATIVE_INFINITY]]);
});

test('what cannot be read is told', async () => {
  const bytes = npy(numbers);
  const name = { name: 'a.npy' } as const;
  expect(await refusal(new Blob([bytes.subarray(0, -8)]), name)).toBe(
    `a.npy ends early: ${bytes.length} bytes are due, ${bytes.length - 8} are there; copy the file again`,
  );
  expect(await refusal(new Blob([npy(numbers, { shape: '(10, 10, 30)' })]), name)).toBe(
    'a.npy has the shape (10, 10, 30); rows × features is needed: array.reshape(len(array), -1)',
  );
  expect(await refusal(new Blob([npy(numbers, { shape: '()' })]), name)).toMatch(/has the shape \(\)/);
  expect(await refusal(new Blob([npy(numbers, { shape: '(0, 3)' })]), name)).toMatch(/^a\.npy has no rows/);
  const strings = Buffer.from(bytes).toString('latin1').replace('<f8', '<U8');
  expect(await refusal(new Blob([Buffer.from(strings, 'latin1')]), name)).toMatch(
    /^a\.npy holds values of type <U8; types that are read: f8, f4, .*array\.astype\('f8'\)$/,
  );
  const structured = Buffer.from(bytes).toString('latin1').replace("'<f8'", "[('x')]");
  expect(await refusal(new Blob([Buffer.from(structured, 'latin1')]), name)).toMatch(/values of type structured/);
  const future = bytes.slice();
  future[6] = 4;
  expect(await refusal(new Blob([future]), name)).toMatch(/^a\.npy is not an NPY file of version 1 to 3/);
  expect(await refusal(new Blob(['1,2\n']), name)).toMatch(/is not an NPY file.*or say what it is with option format$/);
});

test('what comes once may end early too', async () => {
  async function* cut() {
    yield npy(numbers).subarray(0, 5000);
  }
  expect(await refusal(cut(), { chunkRows: 10 })).toMatch(/^the stream ends early, after 5000 bytes/);
});
