import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { arrowWithNulls, npy, parquet } from './data.mjs';
import { folder, gmm } from './gmm.mjs';

const path = folder();

/** What is piped in, and what is said about it. @type {Record<string, [string | Uint8Array, RegExp]>} */
const CASES = {
  'a missing value': ['x,y\n1,2\n3,\n', /line 3, column y: the value is missing; .*--columns/],
  'a word for a missing value': ['x,y\n1,2\n3,4\nNA,4\n', /line 4, column x: the value is missing \(NA\)/],
  'a word': ['x,y\n1,2\n3,four\n', /line 3, column y: "four" is not a number/],
  'a line after a quoted break': ['n,x\n"1\n",2\n3,q\n', /line 4, column x: "q" is not a number/],
  'a decimal comma': [
    'x,y\n1,2\n3,"4,5"\n',
    /line 3, column y: "4,5" is not a number \(numbers need a decimal point; --decimal comma reads a comma\)/,
  ],
  'an unknown separator': ['1 2\n3 4\n', /"3 4" is not a number \(if these are several, --delimiter/],
  infinity: ['x\n1\nInfinity\n', /line 3, column x: Infinity is not finite/],
  'blanks, which are not 0': ['x,y\n1,2\n3,  \n', /line 3, column y: the value is missing/],
  'a gap in a single column': ['x\n1\n\n2\n', /line 3, column x: the value is missing/],
  'a row too short': ['x,y\n1,2\n3\n4,5\n', /line 3 has 1 value, but the first row has 2/],
  'a row too long': ['x,y\n1,2\n3,4,5\n', /line 3 has 3 values, but the first row has 2/],
  'an open quote': ['x,y\n1,2\n"3,4\n5,6\n', /line 3: a quote is not closed/],
  nothing: ['', /standard input is empty: name a file, or pipe the data in/],
  'what is no text': [Uint8Array.of(0, 1, 2, 3), /standard input is not a text: .* or say with --format what it is/],
  'a file of Excel': ['PK\x03\x04\x14', /is not a text, but a ZIP archive, as Excel writes: save the sheet as CSV/],
  'a header alone': ['x,y\n', /has no rows/],
  'JSON with a gap': ['{"x":1,"y":2}\n{"x":1}\n', /line 2, column y: the value is missing/],
  'JSON with a text': ['{"x":1}\n{"x":"2"}\n', /line 2, column x: "2" is not a number/],
  'broken JSON': ['{"x":1}\n{"x":\n', /line 2 is not JSON/],
  'a JSON array': ['[[1,2],[3,4]]\n', /whole JSON array: make lines of it by {2}jq/],
  'NaN in npy': [npy({ x: Float64Array.of(1, Number.NaN) }), /row 2, column 1: the value is missing/],
  'npy cut short': [npy({ x: Float64Array.of(1, 2) }).subarray(0, -3), /ends early/],
  'npy of a type without numbers': [
    npy({ x: Float64Array.of(1, 2) })
      .toString('latin1')
      .replace('<f8', '<U8'),
    /values of type <U8/,
  ],
  'a text in Parquet': [parquet({ x: [1, 2], s: ['a', 'b'] }), /column s is of type UTF8, not of numbers/],
  'a null in Parquet': [parquet({ x: /** @type {any} */ ([1, null, 3]) }), /row 2, column x: the value is missing/],
  'a null in Arrow': [arrowWithNulls([1, 2, null]), /row 3, column x: the value is missing/],
};

describe('input that cannot be used is told with its place, and code 3', () => {
  it.each(Object.keys(CASES))('%s', async (name) => {
    const [text, message] = CASES[name];
    const input = typeof text === 'string' && name.startsWith('npy') ? Buffer.from(text, 'latin1') : text;
    const { code, stdout, stderr } = await gmm(['fit', '-k', '1'], { input });
    expect(stderr).toMatch(message);
    expect(code).toBe(3);
    expect(stdout).toBe('');
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('a column that is not there, with the nearest', async () => {
    const input = 'sepal_length,sepal_width\n1,2\n3,4\n';
    const near = await gmm(['fit', '-k', '1', '--columns', 'sepal_lenght'], { input });
    expect(near.stderr).toMatch(/there is no column sepal_lenght; did you mean sepal_length\?/);
    const far = await gmm(['fit', '-k', '1', '--weights', 'count'], { input });
    expect(far.stderr).toMatch(/--weights: there is no column count; the columns are sepal_length, sepal_width/);
    const number = await gmm(['fit', '-k', '1', '--columns', '1-3'], { input });
    expect(number.stderr).toMatch(/there is no column 1-3/);
    expect([near.code, far.code, number.code]).toEqual([3, 3, 3]);
  });

  it('a file that is not there', async () => {
    const { code, stderr } = await gmm(['fit', join(path, 'none.csv'), '-k', '1']);
    expect(stderr).toMatch(/none\.csv: there is no such file/);
    expect(code).toBe(3);
  });

  it('a model that is none', async () => {
    const file = join(path, 'model.json');
    writeFileSync(file, '{"format":"other"}');
    const { code, stderr } = await gmm(['predict', file], { input: '1\n' });
    expect(stderr).toMatch(/model\.json is not a model: .*gmm fit data\.csv/);
    expect(code).toBe(3);
  });

  it('a stack trace comes only with --debug', async () => {
    const { stderr } = await gmm(['fit', join(path, 'none.csv'), '-k', '1', '--debug']);
    expect(stderr).toMatch(/^\s+at /m);
  });
});
