import { Readable } from 'node:stream';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { type Data, type Rows, toRows, toWeights } from '../src/data.js';

// 4 rows of 3 features, exact in every numeric type used below
const N = 4;
const D = 3;
const VALUES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const ROWS = [VALUES.slice(0, 3), VALUES.slice(3, 6), VALUES.slice(6, 9), VALUES.slice(9)];
const COLUMNS = [0, 1, 2].map((j) => ROWS.map((row) => row[j]));

function readAll(rows: Rows): number[] {
  const target = new Float64Array(rows.n * rows.d);
  rows.read(target, 0, rows.n);
  return Array.from(target);
}

/** Reads in slices of every size, into the middle of a larger target whose rest must stay as it was. */
function expectSameInSlices(rows: Rows, expected: readonly number[]) {
  for (let size = 1; size <= rows.n + 1; size++) {
    for (let start = 0; start < rows.n; start += size) {
      const count = Math.min(size, rows.n - start);
      const whole = new Float64Array(count * rows.d + 2).fill(-7);
      rows.read(whole.subarray(1, whole.length - 1), start, count);
      expect(Array.from(whole)).toEqual([-7, ...expected.slice(start * rows.d, (start + count) * rows.d), -7]);
    }
  }
}

/** For input that TypeScript would refuse. */
function rowsOf(data: unknown, options?: { features?: number; name?: string }): Rows {
  return toRows(data as Data, options);
}

function thrownBy(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

function expectError(run: () => unknown, kind: typeof TypeError | typeof RangeError, message: RegExp) {
  const error = thrownBy(run);
  expect(error.message).toMatch(message);
  expect(error).toBeInstanceOf(kind);
}

const TYPED = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
];

const matrix = { rows: N, columns: D, get: (i: number, j: number) => ROWS[i][j] };
const getStore = { length: VALUES.length, get: (index: number) => VALUES[index] };
const columnMajor = COLUMNS.flat();
const spread = Float64Array.from({ length: 24 }, (_, i) => (i % 2 ? -1 : VALUES[i / 2]));
const shared = new Float64Array(new SharedArrayBuffer(8 * VALUES.length));
shared.set(VALUES);

describe('toRows: every form gives the same rows', () => {
  const forms: [string, Data][] = [
    ['number[][]', ROWS],
    ['rows of typed arrays', ROWS.map((row) => Float32Array.from(row))],
    ['rows of mixed kinds', ROWS.map((row, i) => (i % 2 ? row : Int16Array.from(row)))],
    ['{ data, shape } of a number[]', { data: VALUES, shape: [N, D] }],
    ['a shape that is a typed array', { data: VALUES, shape: Int32Array.of(N, D) }],
    ['shared memory', { data: shared, shape: [N, D] }],
    ['an offset', { data: Float64Array.of(0, 0, ...VALUES), shape: [N, D], offset: 2 }],
    ['an offset, untyped', { data: [null as never, ...VALUES], shape: [N, D], offset: 1 }],
    ['column-major strides', { data: columnMajor, shape: [N, D], strides: [1, N] }],
    ['column-major strides, typed', { data: Float64Array.from(columnMajor), shape: [N, D], strides: [1, N] }],
    ["ndarray's spelling", { data: columnMajor, shape: [N, D], stride: [1, N], offset: 0 }],
    ['every second element', { data: spread, shape: [N, D], strides: [6, 2] }],
    ['negative row stride', { data: [...ROWS].reverse().flat(), shape: [N, D], strides: [-D, 1], offset: 9 }],
    ['both strides negative', { data: [...VALUES].reverse(), shape: [N, D], strides: [-D, -1], offset: 11 }],
    ['a store with get', { data: getStore, shape: [N, D] }],
    ['columns', { columns: COLUMNS }],
    ['typed columns', { columns: COLUMNS.map((column) => Uint8Array.from(column)) }],
    ['columns of mixed kinds', { columns: [COLUMNS[0], Float64Array.from(COLUMNS[1]), COLUMNS[2]] }],
    ['a matrix object', matrix],
    ...TYPED.map((Type): [string, Data] => [Type.name, { data: Type.from(VALUES), shape: [N, D] }]),
  ];
  it.each(forms)('%s', (_, data) => {
    for (const options of [undefined, { features: D }]) {
      const rows = toRows(data, options);
      expect([rows.n, rows.d]).toEqual([N, D]);
      expectSameInSlices(rows, VALUES);
    }
  });

  it.each(TYPED)('flat: %o', (Type) => {
    const rows = toRows(Type.from(VALUES));
    expect([rows.n, rows.d]).toEqual([12, 1]);
    expectSameInSlices(rows, VALUES);
  });

  const flat: [string, Data][] = [
    ['number[]', VALUES],
    ['rows of one number', VALUES.map((value) => [value])],
    ['shape [n]', { data: VALUES, shape: [12] }],
    ['shape [n], every second element', { data: spread, shape: [12], strides: [2] }],
    ['shape [n], backwards', { data: [...VALUES].reverse(), shape: [12], strides: [-1], offset: 11 }],
    ['shape [n, 1]', { data: Float64Array.from(VALUES), shape: [12, 1] }],
    ['a column of a matrix', { data: spread, shape: [12, 1], strides: [2, 1] }],
    ['one column', { columns: [VALUES] }],
  ];
  it.each(flat)('one feature: %s', (_, data) => {
    for (const options of [undefined, { features: 1 }]) {
      const rows = toRows(data, options);
      expect([rows.n, rows.d]).toEqual([12, 1]);
      expectSameInSlices(rows, VALUES);
    }
  });

  it('a stride of 0 repeats', () => {
    expect(readAll(toRows({ data: [5, 6], shape: [3, 2], strides: [0, 1] }))).toEqual([5, 6, 5, 6, 5, 6]);
  });

  it('reads into the memory of a WebAssembly instance', () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const target = new Float64Array(memory.buffer, 64, VALUES.length);
    toRows({ data: Int16Array.from(VALUES), shape: [N, D] }).read(target, 0, N);
    expect(Array.from(target)).toEqual(VALUES);
  });

  it('a typed array that is a window of a larger buffer', () => {
    expect(readAll(toRows(Float64Array.of(9, 8, 7, 6).subarray(1, 3)))).toEqual([8, 7]);
  });

  it('strides beyond 2 ** 31 are plain arithmetic', () => {
    const asked: number[] = [];
    const data = { length: 2 ** 40, get: (index: number) => asked.push(index) };
    toRows({ data, shape: [3, 2], strides: [2 ** 33, 2 ** 32] }).read(new Float64Array(2), 2, 1);
    expect(asked).toEqual([2 ** 34, 2 ** 34 + 2 ** 32]);
  });
});

