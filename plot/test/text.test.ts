import { fitSync, select } from 'gmm-wasm';
import { expect, test } from 'vitest';
import { toText } from '../src/index.js';
import { faithful, flowers, geyser, iris, waiting, waits } from './examples.js';

const { table } = await select(faithful, { nComponents: [1, 2, 3, 4], covarianceType: ['full', 'diag'], threads: 1 });
const size = { width: 60, height: 18 };
const charts = {
  histogram: (options = {}) =>
    toText('histogram', { data: waiting, model: waits, label: 'waiting (min)' }, { ...size, ...options }),
  scatter: (options = {}) =>
    toText(
      'scatter',
      { data: faithful, model: geyser, labels: ['eruption (min)', 'waiting (min)'] },
      { ...size, ...options },
    ),
  pairs: (options = {}) => toText('pairs', { data: faithful, model: geyser }, { ...size, ...options }),
  uncertainty: (options = {}) =>
    toText('uncertainty', { data: waiting, model: waits, labels: ['waiting (min)'] }, { ...size, ...options }),
  'uncertainty of two features': (options = {}) =>
    toText('uncertainty', { data: faithful, model: geyser }, { ...size, ...options }),
  criteria: (options = {}) => toText('criteria', { table }, { ...size, ...options }),
  trace: (options = {}) => toText('trace', { history: [-5, -4.2, -4.05, -4.01, -4] }, { ...size, ...options }),
};

for (const [name, draw] of Object.entries(charts)) {
  test(`${name} as text`, () => expect(draw()).toMatchSnapshot());

  test(`${name} fills the lines and columns it has, and no more`, () => {
    for (const [width, height] of [
      [24, 10],
      [60, 18],
      [120, 40],
    ]) {
      const lines = draw({ width, height }).split('\n');
      if (height > 10) expect(lines).toHaveLength(height);
      expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(width);
    }
  });

  test(`${name} has colours only if asked for`, () => {
    expect(draw()).not.toContain('\u001b');
    const coloured = draw({ color: true });
    expect(coloured).toContain('\u001b[38;5;32m');
    // each colour ends where it began
    const ends = coloured
      .split('\u001b[')
      .slice(1)
      .map((part) => part.slice(0, part.indexOf('m')));
    for (const [at, end] of ends.entries()) expect(end).toMatch(at % 2 ? /^0$/ : /^38;5;\d+$/);
  });
}

test('several criteria stand one below the other', () => {
  const lines = toText('criteria', { table, criterion: ['bic', 'icl'] }, { width: 60, height: 40 }).split('\n');
  expect(lines).toHaveLength(40);
  expect(lines[0]).toMatch(/^Best BIC: /);
  expect(lines[20]).toMatch(/^Best ICL: /);
});

test('pairs have a glyph for each sample’s component below the diagonal, and indices above', () => {
  const lines = toText('pairs', { data: iris, model: flowers }, { width: 79, height: 40 }).split('\n');
  const [, first] = lines;
  expect(first.split('│').map((cell) => cell.trim())[0]).toMatch(/^feature 0/);
  const panels = lines.slice(1, -3).map((line) => line.split('│'));
  const lower = panels
    .slice(-7)
    .map((cells) => cells[0])
    .join('');
  for (const glyph of ['o', '+', 'x']) expect(lower).toContain(glyph);
  const upper = panels
    .slice(0, 9)
    .map((cells) => cells[3])
    .join('');
  for (const index of ['0', '1', '2']) expect(upper).toContain(index);
});

test('uncertainty has a glyph for each level, the least certain on top', () => {
  const four = fitSync(faithful, { nComponents: 4 });
  const text = toText('uncertainty', { data: faithful, model: four }, { width: 100, height: 40 });
  const body = text.split('\n').slice(2, -4).join('');
  expect(Math.max(...four.uncertainty(faithful))).toBeGreaterThan(0.375);
  for (const glyph of ['·', 'o', '@']) expect(body).toContain(glyph);
});

test('numbers in a terminal are short, too', () => {
  const late = waiting.map((value) => 1e9 + value / 60);
  const text = toText('histogram', { data: late, model: fitSync(late, { nComponents: 1 }), label: 'time (h)' });
  expect(text).toContain('time (h) − 1,000,000,000');
  const history = [-3.7023564778093094, -3.702356477809309];
  expect(toText('trace', { history })).not.toMatch(/\d{8}/);
});

test('a label cannot steer the terminal', () => {
  const text = toText('histogram', { data: waiting, model: waits, label: 'a\u001b[2Jb\nc' });
  expect(text).not.toContain('\u001b');
  expect(text).toContain('a [2Jb c');
});

test('a long legend takes as many lines as it needs', () => {
  const model = fitSync(waiting, { nComponents: 9, maxIter: 1 });
  const lines = toText('histogram', { data: waiting, model }, { width: 40, height: 20 }).split('\n');
  expect(lines).toHaveLength(20);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(40);
  for (const k of model.weights.keys()) expect(lines.slice(-4).join(' ')).toMatch(new RegExp(`\\b${k} \\(`));
});
