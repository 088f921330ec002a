import { Float64, Table, tableToIPC, Utf8, type Vector, vectorFromArray } from 'apache-arrow';
import { describe, expect, it, test } from 'vitest';
import { ChunkBuilder } from '../src/chunk.js';
import { chunksOf } from '../src/formats/columnar.js';
import { type Column, FileError, type OpenOptions, openFile } from '../src/index.js';
import { npy, numbers, parquet, readAll, refusal } from './write.js';

const LEAVE = 'or leave out the column: option columns lists those to take';

const arrowOf = (vectors: Record<string, Vector>) => new Uint8Array(tableToIPC(new Table(vectors), 'file'));
const nulls = arrowOf({ x: vectorFromArray([1, 2, null], new Float64()) });
const texts = arrowOf({ x: vectorFromArray([1, 2], new Float64()), s: vectorFromArray(['a', 'b'], new Utf8()) });

/** What is in the file, and what is said about it. */
const CASES: Record<string, [string | Uint8Array<ArrayBuffer>, string | RegExp, OpenOptions?]> = {
  'a missing value': [
    'x,y\n1,2\n3,\n',
    `f, line 3, column y: the value is missing; fill it in or remove the row, ${LEAVE}`,
  ],
  'a word for a missing value': ['x,y\n1,2\n3,4\nNA,4\n', /^f, line 4, column x: the value is missing \(NA\); /],
  'a missing weight': ['x,y\n1,2\n3,n/a\n', /^f, line 3, column y: the value is missing \(n\/a\); /, { weights: 'y' }],
  'a word': ['x,y\n1,2\n3,four\n', `f, line 3, column y: "four" is not a number; correct it, ${LEAVE}`],
  'a line after a quoted break': ['n,x\n"1\n",2\n3,q\n', /^f, line 4, column x: "q" is not a number/],
  'a decimal comma': [
    'x,y\n1,2\n3,"4,5"\n',
    /^f, line 3, column y: "4,5" is not a number \(numbers need a decimal point; option decimal: ',' reads a comma\)/,
  ],
  'a decimal point among commas': [
    'x;y\n1;2,5\n3;4.5\n',
    /"4.5" is not a number \(here a comma stands before decimals; option decimal: '.' reads a point\)/,
    { decimal: ',' },
  ],
  'thousands among decimal commas': ['x;y\n1;2,5\n3;1.234,5\n', /^f, line 3, column y: "1.234,5" is not a number/],
  'no text': [
    Uint8Array.from({ length: 600 }, (_, i) => i % 256),
    /^f is not a text: it begins with the bytes 00 01 02 .*, and byte 1 is 0; save it as a text in UTF-8, or say/,
  ],
  'a file of Excel': [
    new Uint8Array(Buffer.from('PK\x03\x04\x14\0\x06\0', 'latin1')),
    'f is not a text, but a ZIP archive, as Excel writes: save the sheet as CSV',
  ],
  'no text where JSON is said to be': [Uint8Array.of(0x7b, 0, 0x7d), /^f is not a text: .* byte 2 is 0/],
  'an unknown separator': [
    '1 2\n3 4\n',
    /"3 4" is not a number \(if these are several, option delimiter says/,
    { header: true },
  ],
  infinity: ['x\n1\nInfinity\n', 'f, line 3, column x: Infinity is not finite; correct it or remove the row'],
  'blanks, which are not 0': ['x,y\n1,2\n3,  \n', /^f, line 3, column y: the value is missing;/],
  'a gap in a single column': ['x\n1\n\n2\n', /^f, line 3, column x: the value is missing;/],
  'a row too short': [
    'x,y\n1,2\n3\n4,5\n',
    'f, line 3 has 1 value, but the first row has 2: correct the line, or name the separator with option delimiter',
  ],
  'a row too long': ['x,y\n1,2\n3,4,5\n', /^f, line 3 has 3 values, but the first row has 2/],
  'an open quote': [
    'x,y\n1,2\n"3,4\n5,6\n',
    "f, line 3: a quote is not closed; close it, or say option quote: '' if quotes mean nothing",
  ],
  'an open quote in a long file': [`x,y\n1,2\n"3,4\n${'5,6\n'.repeat(5e6)}`, /^f, line 3: a quote is not closed/],
  'numbers and text in the first line': [
    'id,2021\n1,2\n',
    'f, line 1 has both numbers and text: say option header: true if it names the columns, option header: false if it is data',
  ],
  nothing: ['', 'f is empty: it needs a row of numbers for each sample'],
  'a header alone': ['x,y\n', 'f has no rows: at least one sample a component is needed'],
  'no JSON': ['', /^f is empty: it needs a line such as/, { format: 'jsonl' }],
  'JSON with a gap': ['{"x":1,"y":2}\n\n{"x":1}\n', /^f, line 3, column y: the value is missing;/],
  'JSON with a null': ['{"x":1}\n{"x":null}\n', /^f, line 2, column x: the value is missing;/],
  'JSON with a text': ['{"x":1}\n{"x":"2"}\n', /^f, line 2, column x: "2" is not a number;/],
  'broken JSON': ['{"x":1}\n{"x":\n', 'f, line 2 is not JSON: each line needs one object or array of its own'],
  'a JSON array': ['[[1,2],[3,4]]\n', "f, line 1 is a whole JSON array: make lines of it by  jq -c '.[]'"],
  'a JSON array on many lines': [
    '[\n{"x":1}\n]\n',
    /^f, line 1 is not JSON: .*; if it is an array, make lines of it by {2}jq/,
  ],
  'a JSON array on one endless line': [
    `[${'[1,2],'.repeat(3e6)}`,
    /^f, line 1 is too long for a row; if it is an array/,
  ],
  'a JSON text': ['"x"\n', /^f, line 1 must be an object such as .*, an array or a number$/, { format: 'jsonl' }],
  'a null in Parquet': [parquet({ x: [1, null, 3] }), /^f, row 2, column x: the value is missing;/],
  'NaN in Parquet': [
    parquet({ x: [1, 2, 3, Number.NaN] }, 2),
    /^f, row 4, column x: the value is missing;/,
    { chunkRows: 3 },
  ],
  'a text in Parquet': [
    parquet({ x: [1, 2], s: ['a', 'b'] }),
    'f, column s is of type UTF8, not of numbers; leave it out: option columns lists those to take',
  ],
  'no Parquet': ['PAR1 and then nothing of the kind', /^f is not a Parquet file: .*; option format says what it is/],
  'an empty Parquet': [parquet({ x: new Float64Array() }), /^f has no rows/],
  'a null in Arrow': [nulls, /^f, row 3, column x: the value is missing;/],
  'a text in Arrow': [
    texts,
    'f, column s is of type Utf8, not of numbers; leave it out: option columns lists those to take',
  ],
  'no Arrow': [
    'ARROW1 and then nothing',
    /^f is not an Arrow file or stream: it has no index at its end; copy it again, or say with option format/,
  ],
  'Arrow with an index of a length that cannot be': [
    new Uint8Array(Buffer.from('ARROW1\0\0\xff\xff\xff\x7fARROW1', 'latin1')),
    /^f is not an Arrow file or stream: it has no index/,
  ],
  'Arrow cut short': [nulls.subarray(0, -40), /^f is not an Arrow file or stream: it has no index/],
  'Arrow without a schema': [
    Uint8Array.of(255, 255, 255, 255),
    /^f is not an Arrow file or stream: it has no schema/,
    { format: 'arrow' },
  ],
  'an empty Arrow': [arrowOf({ x: vectorFromArray([], new Float64()) }), /^f has no rows/],
  'gzip cut short': [
    new Uint8Array(Buffer.from('1f8b0800000000000003', 'hex')),
    /^f cannot be unpacked: .*; compress it again/,
  ],
};

describe('what cannot be used is told with its place', () => {
  it.each(Object.keys(CASES))('%s', async (what) => {
    const [content, message, options] = CASES[what];
    const told = await refusal(new Blob([content]), { ...options, name: 'f' });
    if (typeof message === 'string') expect(told).toBe(message);
    else expect(told).toMatch(message);
  });
});

test('a column with fewer values than its group has rows', async () => {
  async function* groups() {
    yield { n: 4, columns: [[{ start: 0, values: [1, 2, 3, 4] }], [{ start: 1, values: [6, 7, 8] }]] };
  }
  const builder = new ChunkBuilder('f', ['x', 'y'], { features: [0, 1], weights: undefined }, 10);
  const reading = (async () => {
    for await (const _ of chunksOf(groups(), builder));
  })();
  await expect(reading).rejects.toThrow(/^f, row 4, column y: the value is missing/);
});

test('errors are FileErrors, and tell before all is read what the head shows', async () => {
  const source = openFile(new Blob([parquet({ x: [1], s: ['a'] })]));
  await expect(source.describe()).rejects.toThrow(FileError);
  await expect(source.names).rejects.toThrow(/column s/);
  expect(await openFile(new Blob([parquet({ x: [1], s: ['a'] })]), { columns: ['x'] }).names).toEqual(['x']);
});

test('dialects of CSV', async () => {
  const read = async (text: string, options: OpenOptions = {}) =>
    (await readAll(openFile(new Blob([text]), options))).rows;
  const expected = [
    [1, 2],
    [3, 4],
  ];
  for (const delimiter of [',', ';', '|', '\t'])
    expect(await read(`a,b\n1,2\n3,4`.replaceAll(',', delimiter))).toEqual(expected);
  expect(await read('1~2\n3~4\n', { delimiter: '~' })).toEqual(expected);
  expect(await read('1,2\n3,4\n', { header: true })).toEqual([[3, 4]]);
  expect(await read('2020,2021\n1,2\n3,4\n', { header: true })).toEqual(expected);
  expect(await read('1,2\r3,4\r')).toEqual(expected);
  expect(await read('\n1,2\n\n3,4\n\n\n')).toEqual(expected);
  const columns: Column[] = ['x', 'y'];
  expect(await read(`"a, note","x",y\r\n"b\nc, ""1""","1",2\r\n"",3,"4"\r\n`, { columns })).toEqual(expected);
  expect(await read(`inches,x,y\n"5,1,2\n5,3,4\n`, { columns, quote: '' })).toEqual(expected);
  expect(await read(`'a,b',x,y\n'1,1',1,2\n'',3,4\n`, { columns, quote: "'" })).toEqual(expected);
});

test('lines are counted through quoted breaks', async () => {
  const text = 'n,x\n"a\nb\nc",1\n\n"d",2\n"\n",3\n"e",4\n"\n\n",5\n"f",6\n';
  const { places } = await readAll(openFile(new Blob([text]), { columns: ['x'], name: 'f' }));
  expect(places).toEqual([2, 6, 7, 9, 10, 13].map((line) => `f, line ${line}, column x`));
});

test('the first bytes say what it is', async () => {
  const formatOf = async (content: string | Uint8Array<ArrayBuffer>) =>
    (await openFile(new Blob([content])).describe()).format;
  expect(await formatOf(npy(numbers))).toBe('npy');
  expect(await formatOf(parquet(numbers))).toBe('parquet');
  expect(await formatOf(nulls)).toBe('arrow');
  expect(await formatOf(' {"x": 1}\n')).toBe('jsonl');
  expect(await formatOf('\ufeff[1]\n')).toBe('jsonl');
  expect(await formatOf('1\n')).toBe('csv');
});
