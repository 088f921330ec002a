import { describe, expect, it } from 'vitest';
import { Both } from './arena.js';
import { Draw } from './draw.js';
import { blockCount, blockLength, covarianceOf, drawMixture, drawTriangle } from './mixture.js';
import { expectClose, FAMILIES, invert, square } from './naive.js';

const SIZES = [1, 2, 3, 4, 5, 8, 9, 17, 33].map((d, at) => ({ d, k: 1 + (at % 4) }));

/** Statistics of K components, a prior, and parameters to be overwritten, in both arenas. */
function place({ d, k, family }: { d: number; k: number; family: number }) {
  const draw = new Draw(100 * d + 10 * k + family);
  const length = blockLength(d, family);
  const blocks = blockCount(k, family);
  const probe = new Both('lengths', { scratch: 1 });
  const both = new Both(`d ${d}, K ${k}, family ${family}`, {
    statistics: 2 + k * (1 + d) + blocks * length,
    centres: k * d,
    floor: d,
    prior: 2 + d + length,
    parameters: probe.call('parameters_length', d, k, family),
    scratch: probe.call('scratch_length', d, k),
  });
  const block = () =>
    family % 3 === 0 ? drawTriangle(draw, d) : Float64Array.from({ length }, () => draw.uniform(1, 2));
  // the scatter must exceed what the shift of the means takes from it
  const scatter = Array.from({ length: blocks }, () => block().map((x) => 400 * d * x));
  const moments = Array.from({ length: k }, () => ({ n: draw.uniform(3, 30), s: draw.normals(d, 2) }));
  const centres = draw.normals(k * d, 3);
  const prior = {
    shrinkage: draw.uniform(0.01, 5),
    added: draw.uniform(4, 9),
    mean: draw.normals(d, 3),
    scale: block(),
  };
  both.put('statistics', [0, 0, ...moments.flatMap(({ n, s }) => [n, ...s]), ...scatter.flatMap((x) => [...x])]);
  both.put('centres', centres);
  both.fill('floor', 0.25);
  both.put('prior', [prior.shrinkage, prior.added, ...prior.mean, ...prior.scale]);
  return { both, draw, moments, centres, scatter, prior, length };
}

/** A block as a matrix; a variance alone as 1 × 1. */
function matrixOf(block: Float64Array, d: number, family: number): number[][] {
  if (family % 3 === 0) return square(block, d);
  return Array.from(block, (x, i) => Array.from(block, (_, j) => (i === j ? x : 0)));
}

describe.each(FAMILIES)('an M-step with a prior, $name', ({ family }) => {
  it.each(SIZES)('is the mode of the posterior, d = $d, K = $k', ({ d, k }) => {
    const { both, moments, centres, scatter, prior, length } = place({ d, k, family });
    const { at } = both;
    const singular = both.call(
      ...([
        'maximise',
        at.statistics,
        at.centres,
        at.floor,
        at.prior,
        at.parameters,
        d,
        k,
        family,
        at.scratch,
      ] as const),
    );
    expect(singular).toBe(-1);
    const total = moments.reduce((sum, { n }) => sum + n, 0);
    const tied = family >= 3;
    const axes = family % 3 === 2 ? d : 1;
    const sums = scatter.map((block) => matrixOf(block, d, family));
    moments.forEach(({ n, s }, c) => {
      const mean = Array.from(s, (x, j) => centres[c * d + j] + x / n);
      const off = mean.map((x, j) => x - prior.mean[j]);
      const pull = (n * prior.shrinkage) / (n + prior.shrinkage);
      // about the mean instead of the centre, and what the distance to the prior's mean adds
      const change = (i: number, j: number) => pull * off[i] * off[j] - (s[i] * s[j]) / n;
      const sum = sums[tied ? 0 : c];
      if (family % 3 === 2) for (let j = 0; j < d; j++) sum[0][0] += change(j, j);
      for (const [i, row] of family % 3 === 2 ? [] : sum.entries()) {
        for (const j of row.keys()) row[j] += i === j || family % 3 === 0 ? change(i, j) : 0;
      }
      expectClose(both.get('parameters', 1, c)[0], n / total, 1e-14, () => `weight ${c}`);
      both.get('parameters', d, 2 * k + c * d).forEach((x, j) => {
        const expected = (n * mean[j] + prior.shrinkage * prior.mean[j]) / (n + prior.shrinkage);
        expectClose(x, expected, 1e-12, () => `mean ${c}, ${j}`, 1);
      });
    });
    const scale = matrixOf(prior.scale, d, family);
    sums.forEach((sum, b) => {
      const weight = axes * (tied ? total : moments[b].n) + prior.added;
      const block = matrixOf(both.get('parameters', length, 2 * k + k * d + b * length), d, family);
      for (const [i, row] of block.entries()) {
        for (const [j, x] of row.entries()) {
          const expected = (sum[i][j] + scale[i][j]) / weight + (i === j ? 0.25 : 0);
          expectClose(x, expected, 1e-12, () => `covariance ${b}, ${i}, ${j}`, 1);
        }
      }
    });
  });

  it.each(SIZES)('has the logarithm of its density, d = $d, K = $k', ({ d, k }) => {
    const { both, draw, prior } = place({ d, k, family });
    const mixture = drawMixture(draw, d, k, family, 2, false);
    both.put('parameters', mixture.weights);
    both.put('parameters', [...mixture.means, ...mixture.covariances], 2 * k);
    const { at } = both;
    expect(both.call('prepare', at.parameters, d, k, family, at.scratch)).toBe(-1);
    let expected = 0;
    for (let c = 0; c < k; c++) {
      const { inverse, logDeterminant } = invert(covarianceOf(mixture, c));
      const off = Array.from(prior.mean, (x, j) => mixture.means[c * d + j] - x);
      const form = off.reduce((sum, x, i) => sum + x * off.reduce((inner, y, j) => inner + inverse[i][j] * y, 0), 0);
      expected -= 0.5 * prior.shrinkage * form;
      if (family >= 3 && c > 0) continue;
      const scale = matrixOf(prior.scale, d, family);
      const trace = scale.reduce((sum, row, i) => sum + row.reduce((inner, x, j) => inner + x * inverse[i][j], 0), 0);
      const axes = family % 3 === 2 ? d : 1;
      expected -= 0.5 * ((prior.added * logDeterminant) / axes + trace);
    }
    expectClose(
      both.call('log_prior', at.prior, at.parameters, d, k, family, at.scratch),
      expected,
      1e-12,
      () => 'log',
    );
  });
});
