// docs/inputs.md: every line of its table, run as it stands there on what it says it is for, gives the same rows.

import { readFileSync } from 'node:fs';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { tableFromIPC as flechetteFromIPC } from '@uwdata/flechette';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { table as arqueroTable } from 'arquero';
import { Matrix } from 'ml-matrix';
import ndarray from 'ndarray';
import { expect, it } from 'vitest';
import { type Data, toRows } from '../src/data.js';

const ROWS = [
  [1, 2],
  [3, 4],
  [250, 6],
  [7, 8],
];
const n = ROWS.length;
const xs = ROWS.map(([x]) => x);
const ys = ROWS.map(([, y]) => y);
const numbers = ROWS.flat();

const arrow = () => tableFromArrays({ x: Float64Array.from(xs), y: Int32Array.from(ys), z: Float32Array.from(xs) });

/** What the names in each line stand for. */
const SCENES: Readonly<Record<string, () => Record<string, unknown>>> = {
  'an array of rows': () => ({ rows: ROWS }),
  'an array of typed arrays': () => ({ rows: ROWS }),
  'one feature, an array': () => ({ rows: ROWS }),
  'one feature, a typed array': () => ({ rows: ROWS }),
  records: () => ({ records: ROWS.map(([x, y]) => ({ x, y })) }),
  columns: () => ({ xs, ys }),
  'one flat array, row-major': () => ({ numbers, n }),
  'one flat array, column-major': () => ({ byColumns: [...xs, ...ys], n }),
  'some columns of a flat array': () => ({ wide: ROWS.flatMap(([x, y]) => [-1, -2, -3, x, y]), n }),
  'pixels of a canvas, `ImageData`': () => ({
    image: { width: 2, height: 2, data: Uint8ClampedArray.from(ROWS.flatMap(([x, y]) => [x, y, 0, 255])) },
  }),
  'bytes that are numbers, a Buffer': () => ({ buffer: Buffer.from(numbers), n }),
  'doubles in a file, a Buffer': () => ({ file: Buffer.from(Float64Array.from(numbers).buffer), n }),
  'text in a file': () => ({ text: `${ROWS.map((row) => row.join(',')).join('\n')}\n` }),
  'Apache Arrow (`apache-arrow`), a table or record batch': () => ({ table: arrow().select(['x', 'y']) }),
  'Arrow, some columns of it': () => ({ table: arrow() }),
  'Arrow, read by `@uwdata/flechette`': () => ({ table: flechetteFromIPC(tableToIPC(arrow())) }),
  'Arquero (`arquero`)': () => ({ table: arqueroTable({ name: ['a', 'b', 'c', 'd'], x: xs, y: ys }) }),
  'ndarray (`ndarray`)': () => ({ array: ndarray(numbers, [n, 2]) }),
  'ml-matrix (`ml-matrix`)': () => ({ matrix: new Matrix(ROWS) }),
  'TensorFlow.js (`@tensorflow/tfjs-core`), a tensor': () => ({ tensor: tf.tensor2d(ROWS) }),
};

const page = readFileSync(new URL('../docs/inputs.md', import.meta.url), 'utf8');
const lines = [...page.matchAll(/^\| (?<from>.+) \| `(?<code>.+)` \|$/gm)].map(({ groups }) => groups!);

it.each(lines)('$from', ({ from, code }) => {
  const scene = SCENES[from]();
  const data = new Function(...Object.keys(scene), `return ${code}`)(...Object.values(scene)) as Data;
  const rows = toRows(data);
  const expected = from.startsWith('one feature') ? ROWS.map(([x]) => [x]) : ROWS;
  // of pixels the third channel, too
  const shown = from.startsWith('pixels') ? ROWS.map((row) => [...row, 0]) : expected;
  const read = new Float64Array(rows.n * rows.d);
  rows.read(read, 0, rows.n);
  expect([rows.n, rows.d, ...read]).toEqual([n, shown[0].length, ...shown.flat()]);
});

it('has a line for each of them', () => {
  expect(lines.map(({ from }) => from)).toEqual(Object.keys(SCENES));
});
