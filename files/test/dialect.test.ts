import { describe, expect, it } from 'vitest';
import { type OpenOptions, openFile } from '../src/index.js';
import { readAll, refusal } from './write.js';

/** What is in the file, the rows that are read, and what is told of the dialect. */
const CASES: Record<string, [string, number[][], object, OpenOptions?]> = {
  'semicolons and names': [
    'x;y\n1,165;-2\n3;4,5e2\n',
    [
      [1.165, -2],
      [3, 450],
    ],
    { delimiter: ';', decimal: ',' },
  ],
  'semicolons and numbers alone': [
    '808,0;1,5\n1,25;,5\n',
    [
      [808, 1.5],
      [1.25, 0.5],
    ],
    { delimiter: ';', header: false },
  ],
  'tabs that look like commas': [
    '1,5\t2,5\n3,4\t5,6\n',
    [
      [1.5, 2.5],
      [3.4, 5.6],
    ],
    { delimiter: '\t', decimal: ',' },
  ],
  bars: ['x|y\n1,5|2,5\n', [[1.5, 2.5]], { delimiter: '|', decimal: ',' }],
  'one column, as said': ['x\n1,5\n2,25\n', [[1.5], [2.25]], { decimal: ',' }, { decimal: ',' }],
  'quotes, as said': ['x,y\n1,"2,5"\n', [[1, 2.5]], { delimiter: ',', decimal: ',' }, { decimal: ',', delimiter: ',' }],
  'points after all': [
    'x;y\n1.5;2\n3;4\n',
    [
      [1.5, 2],
      [3, 4],
    ],
    { delimiter: ';', decimal: '.' },
  ],
  'texts with commas': [
    'x;note\n1.5;a, b\n3;c, d\n',
    [[1.5], [3]],
    { delimiter: ';', decimal: '.' },
    { columns: ['x'] },
  ],
  'commas that separate': [
    '1,5\n2,6\n',
    [
      [1, 5],
      [2, 6],
    ],
    { delimiter: ',', decimal: '.' },
  ],
};

describe('decimal commas', () => {
  it.each(Object.keys(CASES))('%s', async (what) => {
    const [content, rows, dialect, options] = CASES[what];
    const source = openFile(new Blob([content]), options);
    expect((await source.describe()).dialect).toMatchObject(dialect);
    expect((await readAll(source)).rows).toEqual(rows);
  });

  it('are . or ,', async () => {
    expect(() => openFile('f', { decimal: 'comma' as ',' })).toThrow(/option decimal must be '.' or ',', not "comma"/);
    expect(await refusal(new Blob(['x;y\n1,5;2\n']), { decimal: '.' })).toMatch(/"1,5" is not a number/);
  });
});

describe('encodings', () => {
  const text = 'Größe,y\n1,2\n3,4\n';
  const units = Uint16Array.from(`\ufeff${text}`, (character) => character.charCodeAt(0));
  const swapped = Uint8Array.from({ length: 2 * units.length }, (_, at) => new Uint8Array(units.buffer)[at ^ 1]);
  const latin = Uint8Array.from(text, (character) => character.charCodeAt(0));
  it.each([
    ['utf-8', new TextEncoder().encode(text)],
    ['utf-16le', new Uint8Array(units.buffer)],
    ['utf-16be', swapped],
    ['windows-1252', latin],
  ] as const)('%s', async (encoding, bytes) => {
    async function* slowly() {
      for (let at = 0; at < bytes.length; at += 7) yield bytes.slice(at, at + 7);
    }
    for (const given of [new Blob([bytes]), slowly()]) {
      const source = openFile(given);
      const { names, dialect } = await source.describe();
      expect([names, dialect?.encoding]).toEqual([['Größe', 'y'], encoding]);
      expect((await readAll(source)).rows).toEqual([
        [1, 2],
        [3, 4],
      ]);
    }
  });
});
