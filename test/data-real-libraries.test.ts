import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import {
  Data as ArrowChunk,
  Bool,
  Decimal,
  Dictionary,
  Field,
  Float16,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  makeData,
  makeVector,
  RecordBatch,
  Schema,
  Table,
  TimestampMillisecond,
  tableFromArrays,
  tableFromIPC,
  tableToIPC,
  Uint8,
  Uint16,
  Uint32,
  Utf8,
  Vector,
  vectorFromArray,
} from 'apache-arrow';
import { table as arqueroTable, desc } from 'arquero';
import {
  Matrix,
  MatrixColumnSelectionView,
  MatrixColumnView,
  MatrixFlipRowView,
  MatrixRowView,
  MatrixSubView,
  MatrixTransposeView,
  SymmetricMatrix,
  WrapperMatrix1D,
} from 'ml-matrix';
import ndarray from 'ndarray';
import { describe, expect, it } from 'vitest';
import { type Data, type Rows, toRows } from '../src/data.js';

const N = 4;
const D = 3;
const VALUES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const ROWS = [VALUES.slice(0, 3), VALUES.slice(3, 6), VALUES.slice(6, 9), VALUES.slice(9)];
const COLUMNS = [0, 1, 2].map((j) => ROWS.map((row) => row[j]));

function expectRows(rows: Rows, n: number, d: number, expected: readonly number[]) {
  expect([rows.n, rows.d]).toEqual([n, d]);
  for (let size = 1; size <= Math.max(n, 1); size++) {
    const read: number[] = [];
    for (let start = 0; start < n; start += size) {
      const count = Math.min(size, n - start);
      const target = new Float64Array(count * d);
      rows.read(target, start, count);
      read.push(...target);
    }
    expect(read).toEqual(expected);
  }
}

describe('ndarray', () => {
  const all = ndarray(Float64Array.from(VALUES), [N, D]);
  const views: [string, ndarray.NdArray][] = [
    ['contiguous', all],
    ['of a plain array', ndarray([...VALUES], [N, D])],
    ['transposed', all.transpose(1, 0)],
    ['lo and hi', all.lo(1, 1).hi(2, 2)],
    ['every second row', all.step(2, 1)],
    ['negative row step', all.step(-1, 1)],
    ['negative steps, both axes', all.step(-2, -1)],
    ['Float32', ndarray(Float32Array.from(VALUES), [N, D]).step(1, -1)],
    ['generic store', ndarray({ length: 12, get: (i) => VALUES[i], set: () => {} }, [N, D]).transpose(1, 0)],
    ['no rows', ndarray(new Float64Array(0), [0, 2])],
  ];
  it.each(views)('%s', (_, view) => {
    const [n, d] = view.shape;
    const expected: number[] = [];
    for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) expected.push(view.get(i, j));
    expectRows(toRows(view), n, d, expected);
  });

  it('one axis: samples, or one row to a model of several features', () => {
    expectRows(toRows(all.pick(null, 1)), N, 1, COLUMNS[1]);
    expectRows(toRows(all.pick(2, null).step(-1), { features: D }), 1, D, [9, 8, 7]);
  });

  it('refuses three axes', () => {
    expect(() => toRows(ndarray(Float64Array.from(VALUES), [2, 2, 3]))).toThrow(
      /must be \[n\] or \[n, d\]; got \[2, 2, 3\]/,
    );
  });

  it('leaves the store as it was', () => {
    expect(Array.from(all.data as Float64Array)).toEqual(VALUES);
  });
});

