import { expect, test } from 'vitest';
import { type OpenOptions, openFile } from '../src/index.js';
import { csv, readAll, refusal } from './write.js';

const columns = { sepal_length: [1, 2], sepal_width: [3, 4], count: [5, 6] };
const blob = new Blob([csv(columns)]);
const name = 'iris.csv';

const refused: [string, OpenOptions, string | RegExp][] = [
  [
    'a name that is nearly one',
    { columns: ['sepal_lenght'] },
    'option columns: there is no column sepal_lenght; did you mean sepal_length?',
  ],
  [
    'a name like no other',
    { weights: 'species' },
    'option weights: there is no column species; the columns are sepal_length, sepal_width, count',
  ],
  [
    'an index too high',
    { columns: [0, 3] },
    'option columns: there is no column of index 3; there are 3 columns, from 0 to 2',
  ],
  ['an index that is none', { weights: -1 }, /^option weights: there is no column of index -1/],
  ['a column twice', { columns: ['count', 2] }, 'option columns names column count twice'],
  [
    'a feature that is the weight',
    { columns: ['count', 0], weights: 'count' },
    'option weights: column count is both a feature and the weight: leave it out of option columns',
  ],
  ['no column', { columns: [] }, 'no column is left to fit: name the features with option columns'],
  ['an unknown option', { colums: ['count'] } as OpenOptions, 'unknown option colums; did you mean columns?'],
  [
    'a format that is none',
    { format: 'xlsx' } as unknown as OpenOptions,
    /^option format must be one of csv, .* not xlsx/,
  ],
  [
    'columns of the wrong kind',
    { columns: 'count' } as unknown as OpenOptions,
    /^option columns must be a list of names/,
  ],
  ['weights of the wrong kind', { weights: true } as unknown as OpenOptions, /^option weights must be .* not boolean/],
  ['a header of the wrong kind', { header: 1 } as unknown as OpenOptions, 'option header must be true or false, not 1'],
  ['a long delimiter', { delimiter: '::' }, 'option delimiter must be one character, not "::"'],
  ['a long quote', { quote: "''" }, `option quote must be one character, or '' for none, not "''"`],
  ['no rows', { chunkRows: 0 }, 'option chunkRows must be an integer of at least 1, not 0'],
  ['a name of the wrong kind', { name: 7 } as unknown as OpenOptions, 'option name must be a text, not 7'],
];

test.each(refused)('%s', async (_, options, message) => {
  const told = await refusal(blob, options);
  if (typeof message === 'string') expect(told).toBe(message);
  else expect(told).toMatch(message);
});

test('functions choose from the names', async () => {
  const source = openFile(blob, {
    columns: (names) => names.filter((column) => column.startsWith('sepal')).reverse(),
    weights: (names) => names.indexOf('count'),
  });
  expect(await source.describe()).toEqual({
    format: 'csv',
    names: ['sepal_width', 'sepal_length'],
    weights: 'count',
    columns: ['sepal_length', 'sepal_width', 'count'],
    size: blob.size,
    dialect: { encoding: 'utf-8', delimiter: ',', decimal: '.', header: true },
  });
  const { rows, weights } = await readAll(source);
  expect(rows).toEqual([
    [3, 1],
    [4, 2],
  ]);
  expect(weights).toEqual([5, 6]);
  expect(await openFile(blob, { columns: () => undefined, weights: () => undefined }).names).toHaveLength(3);
});

test('what a function throws is handed on', async () => {
  const own = new Error('of the caller');
  const source = openFile(blob, {
    columns: () => {
      throw own;
    },
  });
  await expect(source.describe()).rejects.toBe(own);
});

test('two columns of a name need indices', async () => {
  const twins = new Blob(['x,y,x\n1,2,3\n']);
  expect(await refusal(twins, { columns: ['x'] })).toBe(
    'option columns: two columns are called x: give its index instead, 0 or 2',
  );
  expect((await readAll(openFile(twins, { columns: [2] }))).rows).toEqual([[3]]);
});

test('many columns are not all listed', async () => {
  const wide = new Blob([
    `${Array.from({ length: 30 }, (_, j) => `c${j}`).join(',')}\n${new Array(30).fill(1).join(',')}\n`,
  ]);
  expect(await refusal(wide, { columns: ['temperature'], name })).toMatch(/c10, c11, … \(30 in all\)$/);
});
