import { fitSync, select } from 'gmm-wasm';
import { expect, test } from 'vitest';
import { toText } from '../src/index.js';
import { faithful, geyser, waiting, waits } from './examples.js';

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
