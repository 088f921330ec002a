// The replacement beside gaussian-mixture, whose steps are those of EM where all weights are equal or components do not
// overlap; elsewhere beside a textbook.

import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import DefaultGMM, { GMM, type GMMOptions, Histogram } from '../../src/compat/gaussian-mixture.js';
import { responsibilities } from './naive.js';
import { draws, furthest, OriginalGMM, seeded, seedMathRandom } from './originals.js';

afterEach(() => {
  vi.restoreAllMocks();
});

type Model = Pick<GMM, 'weights' | 'means' | 'vars'>;
const numbersOf = ({ weights, means, vars }: Model): unknown => [weights, means, vars];
const nested = ({ weights, means, vars }: Model) => ({
  weights,
  means: means.map((mean) => [mean]),
  covariances: vars.map((variance) => [[variance]]),
});

const PRIORS: GMMOptions[] = [
  {},
  { variancePrior: 3, variancePriorRelevance: 0.4 },
  { separationPrior: 3, separationPriorRelevance: 0.7 },
  { variancePrior: 2, variancePriorRelevance: 0.2, separationPrior: 4, separationPriorRelevance: 1 },
  { variancePrior: 2, variancePriorRelevance: Infinity, separationPrior: 4, separationPriorRelevance: Infinity },
  { variancePrior: 3, separationPriorRelevance: 2 },
];

/** Overlapping clouds about 0, 3 and 5. */
const overlapping = (() => {
  const random = seeded(4);
  return Array.from({ length: 300 }, (_, i) => [0, 3, 5][i % 3] + random.normal());
})();

/** One step of EM with floor and priors, as documented. */
function textbook(data: readonly number[], model: Model, options: GMMOptions): Model {
  const { variancePrior = 0, variancePriorRelevance = 0, separationPrior = 0, separationPriorRelevance = 0 } = options;
  const shares = data.map((x) => responsibilities([x], nested(model)));
  const counts = model.means.map((_, k) => shares.reduce((sum, row) => sum + row[k], 0));
  const weights = counts.map((count) => count / data.length);
  const plain = counts.map((count, k) => data.reduce((sum, x, i) => sum + shares[i][k] * x, 0) / count);
  const mean = (values: number[]) => values.reduce((sum, value, k) => sum + weights[k] * value, 0);
  const means = plain.map((value, k) => {
    if (!separationPrior || !separationPriorRelevance) return value;
    const alpha = weights[k] / (weights[k] + separationPriorRelevance);
    const wanted = separationPrior * (k - mean(plain.map((_, j) => j)));
    return mean(plain) + alpha * (value - mean(plain)) + (1 - alpha) * wanted;
  });
  const vars = means.map((value, k) => {
    const squares = data.reduce((sum, x, i) => sum + shares[i][k] * (x - value) * (x - value), 1e-7);
    if (!variancePrior || !variancePriorRelevance) return squares / counts[k];
    const alpha = weights[k] / (weights[k] + variancePriorRelevance);
    return (alpha * squares) / counts[k] + (1 - alpha) * variancePrior;
  });
  return { weights, means, vars };
}

