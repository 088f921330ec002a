import { fitSync, GaussianMixture } from 'gmm-wasm';
import { expect, test } from 'vitest';
import { criteria, histogram, pairs, scatter, toText, trace, uncertainty } from '../src/index.js';
import { faithful, flowers, geyser, iris, waiting, waits } from './examples.js';

const plane = { data: faithful, model: geyser };
const line = { data: waiting, model: waits };
const [eight, wide] = [8, 9].map((d) =>
  GaussianMixture.fromParameters({
    covarianceType: 'spherical',
    weights: [1],
    means: [new Array(d).fill(0)],
    covariances: [1],
  }),
);
const row = fitSync(waiting, { nComponents: 1 });

const refused: [string, () => unknown, typeof TypeError | typeof RangeError, RegExp][] = [
  ['histogram of two features', () => histogram(plane), RangeError, /one feature, this one has 2: use pairs/],
  ['scatter of one feature', () => scatter(line), RangeError, /two or more features, this one has 1: use histogram/],
  ['pairs of one feature', () => pairs(line), RangeError, /2 to 8 features, this one has 1: use histogram/],
  ['pairs of nine', () => pairs({ data: [new Array(9).fill(0)], model: wide }), RangeError, /2 to 8 features.* has 9/],
  ['data of another width', () => scatter({ data: iris, model: geyser }), RangeError, /4 features a row, but 2/],
  ['data without rows', () => histogram({ data: [], model: waits }), RangeError, /no rows/],
  [
    'NaN',
    () =>
      scatter({
        ...plane,
        data: [
          [1, 2],
          [3, Number.NaN],
        ],
      }),
    RangeError,
    /data\[1\]\[1\] is NaN/,
  ],
  ['text as data', () => histogram({ ...line, data: ['a'] as never }), TypeError, /data\[0\]/],
  ['no model', () => histogram({ data: waiting } as never), TypeError, /needs a model of gmm-wasm/],
  ['no arguments', () => histogram(undefined as never), TypeError, /one object, \{ data, model/],
  ['histogram: labels', () => histogram({ ...line, labels: [] } as never), TypeError, /no option 'labels'; .*label,/],
  ['scatter: colour', () => scatter({ ...plane, colour: 1 } as never), TypeError, /scatter has no option 'colour'/],
  ['pairs: features', () => pairs({ ...plane, features: [0] } as never), TypeError, /no option 'features'/],
  ['criteria: data', () => criteria({ table: [], data: 1 } as never), TypeError, /no option 'data'/],
  ['trace: data', () => trace({ history: [1], data: 1 } as never), TypeError, /no option 'data'/],
  ['uncertainty: bins', () => uncertainty({ ...line, bins: 3 } as never), TypeError, /no option 'bins'/],
  ['theme', () => scatter({ ...plane, theme: 'blue' as never }), RangeError, /'light' or 'dark', got "blue"/],
  ['bins', () => histogram({ ...line, bins: 0 }), RangeError, /bins must be an integer of at least 1, got 0/],
  ['maxPoints', () => scatter({ ...plane, maxPoints: 1.5 }), RangeError, /maxPoints must be an integer/],
  ['a feature too far', () => scatter({ ...plane, features: [0, 2] }), RangeError, /from 0 to 1, got 2/],
  ['a feature twice', () => scatter({ ...plane, features: [1, 1] }), RangeError, /two different indices, got 1 twice/],
  ['three features', () => scatter({ ...plane, features: [0, 1, 2] as never }), TypeError, /two indices/],
  ['one label', () => scatter({ ...plane, labels: ['x'] as never }), RangeError, /labels must have length 2, got 1/],
  ['a label that is none', () => pairs({ data: iris, model: flowers, labels: [1] as never }), TypeError, /strings/],
  ['features of one', () => uncertainty({ ...line, features: [0, 1] }), RangeError, /this model has one/],
  ['no table', () => criteria({ table: 3 as never }), TypeError, /table that select returns/],
  ['an empty table', () => criteria({ table: [] }), RangeError, /no row of the table has a model/],
  [
    'a criterion',
    () => criteria({ table: [], criterion: 'hqc' as never }),
    RangeError,
    /'bic', 'aic' or 'icl', or a list of them, got "hqc"/,
  ],
  ['no criterion', () => criteria({ table: [], criterion: [] }), RangeError, /'icl', or a list of them, got \[\]/],
  ['history and model', () => trace({ history: [1], model: row }), TypeError, /either history or model/],
  ['neither', () => trace({}), TypeError, /either history or model/],
  ['no history', () => trace({ model: wide }), RangeError, /history is empty/],
  ['a bad history', () => trace({ history: [1, Number.NaN] }), RangeError, /history\[1\] is NaN/],
  [
    'another kind of text',
    () => toText('violin' as never, plane as never),
    RangeError,
    /histogram, scatter, pairs, criteria, trace, uncertainty; got "violin"/,
  ],
  [
    'pairs in too few columns',
    () => toText('pairs', { data: [new Array(8).fill(0)], model: eight }, { width: 46 }),
    RangeError,
    /pairs of 8 features need a width of at least 47 as text, got 46/,
  ],
  ['a narrow terminal', () => toText('histogram', line, { width: 5 }), RangeError, /width must be at least 24, got 5/],
  ['a text option', () => toText('histogram', line, { colour: true } as never), TypeError, /no option 'colour'/],
];

test.each(refused)('%s is refused in words', (_, call, kind, message) => {
  expect(call).toThrow(kind);
  expect(call).toThrow(message);
});