describe('ml-matrix', () => {
  const all = new Matrix(ROWS);
  it.each<[string, { rows: number; columns: number; get(i: number, j: number): number }]>([
    ['Matrix', all],
    ['transpose view', new MatrixTransposeView(all)],
    ['sub view', new MatrixSubView(all, 1, 2, 0, 1)],
    ['column view', new MatrixColumnView(all, 1)],
    ['row view', new MatrixRowView(all, 1)],
    ['flipped rows', new MatrixFlipRowView(all)],
    ['column selection', new MatrixColumnSelectionView(all, [2, 0])],
    ['symmetric', SymmetricMatrix.eye(3)],
    ['wrapped flat array', new WrapperMatrix1D(VALUES, { rows: N })],
    ['no rows', new Matrix(0, 2)],
  ])('%s', (_, matrix) => {
    const expected: number[] = [];
    for (let i = 0; i < matrix.rows; i++) for (let j = 0; j < matrix.columns; j++) expected.push(matrix.get(i, j));
    expectRows(toRows(matrix), matrix.rows, matrix.columns, expected);
  });

  it('names a bad value and leaves the matrix as it was', () => {
    const matrix = new Matrix([[1, 2]]);
    expect(toRows(matrix).place(0, 1)).toBe('data.get(0, 1)');
    expectRows(toRows(matrix), 1, 2, [1, 2]);
    expect(matrix.to2DArray()).toEqual([[1, 2]]);
  });
});

/** A record batch of one chunk a column; tableFromArrays makes odd ones of empty arrays. */
function batchOf(columns: Record<string, Float64Array | Float32Array | Int32Array>): RecordBatch {
  const chunks = Object.entries(columns).map(([name, values]) => [name, makeVector(values).data[0]]);
  return new RecordBatch(Object.fromEntries(chunks));
}

