import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, test } from 'vitest';
import { Sequential } from '../src/bytes.js';
import { textOf } from '../src/formats/text.js';
import { openFile } from '../src/index.js';
import { arrow, csv, file, jsonLines, npy, numbers, parquet, readAll, rowsOf } from './write.js';

const rows = rowsOf(numbers);
const arrays = rows.map((row) => JSON.stringify(row)).join('\n');

/** Name, content, format, and what the columns are called. */
const CASES: [string, string | Uint8Array<ArrayBuffer>, string, string[]][] = [
  ['a.csv', csv(numbers), 'csv', ['x', 'y', 'z']],
  ['crlf.csv', csv(numbers).replaceAll('\n', '\r\n'), 'csv', ['x', 'y', 'z']],
  ['a.tsv', csv(numbers, '\t'), 'tsv', ['x', 'y', 'z']],
  ['unnamed.csv', csv(numbers).replace(/.*\n/, ''), 'csv', ['1', '2', '3']],
  ['a.csv.gz', new Uint8Array(gzipSync(csv(numbers))), 'csv', ['x', 'y', 'z']],
  ['a.jsonl', jsonLines(numbers), 'jsonl', ['x', 'y', 'z']],
  ['arrays.ndjson', arrays, 'jsonl', ['1', '2', '3']],
  ['a.npy', npy(numbers), 'npy', ['1', '2', '3']],
  ['fortran.npy', npy(numbers, { fortran: true }), 'npy', ['1', '2', '3']],
  ['a.parquet', parquet(numbers), 'parquet', ['x', 'y', 'z']],
  ['a.arrow', arrow(numbers, 'file'), 'arrow', ['x', 'y', 'z']],
  ['a.arrows', arrow(numbers, 'stream'), 'arrow', ['x', 'y', 'z']],
];

describe.each(CASES)('%s', (name, content, format, names) => {
  const path = file(name, content);

  it.each(['path', 'Blob'])('as a %s, in chunks of any size, again and again', async (kind) => {
    for (const chunkRows of [1, 7, 64, 333, 1000, 5000, undefined]) {
      const source = openFile(kind === 'path' ? path : new Blob([content]), {
        chunkRows,
        // the content does not tell it
        format: kind === 'Blob' && format === 'tsv' ? 'tsv' : undefined,
      });
      expect(await source.describe()).toMatchObject({ format, names, columns: names });
      const first = await readAll(source);
      expect(first.rows).toEqual(rows);
      expect(first.weights).toEqual([]);
      const most = Math.min(1000, chunkRows ?? 1000);
      expect(first.sizes).toEqual(
        Array.from({ length: Math.ceil(1000 / most) }, (_, c) => Math.min(most, 1000 - c * most)),
      );
      expect(await readAll(source)).toEqual(first);
    }
  });

  it('some columns, in another order, and weights', async () => {
    const weighted = { columns: [names[2], 0], weights: 1, chunkRows: 300 };
    for (const given of [path, new Blob([content])]) {
      const options = format === 'tsv' ? ({ ...weighted, format } as const) : weighted;
      const source = openFile(given, options);
      expect(await source.names).toEqual([names[2], names[0]]);
      expect((await source.describe()).weights).toBe(names[1]);
      const read = await readAll(source);
      expect(read.rows).toEqual(rows.map(([x, , z]) => [z, x]));
      expect(read.weights).toEqual([...numbers.y]);
    }
  });

  it('says where a value stands', async () => {
    const first = name.includes('unnamed') || !/csv|tsv/.test(name) ? 1 : 2;
    const unit = ['csv', 'tsv', 'jsonl'].includes(format) ? 'line' : 'row';
    const source = openFile(path, { columns: [1, 2], weights: 0, chunkRows: 300 });
    const { places } = await readAll(source);
    expect(places).toEqual(rows.map((_, i) => `${path}, ${unit} ${i + first}, column ${names[1]}`));
    for await (const { place } of source.chunks()) expect(place(0, 2)).toMatch(`column ${names[0]}`);
  });
});

test('n is told where the format knows it, and the size of the file', async () => {
  for (const [name, content, format] of CASES) {
    const { n, size } = await openFile(file(name, content)).describe();
    expect(n).toBe(format === 'npy' || format === 'parquet' ? 1000 : undefined);
    expect(size).toBe(Buffer.from(content).length);
  }
});

test.each(['lz4.arrow', 'zstd.arrow', 'lz4.arrows', 'zstd.arrows'])('compressed batches: %s', async (name) => {
  const content = readFileSync(new URL(`fixtures/${name}`, import.meta.url));
  const source = openFile(new Blob([content]), { columns: ['x', 'y'], chunkRows: 450 });
  const { rows, sizes } = await readAll(source);
  expect(rows).toEqual(Array.from({ length: 1000 }, (_, i) => [i / 8, 0 - i * i]));
  expect(sizes).toEqual([450, 450, 100]);
  // what does not become shorter is stored as it is
  const noise = await readAll(openFile(new Blob([content]), { columns: ['noise'] }));
  expect(createHash('sha256').update(Uint8Array.from(noise.rows.flat())).digest('hex')).toMatch(/^ab1db6b91dacbe82/);
});

test('truth values and integers of 64 bits in Parquet', async () => {
  const content = parquet({ flag: [true, false, true], big: BigInt64Array.of(1n, -2n, 2n ** 40n) });
  const { rows } = await readAll(openFile(new Blob([content])));
  expect(rows).toEqual([
    [1, 1],
    [0, -2],
    [1, 2 ** 40],
  ]);
});

test('no piece of a file cuts a character', async () => {
  const text = '\ufeffé€𝄞a\ufeff\n𝄞𝄞'.repeat(3);
  const bytes = new TextEncoder().encode(text);
  for (let size = 1; size <= 9; size++) {
    async function* pieces() {
      for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
    }
    let read = '';
    for await (const piece of textOf(new Sequential(pieces(), () => {}), 'f')) read += piece;
    // the mark at the beginning is none of the text
    expect(read).toBe(text.slice(1));
  }
});

test('rows may be longer than a piece, and cross their borders', async () => {
  const lines = Array.from({ length: 100_000 }, (_, i) => `é€𝄞,${(i % 9) + 1}\n`);
  const source = openFile(new Blob([`\ufeffname é,x\n${lines.join('')}`]), { columns: ['x'] });
  expect((await source.describe()).columns).toEqual(['name é', 'x']);
  const { rows } = await readAll(source);
  expect(rows).toEqual(lines.map((_, i) => [(i % 9) + 1]));
  const texts = openFile(new Blob([`x,name\n1,${'𝄞'.repeat(200_000)}\n2,€\n`]), { columns: [0] });
  expect((await readAll(texts)).rows).toEqual([[1], [2]]);
});
