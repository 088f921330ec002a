import { type CovarianceType, fitSync, GaussianMixture, select } from 'gmm-wasm';
import { expect, test } from 'vitest';
import { thin } from '../src/args.js';
import { criteria, histogram, pairs, scatter, trace, uncertainty } from '../src/index.js';
import { ellipse } from '../src/mixture.js';
import { faithful, flowers, geyser, iris, layersOf, rowsOf, subtitleOf, waiting, waits } from './examples.js';

const FAMILIES: CovarianceType[] = ['full', 'tied', 'diag', 'spherical', 'tied-diag', 'tied-spherical'];

test.each(FAMILIES)('ellipses of %s lie at their Mahalanobis distance', (covarianceType) => {
  const model = fitSync(iris, { nComponents: 3, covarianceType });
  for (const features of [
    [0, 1],
    [3, 1],
  ] as [number, number][]) {
    const marginal = model.marginal(features);
    for (const k of [0, 1, 2]) {
      // ln N falls by r²/2 from the mean to distance r, and the model says by how much
      const alone = GaussianMixture.fromParameters({
        covarianceType: 'full',
        weights: [1],
        means: [marginal.means[k]],
        covariances: [fullOf(marginal, k)],
      });
      const [peak] = alone.scoreSamples([[...marginal.means[k]]]);
      for (const radius of [1, 2, 3]) {
        for (const density of alone.scoreSamples(ellipse(model, k, features, radius))) {
          expect(Math.sqrt(2 * (peak - density))).toBeCloseTo(radius, 9);
        }
      }
    }
  }
});

/** Σ_k of a model of two features, from its precisions. */
function fullOf(model: GaussianMixture, k: number): number[][] {
  const { covarianceType, covariances } = model;
  const shapes = covariances as never as number[][][] & number[][] & number[] & number;
  if (covarianceType === 'full') return [[...shapes[k][0]], [...shapes[k][1]]];
  if (covarianceType === 'tied') return [[...shapes[0]], [...shapes[1]]] as never;
  const variances = { diag: shapes[k], 'tied-diag': shapes }[covarianceType as string] as number[] | undefined;
  const one = covarianceType === 'spherical' ? shapes[k] : shapes;
  const [a, b] = variances ?? [one, one];
  return [
    [a as number, 0],
    [0, b as number],
  ];
}

test('the curves of a histogram are the model’s density and its parts', () => {
  const spec = histogram({ data: waiting, model: waits });
  const total = rowsOf(spec, 'line', 0);
  expect(total.length).toBeGreaterThan(200);
  for (const { x, density } of total) expect(density).toBe(waits.pdf(x));
  const parts = rowsOf(spec, 'area');
  expect(parts).toHaveLength(2 * 71);
  for (const { x, density, component } of parts) {
    const share = waits.predictProba([x])[Number.parseInt(String(component), 10)];
    expect(density / waits.pdf(x)).toBeCloseTo(share, 12);
  }
});

test.each([undefined, 7])('the bars of a histogram hold all samples, bins: %s', (bins) => {
  const bars = rowsOf(histogram({ data: waiting, model: waits, ...(bins && { bins }) }), 'rect');
  if (bins) expect(bars).toHaveLength(bins);
  for (const [at, { from, to, density }] of bars.entries()) {
    const last = at === bars.length - 1;
    const count = waiting.filter((x) => x >= from && (x < to || (last && x <= to))).length;
    expect(density * (to - from) * waiting.length).toBeCloseTo(count, 8);
  }
  const area = bars.reduce((sum, { from, to, density }) => sum + density * (to - from), 0);
  expect(area).toBeCloseTo(1, 12);
});

test('a value on an edge is counted above it, as edges are written', () => {
  // 0.6/0.2 is a little less than 3
  for (const step of [0.01, 0.1, 0.3, 7]) {
    for (const start of [-50, 0, 3]) {
      const data = Array.from({ length: 60 }, (_, at) => (start + at) * step);
      const model = fitSync(data, { nComponents: 1 });
      for (const bins of [undefined, 3, 7, 10, 59]) {
        const bars = rowsOf(histogram({ data, model, ...(bins && { bins }) }), 'rect');
        for (const [at, { from, to, density }] of bars.entries()) {
          const last = at === bars.length - 1;
          const count = data.filter((x) => x >= from && (x < to || (last && x === to))).length;
          expect(Math.round(density * (to - from) * 60)).toBe(count);
        }
      }
    }
  }
});