describe('toRows: sizes', () => {
  it('a flat array is one row to a model of several features', () => {
    for (const data of [
      [3.6, 79],
      Float64Array.of(3.6, 79),
      { data: [79, 0, 3.6], shape: [2], strides: [-2], offset: 2 },
    ]) {
      const rows = toRows(data, { features: 2 });
      expect([rows.n, rows.d]).toEqual([1, 2]);
      expect(readAll(rows)).toEqual([3.6, 79]);
    }
  });

  it.each([[[3.6]], [Float64Array.of(1, 2, 3, 4)], [{ data: [3.6], shape: [1] }]])('no other length: %o', (data) => {
    expectError(
      () => toRows(data, { features: 2 }),
      RangeError,
      /^data is flat and has length [14], but 2 features are expected.*\[n, 2\]/,
    );
  });

  it('no rows', () => {
    const empty: [Data, number, number | undefined][] = [
      [[], 1, undefined],
      [[], 2, 2],
      [new Float64Array(0), 3, 3],
      [{ data: [], shape: [0, 2] }, 2, 2],
      [{ data: [], shape: [0] }, 2, 2],
      [{ columns: [[], []] }, 2, undefined],
      [{ rows: 0, columns: 2, get: () => 0 }, 2, 2],
    ];
    for (const [data, d, features] of empty) {
      const rows = features === undefined ? toRows(data) : toRows(data, { features });
      expect([rows.n, rows.d]).toEqual([0, d]);
      rows.read(new Float64Array(0), 0, 0);
    }
  });

  it('1 x 50 is one row of 50 features', () => {
    const rows = toRows([Array.from({ length: 50 }, (_, i) => i)]);
    expect([rows.n, rows.d]).toEqual([1, 50]);
  });

  it.each<[Data]>([[ROWS], [{ data: VALUES, shape: [N, D] }], [{ columns: COLUMNS }], [matrix]])(
    'rows of another length than the model has features',
    (data) => {
      expectError(() => toRows(data, { features: 2 }), RangeError, /^data has 3 features a row, but 2 are expected/);
    },
  );

  it.each<[Data]>([[[[]]], [{ data: [], shape: [0, 0] }], [{ columns: [] }], [{ rows: 2, columns: 0, get: () => 0 }]])(
    'rows without features: %o',
    (data) => {
      expectError(() => toRows(data), RangeError, /has no features/);
    },
  );

  it('ragged rows', () => {
    expectError(
      () => toRows([[1, 2], [3, 4], [5]]),
      RangeError,
      /^data\[2\] has length 1, but data\[0\] has length 2: every row must hold 2 numbers/,
    );
    expectError(
      () => toRows([[1], new Float64Array(2)], { name: 'x' }),
      RangeError,
      /^x\[1\] has length 2, but x\[0\]/,
    );
  });

  it('columns of unequal length', () => {
    expectError(
      () => toRows({ columns: [[1, 2], [1]] }),
      RangeError,
      /columns\[1\] has length 1, but data\.columns\[0\] has length 2/,
    );
  });

  it.each<[unknown, RegExp]>([
    [{ data: [1], shape: [] }, /shape must be \[n\] or \[n, d\]; got \[\]/],
    [{ data: [1, 2], shape: [1, 2, 1] }, /shape must be \[n\] or \[n, d\]; got \[1, 2, 1\]/],
    [{ data: [1], shape: [-1, 1] }, /shape\[0\] is -1; a size must not be negative/],
    [{ data: [1], shape: [1, 0.5] }, /shape\[1\] must be an integer; got 0\.5/],
    [{ data: [1], shape: [Number.NaN] }, /shape\[0\] must be an integer; got NaN/],
    [{ data: [1], shape: [1, 1], strides: [1] }, /strides has length 1, but data\.shape has length 2/],
    [{ data: [1], shape: [1], stride: [1.5] }, /data\.stride\[0\] must be an integer; got 1\.5/],
    [{ data: [1], shape: [1], offset: 0.5 }, /data\.offset must be an integer; got 0\.5/],
    [{ data: [1, 2, 3], shape: [2, 2] }, /data has 3 elements, but shape \[2, 2\].*reads indices 0 to 3/],
    [{ data: [1, 2, 3, 4], shape: [2, 2], offset: 1 }, /offset 1 reads indices 1 to 4/],
    [{ data: [1, 2, 3, 4], shape: [2, 2], strides: [-2, 1] }, /strides \[-2, 1\] and offset 0 reads indices -2 to 1/],
    [{ data: new Float64Array(3), shape: [2, 2] }, /data has 3 elements/],
    [{ data: { length: 3, get: () => 0 }, shape: [2, 2] }, /data has 3 elements/],
  ])('shapes that do not fit: %o', (data, message) => {
    expectError(() => rowsOf(data), RangeError, message);
  });
});

