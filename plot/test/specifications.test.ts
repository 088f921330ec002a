import { fitSync, type SelectRow, select } from 'gmm-wasm';
import { parse } from 'vega';
import { compile } from 'vega-lite';
import { expect, test } from 'vitest';
import { criteria, histogram, pairs, type Spec, scatter, type Theme, trace, uncertainty } from '../src/index.js';
import { faithful, flowers, geyser, iris, waiting, waits } from './examples.js';

const { table } = await select(faithful, { nComponents: [1, 2, 3], covarianceType: ['full', 'diag'], threads: 1 });
const odd: SelectRow[] = [
  { ...table[0], healthy: false, bic: 1000 },
  { ...table[1], error: 'failed', healthy: false, bic: Number.NaN },
  ...table.slice(2),
];

const late = faithful.map(([eruption, pause]) => [1e9 + eruption, pause]);

const plots: Record<string, (theme: Theme) => Spec> = {
  histogram: (theme) => histogram({ data: waiting, model: waits, label: 'waiting (min)', theme }),
  scatter: (theme) => scatter({ data: faithful, model: geyser, labels: ['eruption (min)', 'waiting (min)'], theme }),
  'scatter of two of four': (theme) => scatter({ data: iris, model: flowers, features: [3, 1], theme }),
  pairs: (theme) => pairs({ data: iris, model: flowers, theme }),
  criteria: (theme) => criteria({ table, theme }),
  'criteria with failures': (theme) => criteria({ table: odd, criterion: 'icl', theme }),
  'two criteria': (theme) => criteria({ table, criterion: ['bic', 'icl'], theme }),
  'scatter far from 0': (theme) => scatter({ data: late, model: fitSync(late, { nComponents: 2 }), theme }),
  trace: (theme) => trace({ model: geyser, theme }),
  'trace of one value': (theme) => trace({ history: [-3], theme }),
  uncertainty: (theme) => uncertainty({ data: faithful, model: geyser, theme }),
  'uncertainty of one feature': (theme) => uncertainty({ data: waiting, model: waits, theme }),
};

/** Vega-Lite says by warnings what it leaves out. */
function warningsOf(spec: Spec): string[] {
  const said: string[] = [];
  const note = (...words: readonly unknown[]) => {
    said.push(words.join(' '));
    return logger;
  };
  const logger = { level: () => logger, error: note, warn: note, info: () => logger, debug: () => logger };
  parse(compile(spec, { logger: logger as never }).spec);
  return said;
}

for (const [name, plot] of Object.entries(plots)) {
  test.each(['light', 'dark'] as const)(`${name} is plain and compiles without a warning, %s`, (theme) => {
    const spec = plot(theme);
    expect(JSON.parse(JSON.stringify(spec))).toEqual(spec);
    expect(warningsOf(spec)).toEqual([]);
    // areas of components overlap: stacked they would be another mixture's
    expect(JSON.stringify(compile(spec).spec)).not.toContain('"type":"stack"');
  });

  test(`${name} has other colours in the dark, and nothing else`, () => {
    const withoutColours = (theme: Theme) => JSON.stringify(plot(theme)).replaceAll(/#[0-9a-fA-F]{6}/g, '');
    expect(withoutColours('dark')).toBe(withoutColours('light'));
    expect(JSON.stringify(plot('dark'))).not.toBe(JSON.stringify(plot('light')));
  });
}

test('warnings would be seen', () => {
  const broken = { ...plots.histogram('light'), encoding: { wrong: { field: 'x' } } } as unknown as Spec;
  expect(warningsOf(broken)).not.toEqual([]);
});