test('a collapsed component does not flatten the rest', () => {
  const model = GaussianMixture.fromParameters({
    covarianceType: 'full',
    weights: [0.9, 0.1],
    means: [[70], [80]],
    covariances: [[[150]], [[1e-8]]],
  });
  const spec = histogram({ data: waiting, model });
  expect(subtitleOf(spec)).toContain('higher than the picture');
  const { encoding } = layersOf(spec)[0] as unknown as { encoding: { y: { scale: { domain: number[] } } } };
  expect(encoding.y.scale.domain[1]).toBeLessThan(1);
  expect(subtitleOf(histogram({ data: waiting, model: waits }))).not.toContain('higher');
});

test('points are the samples, with the component that predict says', () => {
  const spec = scatter({ data: iris, model: flowers, features: [3, 1] });
  const labels = flowers.predict(iris);
  const points = rowsOf(spec, 'point');
  expect(points.map(({ x3, x1 }) => [x3, x1])).toEqual(iris.map((row) => [row[3], row[1]]));
  expect(points.map(({ component }) => Number.parseInt(String(component), 10))).toEqual([...labels]);
});

test('every form of data gives the same picture', () => {
  const spec = scatter({ data: faithful, model: geyser });
  const columns = [0, 1].map((j) => faithful.map((row) => row[j]));
  expect(scatter({ data: { columns }, model: geyser })).toEqual(spec);
  expect(scatter({ data: { data: faithful.flat(), shape: [272, 2] }, model: geyser })).toEqual(spec);
});

test('many points are thinned, evenly and always alike, and the bars still count all', () => {
  const { data, shape } = geyser.sample(20_000, { seed: 1 });
  const args = { data: { data, shape }, model: geyser, maxPoints: 500 };
  const spec = scatter(args);
  expect(scatter(args)).toEqual(spec);
  const points = rowsOf(spec, 'point');
  expect(points).toHaveLength(500);
  expect(subtitleOf(spec)).toContain('500 of 20,000 samples drawn');
  const share = points.filter(({ component }) => String(component).startsWith('0')).length / 500;
  expect(Math.abs(share - geyser.weights[0])).toBeLessThan(0.07);

  const times = waits.sample(20_000, { seed: 1 }).data;
  const bars = rowsOf(histogram({ data: times, model: waits }), 'rect');
  const counts = bars.map(({ from, to, density }) => density * (to - from) * 20_000);
  expect(counts.reduce((a, b) => a + b)).toBeCloseTo(20_000, 6);
  for (const count of counts) expect(Math.abs(count - Math.round(count))).toBeLessThan(1e-6);
});

test('one row is taken from each stretch, and of rows that alternate both kinds', () => {
  expect(thin(5, 5)).toEqual([0, 1, 2, 3, 4]);
  const rows = thin(1000, 100);
  for (const [at, row] of rows.entries()) expect(Math.floor(row / 10)).toBe(at);
  const odd = rows.filter((row) => row % 2 === 1).length;
  expect(Math.abs(odd - 50)).toBeLessThan(5);
});

test('pairs has a panel for each pair of features', () => {
  const spec = pairs({ data: iris, model: flowers }) as unknown as {
    concat: unknown[];
    columns: number;
    datasets: { samples: Record<string, number>[] };
  };
  expect(spec.columns).toBe(4);
  expect(spec.concat).toHaveLength(16);
  expect(spec.datasets.samples.map(({ x0, x1, x2, x3 }) => [x0, x1, x2, x3])).toEqual(iris);
});