it('toRows: the bytes of a Buffer are read where a shape says that they are meant', () => {
  const target = new Float64Array(4);
  rowsOf({ data: Buffer.of(1, 2, 3, 4), shape: [2, 2] }).read(target, 0, 2);
  expect([...target]).toEqual([1, 2, 3, 4]);
});

describe('toRows: the wrong kind', () => {
  class Frame {}
  it.each<[unknown, RegExp]>([
    [undefined, /^data must be an array of numbers .*; got undefined\. Check where/],
    [null, /got null\. Check where/],
    [5, /got 5\. A single value is passed as an array/],
    [true, /got true/],
    [5n, /got the bigint 5n/],
    ['1,2', /got the string "1,2"\. Parse the text first: text\.trim\(\)\.split\(\/\[\\s,;\]\+\/\)\.map\(Number\)/],
    ['x'.repeat(100), /got the string "x{39}…"/],
    [() => 1, /got a function\. Call it/],
    [Symbol('s'), /got Symbol\(s\)/],
    [BigInt64Array.of(1n, 2n), /got a BigInt64Array of length 2\. Convert it with Float64Array\.from\(x, Number\)/],
    [new BigUint64Array(0), /got a BigUint64Array of length 0\. Convert it/],
    [new DataView(new ArrayBuffer(8)), /got a DataView\. Wrap the bytes/],
    [new ArrayBuffer(8), /got an ArrayBuffer\. Wrap the bytes/],
    [new SharedArrayBuffer(8), /got a SharedArrayBuffer\. Wrap the bytes/],
    [Buffer.from('1\n2\n'), /^data is a Buffer of 4 bytes, not numbers\. Parse the file first.*\{ data: buffer, shape/],
    [Buffer.alloc(0), /^data is a Buffer of 0 bytes/],
    [Object.assign(Uint8Array.of(7), { readDoubleLE() {} }), /^data is a Buffer of 1 byte,/],
    [Promise.resolve([1]), /got a Promise\. Await the promise/],
    [new Map([['x', [1, 2]]]), /got a Map\. Pass columns as \{ columns: \[\.\.\.map\.values\(\)\] \}/],
    [new Set([1]), /got a Set\. Convert it with Array\.from/],
    [new Frame(), /got a Frame\. Turn objects into rows/],
    [{}, /got an object without keys/],
    [{ x: [1], y: [2] }, /got an object with the keys x, y\. Pass columns as \{ columns: \[data\.x, data\.y\] \}/],
    [{ name: 'a', x: Float64Array.of(1) }, /keys name, x\. Pass columns as/],
    [{ data: [1, 2] }, /got an object with the keys data\. Add shape: \[n, d\], or pass rows by themselves/],
    [new Date(0), /got a Date\. Convert the values with Number\(value\)/],
    [[new Date(0)], /^data\[0\] must be a number or a row.*got a Date\. Convert the values with Number\(value\)/],
    [{ chunks: () => [[[1]]] }, /keys chunks\. Chunks of rows are for fitStream of gmm-wasm\/stream/],
    [(async function* () {})(), /got an AsyncGenerator\. Chunks of rows are for fitStream/],
    [Readable.from(['1']), /Chunks of rows are for fitStream/],
    [{ a: 1, b: 1, c: 1, d: 1, e: 1, f: 1 }, /the keys a, b, c, d, e, …\./],
    [{ shape: [1], values: [1] }, /keys shape, values/],
    [{ rows: 2, columns: 2 }, /keys rows, columns/],
    [{ rows: 2.5, columns: 2, get: () => 1 }, /keys rows, columns, get/],
    [[{ x: 1, y: 2 }], /^data\[0\] must be a number or a row of numbers; got an object with the keys x, y\. Turn/],
    [[[1], 2], /^data\[1\] must be a row of numbers like data\[0\]; got 2\. A single/],
    [[[1], null], /^data\[1\] must be a row of numbers like data\[0\]; got null/],
    // biome-ignore lint/suspicious/noSparseArray: the hole is the case
    [[[1], , [2]], /^data\[1\] must be a row of numbers like data\[0\]; got undefined/],
    [[[1], BigInt64Array.of(1n)], /^data\[1\] must be.*got a BigInt64Array of length 1\. Convert it/],
    [['1', '2'], /^data\[0\] is the string "1"; expected a number\. Convert the values with Number\(value\)/],
    // biome-ignore lint/suspicious/noSparseArray: the hole is the case
    [[, 1], /^data\[0\] is missing/],
    [
      { data: BigInt64Array.of(1n), shape: [1] },
      /^data\.data must be a flat array.*BigInt64Array of length 1\. Convert/,
    ],
    [{ data: '12', shape: [2] }, /^data\.data must be a flat array of numbers; got the string "12"/],
    [{ data: () => [1], shape: [1] }, /Of a tensor, pass \{ data: await tensor\.data\(\), shape: tensor\.shape \}/],
    [{ data: [1], shape: 1 }, /^data\.shape must be an array \[n\] or \[n, d\]; got 1/],
    [{ data: [1], shape: ['1'] }, /^data\.shape\[0\] must be an integer; got the string "1"/],
    [{ data: [1], shape: [1], strides: 1 }, /^data\.strides must be an array with one integer for each axis/],
    [{ data: [1], shape: [1], offset: 1n }, /^data\.offset must be an integer; got the bigint 1n/],
    [{ columns: { x: [1] } }, /^data\.columns must be an array with one array of numbers for each feature; got an obj/],
    [{ columns: [[1], 'x'] }, /^data\.columns\[1\] must be.*; got the string "x"\. Pass the values, not names/],
    [{ values: [[1]], columns: ['x'], shape: [1, 1] }, /^data\.columns\[0\].*"x"\. Pass the values, not names/],
    [
      ['1,2', '3,4'],
      /^data\[0\] is.*Split lines first: lines\.map\(\(line\) => line\.trim\(\)\.split\(\/\[\\s,;\]\+\/\)/,
    ],
    [{ columns: [BigInt64Array.of(1n)] }, /^data\.columns\[0\] must be.*Convert it with Float64Array\.from/],
  ])('%o', (data, message) => {
    expectError(() => rowsOf(data), TypeError, message);
  });

  it('the message lists the accepted forms and uses the given name', () => {
    expectError(
      () => rowsOf(1, { name: 'meansInit' }),
      TypeError,
      /^meansInit must be .*number\[\].*rows.*\{ data, shape: \[n, d\] \}.*columns.*get\(i, j\).*Arrow table; got 1/,
    );
  });
});

describe('toRows: values that are not numbers, found while reading', () => {
  const bad: [unknown, RegExp][] = [
    [null, /is null; expected a number\. Leave the row out/],
    [undefined, /is missing \(undefined or a hole\); expected a number\. Leave the row out/],
    ['4', /is the string "4"; expected a number\. Convert/],
    [true, /is true; expected a number\. Convert/],
    [4n, /is the bigint 4n; expected a number\. Convert/],
    [[4], /is an array of length 1; expected a number\. Every value must be/],
    ['1 -2', /is the string "1 -2"; expected a number\. Split lines first/],
    [new Date(0), /is a Date; expected a number\. Convert/],
  ];
  const withBad = (value: unknown) => ROWS.map((row, i) => row.map((x, j) => (i === 2 && j === 1 ? value : x)));
  const forms: [string, (value: unknown) => unknown, RegExp][] = [
    ['rows', withBad, /^data\[2\]\[1\] /],
    ['flat', (value) => withBad(value).flat(), /^data\[7\] /],
    ['shape', (value) => ({ data: withBad(value).flat(), shape: [N, D] }), /^data at row 2, column 1 /],
    ['shape [n]', (value) => ({ data: [1, value], shape: [2] }), /^data at index 1 /],
    [
      'get store',
      (value) => ({ data: { length: 2, get: (i: number) => [1, value][i] }, shape: [2] }),
      /^data at index 1 /,
    ],
    [
      'columns',
      (value) => ({
        columns: [
          [1, 2],
          [3, value],
        ],
      }),
      /^data\.columns\[1\]\[1\] /,
    ],
    [
      'matrix',
      (value) => ({ rows: N, columns: D, get: (i: number, j: number) => withBad(value)[i][j] }),
      /^data\.get\(2, 1\) /,
    ],
  ];
  for (const [form, build, place] of forms) {
    it.each(bad)(`${form}: %o`, (value, message) => {
      const rows = rowsOf(build(value));
      const error = thrownBy(() => readAll(rows));
      expect(error).toBeInstanceOf(TypeError);
      expect(error.message).toMatch(place);
      expect(error.message).toMatch(message);
    });
  }

  it('a hole', () => {
    // biome-ignore lint/suspicious/noSparseArray: the hole is the case
    expectError(() => readAll(rowsOf([1, , 2])), TypeError, /^data\[1\] is missing/);
    // biome-ignore lint/suspicious/noSparseArray: the hole is the case
    expectError(() => readAll(rowsOf([[1, , 2]])), TypeError, /^data\[0\]\[1\] is missing/);
  });

  it('a single row to a model is named like the flat array it is', () => {
    expectError(() => readAll(rowsOf([1, null], { features: 2 })), TypeError, /^data\[1\] is null/);
  });

  it('the first one in row-major order, also when read by columns', () => {
    const columns = [
      [1, 2, 'a'],
      [1, 'b', 3],
      [1, 'c', 3],
    ];
    expectError(() => readAll(rowsOf({ columns })), TypeError, /columns\[1\]\[1\] is the string "b"/);
    expectError(() => rowsOf({ columns }).read(new Float64Array(3), 2, 1), TypeError, /columns\[0\]\[2\]/);
  });

  it('rows before and after it can still be read', () => {
    const rows = rowsOf([1, 'x', 3]);
    const target = new Float64Array(1);
    rows.read(target, 2, 1);
    expect(target[0]).toBe(3);
  });

  it('NaN, infinities and -0 pass', () => {
    const special = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0];
    for (const data of [special, Float64Array.from(special), { columns: [special] }, special.map((x) => [x])]) {
      const read = readAll(toRows(data));
      read.forEach((value, i) => {
        expect(Object.is(value, special[i])).toBe(true);
      });
    }
  });
});

describe('place', () => {
  it.each<[string, Data, { features?: number; name?: string } | undefined]>([
    ['data[3][1]', ROWS, undefined],
    ['x[3][1]', ROWS, { name: 'x' }],
    ['data at row 3, column 1', { data: VALUES, shape: [N, D] }, undefined],
    ['data.columns[1][3]', { columns: COLUMNS }, undefined],
    ['data.get(3, 1)', matrix, undefined],
  ])('%s', (expected, data, options) => {
    expect(toRows(data, options).place(3, 1)).toBe(expected);
  });

  it('flat arrays have one index', () => {
    expect(toRows(VALUES).place(3, 0)).toBe('data[3]');
    expect(toRows(Float64Array.of(1, 2), { features: 2 }).place(0, 1)).toBe('data[1]');
    expect(toRows({ data: VALUES, shape: [12] }).place(3, 0)).toBe('data at index 3');
  });
});

describe('other realms', () => {
  const foreign = (code: string) => runInNewContext(code);
  it.each([
    ['[[1, 2], [3, 4]]'],
    ['[new Float64Array([1, 2]), new Uint8Array([3, 4])]'],
    ['({ data: new Float32Array([1, 2, 3, 4]), shape: [2, 2] })'],
    ['({ data: [1, 3, 2, 4], shape: [2, 2], strides: [1, 2] })'],
    ['({ columns: [[1, 3], new Int8Array([2, 4])] })'],
    ['({ rows: 2, columns: 2, get: (i, j) => 1 + 2 * i + j })'],
  ])('%s', (code) => {
    expect(readAll(toRows(foreign(code)))).toEqual([1, 2, 3, 4]);
  });

  it('flat, weights and errors', () => {
    expect(readAll(toRows(foreign('new Int16Array([1, 2])')))).toEqual([1, 2]);
    expect(readAll(toRows(foreign('[1, 2]')))).toEqual([1, 2]);
    expect(Array.from(toWeights(foreign('[1, 2]'), 2))).toEqual([1, 2]);
    expectError(() => toRows(foreign('new BigInt64Array(2)')), TypeError, /BigInt64Array of length 2/);
    expectError(() => toRows(foreign('Promise.resolve(1)')), TypeError, /got a Promise/);
  });
});

describe("the caller's data", () => {
  it('is not changed, and frozen data is accepted', () => {
    const rows = Object.freeze(ROWS.map((row) => Object.freeze([...row])));
    const form = Object.freeze({ data: Object.freeze([...VALUES]), shape: Object.freeze([N, D]) });
    expect(readAll(toRows(rows))).toEqual(VALUES);
    expect(readAll(toRows(form))).toEqual(VALUES);
  });

  it('is not copied: a change before reading is seen, and reading changes nothing', () => {
    const data = Float64Array.from(VALUES);
    const rows = toRows({ data, shape: [N, D] });
    data[0] = 99;
    const target = new Float64Array(12);
    rows.read(target, 0, N);
    target.fill(0);
    expect(Array.from(data)).toEqual([99, ...VALUES.slice(1)]);
    expect(data.buffer.byteLength).toBe(96);
  });
});

describe('toWeights', () => {
  it('copies', () => {
    const weights = Float64Array.of(0, 0.5, 2);
    const copy = toWeights(weights, 3);
    expect(copy).toEqual(weights);
    expect(copy).not.toBe(weights);
    expect(toWeights([1, 0, 3], 3)).toEqual(Float64Array.of(1, 0, 3));
    expect(toWeights(Uint8Array.of(1, 2), 2)).toEqual(Float64Array.of(1, 2));
    expect(toWeights([], 0)).toEqual(new Float64Array(0));
    expect(Object.is(toWeights([-0], 1)[0], 0)).toBe(true);
  });

  it.each<[unknown, RegExp]>([
    ['12', /^sampleWeight must be a flat array with one number for each row; got the string "12"/],
    [null, /^sampleWeight must be.*got null/],
    [BigInt64Array.of(1n, 1n), /Convert it with Float64Array\.from/],
    [[1, '2'], /^sampleWeight\[1\] is the string "2"; expected a number/],
    [[1, null], /^sampleWeight\[1\] is null/],
    [[[1], [2]], /^sampleWeight\[0\] is an array of length 1/],
  ])('the wrong kind: %o', (weights, message) => {
    expectError(() => toWeights(weights as number[], 2), TypeError, message);
  });

  it.each<[number[] | Float64Array, RegExp]>([
    [[1], /^sampleWeight has length 1, but the data has 2 rows/],
    [[1, -1], /^sampleWeight\[1\] is -1; a weight must be finite and not negative/],
    [[Number.NaN, 1], /^sampleWeight\[0\] is NaN/],
    [Float64Array.of(1, Number.POSITIVE_INFINITY), /^sampleWeight\[1\] is Infinity/],
  ])('the wrong value: %o', (weights, message) => {
    expectError(() => toWeights(weights, 2), RangeError, message);
  });
});