describe('apache-arrow', () => {
  const table = tableFromArrays({
    a: Float64Array.from(COLUMNS[0]),
    b: Float32Array.from(COLUMNS[1]),
    c: Int32Array.from(COLUMNS[2]),
  });

  it('a table, a record batch, and a table that went through IPC', () => {
    expectRows(toRows(table), N, D, VALUES);
    expectRows(toRows(table, { features: 3 }), N, D, VALUES);
    expectRows(toRows(table.batches[0]), N, D, VALUES);
    expectRows(toRows(tableFromIPC(tableToIPC(table))), N, D, VALUES);
  });

  it.each([
    new Int8(),
    new Int16(),
    new Int32(),
    new Uint8(),
    new Uint16(),
    new Uint32(),
    new Float16(),
    new Float32(),
    new Float64(),
  ])('%s', (type) => {
    expectRows(toRows(new Table({ x: vectorFromArray([0, 1, 2, 100], type) })), N, 1, [0, 1, 2, 100]);
  });

  it('Float16 is decoded exactly: normal, subnormal, signed, infinite, NaN', () => {
    const bits = Uint16Array.of(0x3c00, 0xbc01, 0x0001, 0x83ff, 0x0400, 0x7bff, 0x7c00, 0xfc00, 0x8000, 0x7e00);
    const half = new Table({ x: makeVector(makeData({ type: new Float16(), data: bits })) });
    const read = new Float64Array(bits.length);
    toRows(half).read(read, 0, bits.length);
    const expected = Array.from(half.getChildAt(0)!);
    read.forEach((value, i) => {
      expect(Object.is(value, expected[i])).toBe(true);
    });
    expect(read[1]).toBe(-(1 + 2 ** -10));
    expect(read[2]).toBe(2 ** -24);
  });

  it('several batches of unequal size, also empty ones', () => {
    const part = (from: number, to: number) =>
      batchOf({
        a: Float64Array.from(COLUMNS[0].slice(from, to)),
        b: Float32Array.from(COLUMNS[1].slice(from, to)),
        c: Int32Array.from(COLUMNS[2].slice(from, to)),
      });
    const chunked = new Table([part(0, 0), part(0, 1), part(1, 1), part(1, 3), part(3, 4), part(4, 4)]);
    expect(chunked.getChildAt(0)?.data.map((chunk) => chunk.length)).toEqual([0, 1, 0, 2, 1, 0]);
    expectRows(toRows(chunked), N, D, VALUES);
    expectRows(toRows(chunked.slice(1, 4)), 3, D, VALUES.slice(3));
    expectRows(toRows(chunked.slice(2, 2)), 0, D, []);
    expectRows(toRows(chunked.select(['c', 'a'])), N, 2, [3, 1, 6, 4, 9, 7, 12, 10]);
  });

  it('columns that are chunked differently', () => {
    const a = makeVector(Float64Array.of(1, 3)).concat(makeVector(Float64Array.of(5, 7)));
    const b = makeVector(Float64Array.of(2, 4, 6)).concat(makeVector(Float64Array.of(8)));
    expectRows(toRows(new Table({ a, b })), 4, 2, [1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('slices keep their place, in values and in validity', () => {
    expectRows(toRows(table.slice(1, 3)), 2, D, VALUES.slice(3, 9));
    expectRows(toRows(table.batches[0].slice(2)), 2, D, VALUES.slice(6));
    // 20 values, null where i is 3 or 17: a bitmap of several bytes that slices share
    const values = Array.from({ length: 20 }, (_, i) => (i === 3 || i === 17 ? null : i));
    const withNulls = new Table({ x: vectorFromArray(values, new Float64()) });
    expectRows(toRows(withNulls.slice(4, 17)), 13, 1, values.slice(4, 17) as number[]);
    const rows = toRows(withNulls.slice(4));
    expect(() => rows.read(new Float64Array(16), 0, 16)).toThrow(/^row 13 of column "x" is null/);
  });

  it('names row and column of a null, the first in row-major order', () => {
    const x = vectorFromArray([1, 2, 3, null, 5], new Float64());
    const waiting = vectorFromArray([1, 2, null, 4, 5], new Int32());
    const one = new Table({ x, waiting });
    const rows = toRows(one.concat(one));
    expect(() => rows.read(new Float64Array(10), 0, 5)).toThrow(TypeError);
    expect(() => rows.read(new Float64Array(10), 0, 5)).toThrow(
      /^row 2 of column "waiting" is null; expected a number\. Leave the row out or fill in a number/,
    );
    expect(() => rows.read(new Float64Array(2), 3, 1)).toThrow(/^row 3 of column "x" is null/);
    expect(() => rows.read(new Float64Array(8), 5, 4)).toThrow(/^row 7 of column "waiting" is null/);
    const target = new Float64Array(6);
    rows.read(target, 4, 3);
    expect(Array.from(target)).toEqual([5, 5, 1, 1, 2, 2]);
    expect(rows.place(3, 1)).toBe('row 3 of column "waiting"');
  });

  it('a null at the beginning of a later chunk', () => {
    const x = makeVector(Float64Array.of(1, 2)).concat(vectorFromArray([null, 4], new Float64()));
    const rows = toRows(new Table({ x }));
    expect(() => rows.read(new Float64Array(4), 0, 4)).toThrow(/^row 2 of column "x" is null/);
  });

  it('a validity bitmap with an offset of its own', () => {
    const chunk = new ArrowChunk(new Float64(), 2, 3, -1, [
      undefined,
      Float64Array.of(1, 2, 3),
      Uint8Array.of(0b01100),
    ]);
    const rows = toRows(new Table({ x: new Vector([chunk]) }));
    expect(() => rows.read(new Float64Array(3), 0, 3)).toThrow(/^row 2 of column "x" is null/);
  });

  it.each<[string, Data]>([
    ['Utf8', new Table({ n: makeVector(Float64Array.of(1)), id: vectorFromArray(['a'], new Utf8()) })],
    ['Dictionary<Int32, Utf8>', tableFromArrays({ id: ['a', 'b', 'a'] })],
    [
      'Dictionary<Int32, Float64>',
      new Table({ id: vectorFromArray([1.5, 2.5], new Dictionary(new Float64(), new Int32())) }),
    ],
    ['Int64', new Table({ id: makeVector(BigInt64Array.of(1n)) })],
    ['Uint64', new Table({ id: makeVector(BigUint64Array.of(1n)) })],
    ['Int64', new Table({ id: vectorFromArray([1n, null], new Int64()) })],
    ['Bool', new Table({ id: vectorFromArray([true], new Bool()) })],
    ['Timestamp<MILLISECOND>', new Table({ id: vectorFromArray([new Date(0)], new TimestampMillisecond()) })],
    [
      'Decimal[10e+2]',
      new Table({ id: makeVector(makeData({ type: new Decimal(2, 10), data: new Uint32Array(4), length: 1 })) }),
    ],
  ])('refuses %s by name', (type, data) => {
    expect(() => toRows(data)).toThrow(TypeError);
    expect(() => toRows(data)).toThrow(`Column "id" of data is of type ${type}; expected Int8 to Int32`);
  });

  it('sizes', () => {
    expect(() => toRows(table, { features: 2 })).toThrow(/^data has 3 features a row, but 2 are expected/);
    expect(() => toRows(new Table())).toThrow(/has no features/);
    const schema = new Schema([new Field('a', new Float64()), new Field('b', new Int8())]);
    expectRows(toRows(new Table(schema)), 0, 2, []);
    expectRows(toRows(tableFromArrays({ a: new Float64Array(0), b: new Int8Array(0) })), 0, 2, []);
  });

  it('a single vector is told how to become an array', () => {
    expect(() => toRows(makeVector(Float64Array.of(1)) as unknown as Data)).toThrow(/got a FloatVector.*toArray/);
  });

  it('leaves the buffers as they were', () => {
    const a = Float64Array.of(1, 2, 3);
    expectRows(toRows(new Table({ a: makeVector(a) })), 3, 1, [1, 2, 3]);
    expect(Array.from(a)).toEqual([1, 2, 3]);
    expect(a.buffer.byteLength).toBe(24);
  });
});

describe('TensorFlow.js', () => {
  it.each<tf.DataType>(['float32', 'int32'])('a tensor of %s', (dtype) => {
    const tensor = tf.tensor2d(ROWS, [N, D], dtype as 'float32' | 'int32');
    expectRows(toRows({ data: tensor.dataSync(), shape: tensor.shape }), N, D, VALUES);
    const turned = tf.transpose(tensor);
    expectRows(toRows({ data: turned.dataSync(), shape: turned.shape }), D, N, COLUMNS.flat());
  });

  it('one axis; data that is awaited', async () => {
    const tensor = tf.tensor1d([1, 2, 3]);
    expectRows(toRows({ data: await tensor.data(), shape: tensor.shape }), 3, 1, [1, 2, 3]);
  });

  it('a tensor itself is told how to become rows', () => {
    expect(() => toRows(tf.tensor2d(ROWS) as unknown as Data)).toThrow(
      /pass \{ data: await tensor\.data\(\), shape: tensor\.shape \}/,
    );
    const { shape } = tf.tensor2d(ROWS);
    expect(() => toRows({ data: tf.tensor2d(ROWS).data() as unknown as number[], shape })).toThrow(/Await the promise/);
  });
});

describe('Arquero', () => {
  const table = arqueroTable({ name: ['p', 'q', 'r', 's'], a: COLUMNS[0], b: COLUMNS[1], c: COLUMNS[2] });
  const columns = (of: ReturnType<typeof arqueroTable>) => ({
    columns: ['a', 'b', 'c'].map((name) => of.array(name) as number[]),
  });

  it('columns of a table, filtered and sorted ones', () => {
    expectRows(toRows(columns(table)), N, D, VALUES);
    expectRows(toRows(columns(table.filter((row: { a: number }) => row.a > 4))), 2, D, VALUES.slice(6));
    expectRows(toRows(columns(table.orderby(desc('a')))), N, D, [...ROWS].reverse().flat());
  });

  it('objects() is records, not rows', () => {
    expect(() => toRows(table.objects() as unknown as Data)).toThrow(/data\[0\] must be .*records\.map/);
  });

  it('a table itself, and its Arrow form of another reader, are told how to become columns', () => {
    expect(() => toRows(table as unknown as Data)).toThrow(TypeError);
    expect(() => toRows(table.select('a').toArrow() as unknown as Data)).toThrow(
      /Column "a" of data is of a type that does not say its name.*Pass \{ columns:/,
    );
  });
});