test('criteria shows the table, and marks what select chose', async () => {
  const { best, table } = await select(faithful, {
    nComponents: [1, 2, 3],
    covarianceType: ['full', 'tied'],
    threads: 1,
  });
  const spec = criteria({ table });
  // K = 1 lies beyond the picture, and the lines to it are cut
  expect(subtitleOf(spec)).toBe('2 of 6 models lie beyond the picture');
  const seen = table.filter(({ nComponents }) => nComponents > 1).map(({ bic }) => bic);
  expect(rowsOf(spec, 'point').map(({ value }) => value)).toEqual(seen);
  const lines = rowsOf(spec, 'line').map(({ value }) => value);
  expect(lines).toEqual(expect.arrayContaining(seen));
  expect(Math.max(...lines)).toBeLessThan(Math.max(...table.map(({ bic }) => bic)));
  const [ring] = rowsOf(spec, 'point', 2) as unknown as { nComponents: number; family: string; value: number }[];
  expect(ring).toMatchObject({ nComponents: best.nComponents, family: best.covarianceType, value: best.bic() });

  const lured = table.map((row) => (row.nComponents === 3 ? { ...row, healthy: false, bic: best.bic() - 3 } : row));
  const marked = criteria({ table: lured });
  expect(rowsOf(marked, 'point', 1)).toHaveLength(2);
  expect(rowsOf(marked, 'point', 2)[0].nComponents).toBe(2);
  expect(subtitleOf(marked)).toContain('hollow');
});

test('several criteria have a panel each, with its own best', async () => {
  const { table } = await select(faithful, { nComponents: [1, 2, 3], covarianceType: ['full', 'diag'], threads: 1 });
  const lured = table.map((row) => (row.nComponents === 3 ? { ...row, icl: 2200 } : row));
  const spec = criteria({ table: lured, criterion: ['bic', 'icl'] }) as unknown as {
    title: { text: string };
    hconcat: { title: { text: string }; layer: { data: { values: { nComponents: number }[] } }[] }[];
  };
  expect(spec.title.text).toBe('BIC and ICL');
  expect(spec.hconcat.map(({ title }) => title.text)).toEqual([
    'Best BIC: full, 2 components',
    'Best ICL: full, 3 components',
  ]);
  expect(spec.hconcat.map(({ layer }) => layer[3].data.values[0].nComponents)).toEqual([2, 3]);
  expect(criteria({ table, criterion: ['aic'] })).toEqual(criteria({ table, criterion: 'aic' }));
});

test('one value stands in the middle of its bar', () => {
  const data = new Array(20).fill(7.5);
  const model = fitSync(data, { nComponents: 1 });
  const [bar] = rowsOf(histogram({ data, model }), 'rect').filter(({ density }) => density > 0);
  expect((bar.from + bar.to) / 2).toBeCloseTo(7.5, 9);
});

test('twelve components have a colour each', () => {
  const data = Array.from({ length: 240 }, (_, at) => 10 * (at % 12) + Math.sin(at));
  for (const theme of ['light', 'dark'] as const) {
    const text = JSON.stringify(histogram({ data, model: fitSync(data, { nComponents: 12 }), theme }));
    const [range] = [...text.matchAll(/"domain":\["0 [^\]]*\],"range":\[("#[^\]]*)\]/g)].map((found) =>
      found[1].split(','),
    );
    expect(new Set(range).size).toBe(12);
  }
});

test('a trace is the history, and what was still to gain', () => {
  const slow = fitSync(faithful, { nComponents: 4, initParams: 'random', seed: 1 });
  expect(slow.nIter).toBeGreaterThan(20);
  const spec = trace({ model: slow }) as unknown as { vconcat: { data: { values: Record<string, number>[] } }[] };
  const [above, below] = spec.vconcat.map(({ data }) => data.values);
  expect(above.map(({ value }) => value)).toEqual([...slow.history]);
  for (const { iteration, gain } of below) expect(gain).toBe(slow.lowerBound - slow.history[iteration]);
  expect(subtitleOf(trace({ model: slow }))).toBe(`converged after ${slow.nIter} iterations`);
});

test('uncertainty is the model’s, the largest on top', () => {
  const points = rowsOf(uncertainty({ data: faithful, model: geyser }), 'point');
  const values = points.map((row) => row.uncertainty);
  expect(values).toEqual([...geyser.uncertainty(faithful)].sort((a, b) => a - b));
  const spec = uncertainty({ data: waiting, model: waits }) as unknown as {
    vconcat: { data: { values: Record<string, number>[] } }[];
  };
  const [curves, strip] = spec.vconcat.map(({ data }) => data.values);
  for (const { x0, component, responsibility } of curves) {
    expect(responsibility).toBe(waits.predictProba([x0])[Number.parseInt(String(component), 10)]);
  }
  expect(strip.map(({ x0 }) => x0).sort((a, b) => a - b)).toEqual([...waiting].sort((a, b) => a - b));
});