describe('as in the original', () => {
  it('models, defaults and checks', () => {
    for (const Model of [GMM, OriginalGMM]) {
      expect(new Model(3).model()).toEqual({
        nComponents: 3,
        weights: [1 / 3, 1 / 3, 1 / 3],
        means: [0, 1, 2],
        vars: [1, 1, 1],
      });
      const model = { nComponents: 3, weights: [0.4, 0.2, 0.4], means: [-1, 13, 25], vars: [1, 2, 1] };
      expect(new Model(3, [0.4, 0.2, 0.4], [-1, 13, 25], [1, 2, 1]).model()).toEqual(model);
      expect(Model.fromModel(model)).toEqual(new Model(3, [0.4, 0.2, 0.4], [-1, 13, 25], [1, 2, 1]));
      const options = { variancePrior: 1 };
      expect(Model.fromModel(model, options).options).toBe(options);
      expect(new Model(2).options).toEqual({});
      expect(() => new Model(3, [1, 2])).toThrow('weights, means and vars must have nComponents elements.');
      expect(new Model(3, [1, 2, 3]).sample(0)).toEqual([]);
      expect(new Model(3).sample(5)).toHaveLength(5);
      expect(() => new Model(3).optimize('1, 2' as never)).toThrow(/^Data must be an Array/);
      expect(() => new Model(3).logLikelihood({} as never)).toThrow(/^Data must be an Array/);
    }
    expect(DefaultGMM).toBe(GMM);
    expect(GMM.Histogram).toBe(Histogram);
  });

  it('arrays are those that were given, but for the weights', () => {
    for (const Model of [GMM, OriginalGMM]) {
      const [weights, means, vars] = [
        [0.5, 0.5],
        [0, 4],
        [1, 1],
      ];
      const gmm = new Model(2, weights, means, vars);
      expect(gmm.model().means).toBe(means);
      gmm.optimize(overlapping, 2);
      expect([gmm.means, gmm.vars].map((array, i) => array === [means, vars][i])).toEqual([true, true]);
      expect(weights).toEqual([0.5, 0.5]);
      expect(gmm.weights).not.toEqual(weights);
    }
  });

  it('Gaussians', () => {
    const model = new GMM(3, [1 / 3, 1 / 3, 1 / 3], [0, 10, 20], [1, 2, 0.5]);
    const gaussians = model._gaussians();
    expect(gaussians.map(({ mean }) => mean)).toEqual([0, 10, 20]);
    expect(gaussians.map(({ variance }) => variance)).toEqual([1, 2, 0.5]);
    const theirs = OriginalGMM.fromModel(model.model())._gaussians();
    for (const [k, { mean, standardDeviation }] of gaussians.entries()) {
      for (const z of [-3, -0.2, 0, 1.5]) {
        const x = mean + z * standardDeviation;
        expect(gaussians[k].pdf(x) / theirs[k].pdf(x)).toBeCloseTo(1, 12);
        // which has seven digits there
        expect(gaussians[k].cdf(x)).toBeCloseTo(theirs[k].cdf(x), 6);
        expect(gaussians[k].ppf(gaussians[k].cdf(x))).toBeCloseTo(x, 9);
        expect(gaussians[k].ppf(theirs[k].cdf(x))).toBeCloseTo(x, 4);
      }
    }
    for (const variance of [0, -1]) {
      const bad = { nComponents: 1, weights: [1], means: [0], vars: [variance] };
      expect(() => OriginalGMM.fromModel(bad).sample(1)).toThrow('Variance must be > 0');
      expect(() => GMM.fromModel(bad).sample(1)).toThrow(`vars[0] must be > 0, got ${variance}`);
    }
  });

  it('memberships where weights are equal', () => {
    const ours = new GMM(3, undefined, [0, 10, 20], [1, 2, 0.5]);
    const theirs = new OriginalGMM(3, undefined, [0, 10, 20], [1, 2, 0.5]);
    const data = [-2, 0, 3.5, 5, 11, 16, 22];
    expect(furthest(ours.memberships(data), theirs.memberships(data))).toBeLessThan(1e-13);
    expect(ours.membership(5)).toEqual(ours.memberships([5])[0]);
    const others = new GMM(3, undefined, [1, 2, 3])._gaussians();
    expect(furthest(ours.membership(2.2, others), theirs.membership(2.2, others))).toBeLessThan(1e-13);
    const even = new GMM(3, undefined, [0, 10, 20]);
    expect(even.membership(5)[0]).toBe(even.membership(5)[1]);
    expect(even.membership(0)[0]).toBeGreaterThan(0.99);
  });

  it('log-likelihoods, whatever the weights sum to', () => {
    const make = (Model: typeof GMM) => new Model(3, [0.3, 0.5, 0.4], [-1, 2.5, 6], [1, 2, 0.7]);
    const [ours, theirs] = [make(GMM), make(OriginalGMM)];
    expect(ours.logLikelihood(overlapping) / theirs.logLikelihood(overlapping)).toBeCloseTo(1, 12);
    const data = overlapping.map(Math.round);
    const histograms = [Histogram, OriginalGMM.Histogram].map((Kind) => Kind.fromData(data));
    expect(ours.logLikelihood(histograms[0]) / theirs.logLikelihood(histograms[1])).toBeCloseTo(1, 12);
    expect(ours.logLikelihood(histograms[0]) / ours.logLikelihood(data)).toBeCloseTo(1, 12);
    expect([ours.logLikelihood([]), theirs.logLikelihood([])]).toEqual([0, 0]);
  });

  it.each(PRIORS)('a step from equal weights, %j', (options) => {
    const [ours, theirs] = [GMM, OriginalGMM].map((Model) => new Model(3, undefined, [0, 2, 6], [1, 2, 1], options));
    ours._updateModel(overlapping);
    theirs._updateModel(overlapping);
    expect(furthest(numbersOf(ours), numbersOf(theirs))).toBeLessThan(1e-11);
  });

  it.each(PRIORS)('a step of a histogram from equal weights, %j', (options) => {
    const bins = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`bin ${i}`, [i - 4, i - 3]]));
    const [ours, theirs] = [GMM, OriginalGMM].map((Model) => {
      const gmm = new Model(3, undefined, [0, 2, 6], [1, 2, 1], options);
      gmm.optimize(Model.Histogram.fromData(overlapping, bins), 1);
      return gmm;
    });
    expect(furthest(numbersOf(ours), numbersOf(theirs))).toBeLessThan(1e-11);
  });

  it('the optimum where components do not overlap', () => {
    const apart = overlapping.map((x, i) => x + 40 * (i % 3));
    const models = [GMM, OriginalGMM].map((Model) => new Model(3, undefined, [-1, 50, 70], [1, 1, 1]));
    for (const gmm of models) expect(gmm.optimize(apart)).toBe(2);
    expect(furthest(numbersOf(models[0]), numbersOf(models[1]))).toBeLessThan(1e-11);
    // these nearly do not
    const [ours, theirs] = [GMM, OriginalGMM].map((Model) => new Model(3, undefined, [-1, 13, 25], [1, 1, 1]));
    for (const gmm of [ours, theirs]) expect(gmm.optimize(draws)).toBe(3);
    expect(furthest(numbersOf(ours), numbersOf(theirs))).toBeLessThan(1e-3);
    const reference = [
      [0.2, 0.5, 0.3],
      [0, 10, 30],
      [1, 2, 4],
    ];
    expect(furthest(ours.weights, reference[0])).toBeLessThan(0.1);
    ours.means.forEach((mean, k) => {
      expect(Math.abs(mean - reference[1][k])).toBeLessThan(1);
      expect(Math.abs(ours.vars[k] - reference[2][k])).toBeLessThan(1);
    });
  });

  it('steps: none, as many as allowed, or until the likelihood stands', () => {
    const start = () => new GMM(3, undefined, [0, 2, 6], [1, 2, 1]);
    const [untouched, stepped, optimised] = [start(), start(), start()];
    expect(untouched.optimize(overlapping, 0)).toBe(0);
    expect(untouched).toEqual(start());
    expect(stepped.optimize(overlapping, 7, -1)).toBe(7);
    for (let i = 0; i < 7; i++) optimised._updateModel(overlapping);
    expect(furthest(numbersOf(stepped), numbersOf(optimised))).toBeLessThan(1e-12);
    const likelihoods: number[] = [];
    const watched = start();
    const steps = start().optimize(overlapping, 500, 1e-3);
    for (let i = 0; i < steps; i++) {
      watched._updateModel(overlapping);
      likelihoods.push(watched.logLikelihood(overlapping));
    }
    expect(steps).toBeGreaterThan(3);
    expect(likelihoods.at(-1)! - likelihoods.at(-2)!).toBeLessThanOrEqual(1e-3);
    expect(likelihoods.at(-2)! - likelihoods.at(-3)!).toBeGreaterThan(1e-3);
  });

  it('the likelihood never falls', () => {
    const gmm = new GMM(3, undefined, [-1, 15, 37], [1, 1, 1]);
    let before = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < 15; i++) {
      gmm._updateModel(draws);
      const now = gmm.logLikelihood(draws);
      expect(now).toBeGreaterThanOrEqual(before - 1e-5);
      before = now;
    }
  });

  it('a prior variance: hardly, in part, entirely', () => {
    const rounded = [0.01, 1, 1e6].map((variancePriorRelevance) => {
      const gmm = new GMM(3, undefined, [-1, 13, 25], [1, 1, 1], { variancePrior: 3, variancePriorRelevance });
      gmm.optimize(draws);
      return gmm.vars.map((variance) => Number(variance.toFixed(1)));
    });
    expect(rounded).toEqual([
      [1.1, 2.5, 4.6],
      [2.7, 2.8, 3.4],
      [3, 3, 3],
    ]);
  });

  it('a prior separation, which hardly counts', () => {
    const options = { separationPrior: 3, separationPriorRelevance: 0.01 };
    const gmm = new GMM(3, undefined, [-1, 13, 25], [1, 1, 1], options);
    gmm.optimize(draws);
    expect(gmm.means.map((mean) => Number(mean.toFixed(1)))).toEqual([0.7, 10.2, 29.8]);
  });

  it('barycentres', () => {
    for (const { _barycenter } of [GMM, OriginalGMM]) {
      expect(_barycenter([1, 2], [0.5, 0.5])).toBe(1.5);
      expect(_barycenter([1, 2], [0.1, 0.9])).toBeCloseTo(1.9, 5);
      expect(_barycenter([1, 2, 3], [3, 4, 3])).toBe(2);
      expect(_barycenter([1, 2, 3], [0, 0, 0.01])).toBe(3);
    }
  });

  it('k-means++', () => {
    const gmm = new GMM(3, [0.4, 0.2, 0.4], [-1, 13, 25], [1, 2, 1]);
    const data = [1, 3, 3, 3, 2, 2, 1, 1, 3, 2, 2, 1, 3, 3, 3, 2, 1];
    for (const form of [(x: number[]) => x, (x: number[]) => Histogram.fromData(x)]) {
      expect(gmm.initialize(form(data))).toEqual([1, 2, 3]);
      expect(gmm.initialize(form([1, 1, 1, 1]))).toEqual([1, 1, 1]);
      expect(gmm.initialize(form([1, 1, 1, 2, 17]))).toEqual([1, 2, 17]);
      expect(() => gmm.initialize(form([1]))).toThrow(
        'Data must have more points than the number of components in the model.',
      );
    }
    expect(gmm._initialize(data)).toBe(gmm.means);
    const counts = { A: 10000, B: 0.001, C: 10, D: 10 };
    const histogram = new Histogram({ counts, bins: { A: [0, 1], B: [1, 2], C: [3, 4], D: [4, 5] } });
    expect(gmm._initializeHistogram(histogram)).toEqual([0.5, 3.5, 4.5]);
    expect([gmm.weights, gmm.vars]).toEqual([
      [0.4, 0.2, 0.4],
      [1, 2, 1],
    ]);
    const fitted = new GMM(3, [0.4, 0.3, 0.4], [-10, -5, -1], [1, 1, 1], { initialize: true });
    fitted.optimize([1, 2, 3, 1, 2, 3, 1, 1, 2, 2, 3, 3]);
    expect(fitted.means.map((mean) => Number(mean.toFixed(9)))).toEqual([1, 2, 3]);
  });

  it('its example', () => {
    const gmm = new GMM(3, undefined, [1, 5, 10], [1, 1, 1], { initialize: true });
    gmm.optimize([1.2, 1.3, 7.4, 1.4, 14.3, 15.3, 1.0, 7.2]);
    expect(furthest(gmm.means, [1.225, 7.3, 14.8])).toBeLessThan(1e-9);
  });

  it('a histogram is optimised like its numbers, with priors and a start of its own too', () => {
    const data = [1, 2, 5, 5, 5, 6, 7, 7];
    const model = () => ({ nComponents: 3, weights: [0.3, 0.5, 0.2], means: [1, 5, 7], vars: [2, 2, 2] });
    const [binned, plain] = [GMM.fromModel(model()), GMM.fromModel(model())];
    expect(binned._optimizeHistogram(Histogram.fromData(data))).toBe(plain._optimize(data));
    expect(furthest(numbersOf(binned), numbersOf(plain))).toBeLessThan(1e-9);
    for (const gmm of [binned, plain]) gmm.options = { ...PRIORS[3], initialize: true };
    binned.optimize(Histogram.fromData(data));
    plain.optimize(data);
    expect(furthest(numbersOf(binned), numbersOf(plain))).toBeLessThan(1e-9);
  });

  it('memberships of a histogram where weights are equal', () => {
    const data = [1, 2, 5, 5.4, 5.5, 6, 7, 7];
    const [ours, theirs] = [GMM, OriginalGMM].map((Model) =>
      new Model(3, undefined, [1, 5, 7], [2, 2, 2])._membershipsHistogram(Model.Histogram.fromData(data) as Histogram),
    );
    expect(Object.keys(ours)).toEqual(['1', '2', '5', '6', '7']);
    expect(furthest(Object.values(ours), Object.values(theirs))).toBeLessThan(1e-13);
  });

  it('histograms', () => {
    const bins = { A: [1, 2], B: [3, 3.4], C: [3.4, 5], D: [5, 6] };
    for (const Kind of [Histogram, OriginalGMM.Histogram]) {
      expect({ ...Kind.fromData([1, 2, 2, 2, 5, 5], { A: [0, 1], B: [1, 5], C: [5, 10] }) }).toEqual({
        bins: { A: [0, 1], B: [1, 5], C: [5, 10] },
        counts: { B: 4, C: 2 },
        total: 6,
      });
      const rounded = Kind.fromData([1, 2, 2, 2, 2.4, 2.5, 5, 5]);
      expect({ ...rounded }).toEqual({ bins: null, counts: { 1: 1, 2: 4, 3: 1, 5: 2 }, total: 8 });
      expect(rounded.add(2)).toBe(rounded);
      expect([rounded.counts[2], rounded.total, rounded.value('5')]).toEqual([5, 9, 5]);
      expect(Kind._total(Kind.fromData([1, 2, 3, 4, 5, 5, 6, 6, 6]))).toBe(9);
      expect([Kind._classify(3.4), Kind._classify(3.4, bins), Kind._classify(7, bins)]).toEqual(['3', 'C', null]);
      const counted = new Kind({ bins, counts: { A: 3, B: 2 } });
      expect([counted.total, counted.value('A'), counted.value('B')]).toEqual([5, 1.5, 3.2]);
      expect(() => counted.value('E')).toThrow('No bin for this key.');
      expect(counted.flatten()).toEqual([1.5, 1.5, 1.5, 3.2, 3.2]);
      expect(counted.add(10).total).toBe(5);
    }
  });
});

