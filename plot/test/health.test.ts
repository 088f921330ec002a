import { fitSync, GaussianMixture } from 'gmm-wasm';
import { expect, test } from 'vitest';
import { histogram, pairs, scatter, toText, uncertainty } from '../src/index.js';
import { layersOf, rowsOf, subtitleOf } from './examples.js';

/** Twenty samples around the origin, and eight that are the same. */
const data = [
  ...Array.from({ length: 20 }, (_, at) => [Math.sin(3 * at) * (1 + at / 20), Math.cos(5 * at)]),
  ...Array.from({ length: 8 }, () => [12, 12]),
];
const model = fitSync(data, { nComponents: 2 });
const [collapsed] = model.collapsed;

const noted = (spec: ReturnType<typeof scatter>) => [subtitleOf(spec)].flat().join('; ');

test('the example has collapsed', () => {
  expect(model.collapsed).toHaveLength(1);
  expect(model.means[collapsed][0]).toBeCloseTo(12, 9);
});

test.each([
  ['scatter', scatter({ data, model })],
  ['pairs', pairs({ data, model })],
  ['uncertainty', uncertainty({ data, model })],
])('%s says which component has collapsed', (_, spec) => {
  expect(noted(spec)).toContain(`component ${collapsed} collapsed (ringed)`);
});

test('a ring leaves the samples of a collapsed component to be seen', () => {
  const layers = layersOf(scatter({ data, model }));
  const ring = layers[layers.length - 1] as unknown as {
    mark: Record<string, unknown>;
    data: { values: { x0: number }[] };
  };
  expect(ring.mark).toMatchObject({ shape: 'circle', filled: false });
  expect(ring.data.values).toHaveLength(1);
  expect(ring.data.values[0].x0).toBeCloseTo(12, 9);
  // nothing filled lies there but the samples
  for (const { mark, data: rows } of layers.slice(1, -1)) {
    if (mark.type !== 'point') continue;
    for (const { x0 } of rows.values) expect(x0).toBeLessThan(3);
  }
});

test('a histogram says it too, and a sound model says nothing', () => {
  const values = [...Array.from({ length: 30 }, (_, at) => Math.sin(7 * at)), 5, 5, 5, 5];
  const line = fitSync(values, { nComponents: 2 });
  expect(noted(histogram({ data: values, model: line }))).toContain('component 1 collapsed');
  const sound = fitSync(data.slice(0, 20), { nComponents: 1 });
  expect(noted(scatter({ data, model: sound }))).not.toContain('component');
});

test('many are named in short, and a shared covariance as such', () => {
  const fives = Array.from({ length: 40 }, (_, at) => at % 10);
  expect(noted(histogram({ data: fives, model: fitSync(fives, { nComponents: 10 }) }))).toContain(
    'components 0, 1, 2, 3, 4, 5, … collapsed',
  );
  const tied = fitSync(fives, { nComponents: 10, covarianceType: 'tied' });
  expect(noted(histogram({ data: fives, model: tied }))).toContain('the shared covariance has collapsed');
});

test('in a terminal the samples show where the index would stand', () => {
  const text = toText('scatter', { data, model });
  expect(text).toContain(`component ${collapsed} collapsed`);
  const [, , ...body] = text.split('\n').slice(0, -3);
  const glyphs = body.join('').replaceAll(/[\d−.\s│┤└┬─]|[\u2800-\u28ff]/g, '');
  expect(new Set(glyphs)).toEqual(new Set(['o', '+']));
});

test('a model without samples of its own has no notes', () => {
  const bare = GaussianMixture.fromParameters({
    covarianceType: 'spherical',
    weights: [1],
    means: [[0, 0]],
    covariances: [1],
  });
  expect(noted(scatter({ data, model: bare }))).toBe('28 samples; ellipses at 1, 2 and 3 σ');
  expect(rowsOf(scatter({ data, model: bare }), 'point')).toHaveLength(28);
});