describe('where the original is wrong', () => {
  it('memberships count the weights', () => {
    const gmm = new GMM(2, [0.9, 0.1], [0, 1]);
    expect(furthest(gmm.membership(0.5), [0.9, 0.1])).toBeLessThan(1e-15);
    expect(new OriginalGMM(2, [0.9, 0.1], [0, 1]).membership(0.5)).toEqual([0.5, 0.5]);
    const histogram = Histogram.fromData([1, 2, 5, 5.4, 5.5, 6, 7, 7]);
    const uneven = new GMM(3, [0.3, 0.5, 0.2], [1, 5, 7], [2, 2, 2]);
    const expected = [1, 2, 5, 6, 7].map((x) => responsibilities([x], nested(uneven)));
    expect(furthest(Object.values(uneven._membershipsHistogram(histogram)), expected)).toBeLessThan(1e-14);
  });

  it.each(PRIORS)('steps are those of EM, %j', (options) => {
    const gmm = new GMM(3, [0.2, 0.3, 0.5], [0, 2, 6], [1, 2, 1], options);
    let expected: Model = { weights: [0.2, 0.3, 0.5], means: [0, 2, 6], vars: [1, 2, 1] };
    for (let i = 0; i < 5; i++) {
      expected = textbook(overlapping, expected, options);
      gmm._updateModel(overlapping);
    }
    expect(furthest(numbersOf(gmm), numbersOf(expected))).toBeLessThan(1e-11);
    const atOnce = new GMM(3, [0.2, 0.3, 0.5], [0, 2, 6], [1, 2, 1], options);
    expect(atOnce.optimize(overlapping, 5, -1)).toBe(5);
    expect(furthest(numbersOf(atOnce), numbersOf(expected))).toBeLessThan(1e-11);
    const histogram = Histogram.fromData(overlapping);
    const binned = new GMM(3, [0.2, 0.3, 0.5], [0, 2, 6], [1, 2, 1], options);
    binned.optimize(histogram, 1);
    const flat = textbook(
      histogram.flatten(),
      { weights: [0.2, 0.3, 0.5], means: [0, 2, 6], vars: [1, 2, 1] },
      options,
    );
    expect(furthest(numbersOf(binned), numbersOf(flat))).toBeLessThan(1e-11);
  });

  it('keeps a prior separation that is all that counts', () => {
    const options = { separationPrior: 3, separationPriorRelevance: Infinity };
    const gmm = new GMM(3, undefined, [-1, 13, 25], [1, 1, 1], options);
    gmm.optimize(draws);
    expect(
      furthest(
        gmm.means,
        [0, 3, 6].map((step) => gmm.means[0] + step),
      ),
    ).toBeLessThan(1e-14);
    const centre = (values: number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
    expect(GMM._barycenter(gmm.means, gmm.weights)).toBeCloseTo(centre(draws), 9);
  });

  it('ends in the optimum of the likelihood', () => {
    const { data, fits } = JSON.parse(readFileSync(new URL('../fixtures/so1d.json', import.meta.url), 'utf8'));
    const { final } = fits.find(({ id }: { id: string }) => id === 'so1d/V/k3/interior');
    const gmm = new GMM(3, undefined, [25, 35, 44], [4, 25, 1]);
    expect(gmm.optimize(data, 5000, 1e-13)).toBeLessThan(5000);
    expect(furthest(gmm.means, final.means.flat())).toBeLessThan(1e-6);
    expect(gmm.logLikelihood(data)).toBeCloseTo(final.loglik, 6);
  });

  it('starts far from the data without NaN', () => {
    const data = [20, 22, 24, 30, 31, 33, 44, 45, 46];
    const gmm = new GMM(3);
    expect(gmm.optimize(data)).toBeGreaterThan(1);
    expect((numbersOf(gmm) as number[][]).flat().every(Number.isFinite)).toBe(true);
    const far = new GMM(2, [0.5, 0.5], [0, 1]);
    expect(far.membership(1e5)).toEqual([0, 1]);
    expect(far.logLikelihood([1e3])).toBeCloseTo(-0.5 * 999 ** 2 - 0.5 * Math.log(2 * Math.PI) - Math.LN2, 6);
  });

  it('keeps a component that no observation belongs to', () => {
    const gmm = new GMM(2, [0.5, 0.5], [0, 1e5], [1, 4]);
    gmm.optimize([-1, 0, 2]);
    expect([gmm.weights, gmm.means[1], gmm.vars[1]]).toEqual([[1, 0], 1e5, 4]);
  });

  it('begins a histogram from nothing', () => {
    const histogram = new Histogram();
    for (const x of [1, 2.2, 1.8]) histogram.add(x);
    expect({ ...histogram }).toEqual({ bins: null, counts: { 1: 1, 2: 2 }, total: 3 });
    expect({ ...Histogram.fromData() }).toEqual({ bins: null, counts: {}, total: 0 });
  });

  it('draws are seeded, and go on', () => {
    seedMathRandom(1);
    const make = (seed?: number) => new GMM(2, [0.25, 0.75], [-4, 4], [1, 4], seed === undefined ? {} : { seed });
    const [first, second] = [make(), make(0)];
    const draws = [...first.sample(3), ...first.sample(2)];
    expect(second.sample(5)).toEqual(draws);
    expect(make(1).sample(5)).not.toEqual(draws);
    expect(new Set(draws).size).toBe(5);
    expect(make(3).initialize(overlapping)).toEqual(make(3).initialize(overlapping));
    expect(Math.random).not.toHaveBeenCalled();
  });

  it('draws have the weights, means and variances of the mixture', () => {
    for (const scale of [1, 3]) {
      const gmm = new GMM(2, [0.25 * scale, 0.75 * scale], [-40, 40], [1, 4]);
      const drawn = gmm.sample(20_000);
      const parts = [drawn.filter((x) => x < 0), drawn.filter((x) => x > 0)];
      parts.forEach((part, k) => {
        const mean = part.reduce((sum, x) => sum + x, 0) / part.length;
        const variance = part.reduce((sum, x) => sum + (x - mean) ** 2, 0) / part.length;
        expect(part.length / 20_000).toBeCloseTo([0.25, 0.75][k], 1);
        expect(mean).toBeCloseTo([-40, 40][k], 1);
        expect(variance / [1, 4][k]).toBeCloseTo(1, 1);
      });
    }
  });

  it('takes typed arrays', () => {
    const [plain, typed] = [0, 1].map(() => new GMM(2, undefined, [0, 5]));
    expect(typed.optimize(Float64Array.from(overlapping))).toBe(plain.optimize(overlapping));
    expect(typed).toEqual(plain);
    expect(typed.logLikelihood(Float64Array.from(overlapping))).toBe(plain.logLikelihood(overlapping));
  });

  it('fits numbers far from 0 and close to each other', () => {
    const near = new GMM(2, undefined, [0, 5]);
    const far = new GMM(2, undefined, [2 ** 40, 2 ** 40 + 5]);
    const data = overlapping.map((x) => Math.round(x * 1024) / 1024);
    near.optimize(data, 20, -1);
    far.optimize(
      data.map((x) => x + 2 ** 40),
      20,
      -1,
    );
    expect(furthest(far.vars, near.vars)).toBeLessThan(1e-9);
    expect(furthest(far.weights, near.weights)).toBeLessThan(1e-9);
  });

  const histogramOf = (counts: Record<string, number>) => new Histogram({ counts });

  it.each([
    ['no components', () => new GMM(0), RangeError, 'nComponents must be a positive integer, got 0'],
    ['no data', () => new GMM(2).optimize([]), RangeError, 'there is no data'],
    ['an empty histogram', () => new GMM(2).optimize(new Histogram()), RangeError, 'there is no data'],
    ['NaN', () => new GMM(2).optimize([1, Number.NaN]), RangeError, 'data[1] is NaN'],
    ['NaN for a start', () => new GMM(2).initialize([1, Number.NaN]), RangeError, 'data[1] must be finite'],
    ['NaN for a membership', () => new GMM(2).membership(Number.NaN), RangeError, 'must be finite numbers, got NaN'],
    ['NaN for a bin', () => new Histogram().add(Number.NaN), RangeError, 'must be a finite number, got NaN'],
    ['strings', () => new GMM(2).optimize(['1', '2'] as never), TypeError, 'data[0]'],
    ['rows', () => new GMM(2).optimize([[1, 2]] as never), RangeError, 'data has 2 features'],
    ['a mean of NaN', () => new GMM(2, undefined, [0, Number.NaN]).sample(1), RangeError, 'means[1] must be finite'],
    ['weights below 0', () => new GMM(2, [2, -1]).logLikelihood([1]), RangeError, 'weights[1] must not be negative'],
    ['variances of 0', () => new GMM(2, undefined, undefined, [1, 0]).optimize([1]), RangeError, 'vars[1] must be > 0'],
    ['counts below 0', () => new GMM(2).optimize(histogramOf({ 1: -1 })), RangeError, 'counts["1"] must be'],
    [
      'a bad seed',
      () => new GMM(2, undefined, undefined, undefined, { seed: -1 }).sample(1),
      RangeError,
      'seed must be',
    ],
  ])('refuses %s', (_, act, kind, message) => {
    expect(act).toThrow(kind);
    expect(act).toThrow(message);
  });
});
