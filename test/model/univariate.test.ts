// pdf, cdf and quantile of models of one feature.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CovarianceType, fitSync, GaussianMixture } from '../../src/index.js';
import { neighbour } from '../kernel/precise.js';

const { data: waiting } = JSON.parse(
  readFileSync(new URL('../fixtures/faithful-waiting.json', import.meta.url), 'utf8'),
) as { data: number[] };

const three = GaussianMixture.fromParameters({
  weights: [0.25, 0.5, 0.25],
  means: [-1, 0, 4],
  covariances: [1, 0.25, 9],
});
const normal = GaussianMixture.fromParameters({ weights: [1], means: [0], covariances: [1] });
const fitted = fitSync(waiting, { nComponents: 2 });

function expectRelative(got: number, expected: number, tolerance: number) {
  expect(Math.abs(got - expected), `${got} instead of ${expected}`).toBeLessThanOrEqual(tolerance * Math.abs(expected));
}

// mpmath with 60 digits: Σ w·npdf, Σ w·ncdf, and bisection of the latter in 250 steps, correctly rounded

/** x, p(x), F(x) of `three` */
const values: [number, number, number][] = [
  [-100, 3.622431138160276e-263, 3.1321941960832133e-264],
  [-20, 4.2102259029474103e-16, 1.555240143567946e-16],
  [-5, 0.0004027782574360553, 0.00034539231836580364],
  [-1, 0.1620162981796086, 0.14832265404229328],
  [0, 0.473102467754218, 0.48313899144860273],
  [0.5, 0.29118334723178785, 0.6843886988606522],
  [2, 0.02786245945561207, 0.8127698242579067],
  [4, 0.03324556171333646, 0.8749999283371067],
  [10, 0.004499247209432337, 0.9943124670129552],
  [30, 1.6276397109934477e-18, 1],
  [100, 1.4553052139656472e-224, 1],
];

/** p, x with F(x) = p of `three` */
const quantiles: [number, number][] = [
  [1e-300, -107.02905457223096],
  [1e-100, -59.62499573903472],
  [1e-16, -20.162601449174552],
  [0.001, -4.168902448036266],
  [0.1, -1.3667120563993345],
  [0.25, -0.5576165939077088],
  [0.5, 0.03573829251591318],
  [0.75, 0.8041491919333595],
  [0.9, 4.7600413420571845],
  [0.999, 11.956209423706587],
  [0.9999999990686774, 21.3413179734368],
  [0.9999999999999999, 28.124199877289627],
];

describe('pdf and cdf', () => {
  it.each(values)('at %d', (x, density, share) => {
    // (x − μ)/σ is rounded, and in the tails that counts z² times
    const tolerance = 1e-15 * (1 + (x * x) / 100);
    expectRelative(three.pdf(x), density, tolerance);
    expectRelative(three.cdf(x), share, tolerance);
  });

  it('far away and at infinity', () => {
    for (const x of [1e4, 1e200, Number.MAX_VALUE, Number.POSITIVE_INFINITY]) {
      expect([three.pdf(x), three.pdf(-x), three.cdf(x), three.cdf(-x)]).toEqual([0, 0, 1, 0]);
    }
  });

  it('the density is that of scoreSamples', () => {
    const grid = Array.from({ length: 200 }, (_, i) => 30 + i * 0.4);
    const logs = fitted.scoreSamples(grid);
    fitted.pdf(grid).forEach((density, i) => {
      expectRelative(density, Math.exp(logs[i]), 1e-13);
    });
  });

  it('cdf is the integral of pdf', () => {
    // Simpson's rule
    const steps = 4000;
    let sum = 0;
    const from = fitted.quantile(1e-15);
    for (const x of [45, 60, 70.5, 95]) {
      const width = (x - from) / steps;
      const densities = fitted.pdf(Array.from({ length: steps + 1 }, (_, i) => from + i * width));
      sum = densities.reduce((s, p, i) => s + p * (i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2), 0);
      expect(Math.abs((sum * width) / 3 - fitted.cdf(x))).toBeLessThan(1e-12);
    }
  });

  it.each([
    ['full', [1, 4]],
    ['tied', 4],
    ['diag', [1, 4]],
    ['spherical', [1, 4]],
    ['tied-diag', 4],
    ['tied-spherical', 4],
  ] as [CovarianceType, number | number[]][])('%s', (covarianceType, variances) => {
    const covariances = typeof variances === 'number' ? [variances] : variances;
    const model = GaussianMixture.fromParameters({ covarianceType, weights: [0.5, 0.5], means: [-1, 2], covariances });
    const [first] = covariances;
    const expected = 0.5 * normal.cdf(1 / Math.sqrt(first)) + 0.5 * normal.cdf(-1);
    expectRelative(model.cdf(0), expected, 1e-15);
  });
});

describe('quantile', () => {
  it.each(quantiles)('of %d', (p, x) => {
    expectRelative(three.quantile(p), x, p < 0.9999 ? 2e-15 : 1e-14);
  });

  it('ends', () => {
    for (const model of [normal, three, fitted]) {
      expect([model.quantile(0), model.quantile(-0)]).toEqual([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]);
      expect(model.quantile(1)).toBe(Number.POSITIVE_INFINITY);
      expect(model.quantile(5e-324)).toSatisfy(Number.isFinite);
      expect(model.quantile(1 - 2 ** -53)).toSatisfy(Number.isFinite);
    }
    // scipy.stats.norm.ppf
    expectRelative(normal.quantile(1e-300), -37.0470964099, 1e-8);
    expectRelative(normal.quantile(0.975), 1.959963984540054, 4e-16);
  });

  it('a median is exact where it can be', () => {
    expect(normal.quantile(0.5)).toBe(0);
    const model = GaussianMixture.fromParameters({ weights: [1], means: [5], covariances: [3] });
    expect(model.quantile(0.5)).toBe(5);
  });

  it('is the inverse of cdf, to the precision of p or of x', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.double({ min: 1e-300, max: 1, noNaN: true, maxExcluded: true }), fc.constantFrom(1e-20, 1e-9, 0.5)),
        fc.constantFrom(three, normal, fitted),
        (p, model) => {
          const x = model.quantile(p);
          // what the last bit of x, or of its distance from a mean, changes
          const most = model.means.reduce((before, [mean]) => Math.max(before, Math.abs(mean)), Math.abs(x));
          const step = most * Number.EPSILON * model.pdf(x);
          expect(Math.abs(model.cdf(x) - p)).toBeLessThanOrEqual(4 * Number.EPSILON * p + 4 * step);
        },
      ),
    );
  });

  it('never falls, from one double to the next', () => {
    for (const model of [three, fitted, normal]) {
      for (const p of [
        1e-300, 1e-17, 0.01, 0.2499999999999999, 0.3, 0.4999999999999999, 0.7499999999999999, 0.9, 0.99,
      ]) {
        const row = model.quantile(Array.from({ length: 40 }, (_, i) => neighbour(p, i)));
        for (let i = 1; i < row.length; i++) expect(row[i]).toBeGreaterThanOrEqual(row[i - 1]);
      }
    }
  });

  it('in the gap between far components', () => {
    const model = GaussianMixture.fromParameters({ weights: [0.5, 0.5], means: [-1e6, 1e6], covariances: [1, 1] });
    const x = model.quantile(0.5);
    expect(Math.abs(x)).toBeLessThan(1e6);
    expect(Math.abs(model.cdf(x) - 0.5)).toBeLessThanOrEqual(2 ** -53);
    expect(model.quantile(0.4)).toBeLessThan(-1e6 + 3);
    expect(model.quantile(0.6)).toBeGreaterThan(1e6 - 3);
  });

  it('beside a large origin, the nearest doubles', () => {
    const model = fitSync(
      waiting.map((x) => x + 1e12),
      { nComponents: 2 },
    );
    for (const p of [1e-9, 0.1, 0.5, 0.9]) {
      const x = model.quantile(p);
      expect(model.cdf(x)).toBeGreaterThanOrEqual(p);
      expect(model.cdf(neighbour(x, -1))).toBeLessThan(p);
    }
  });
});

describe('what must not matter', () => {
  it('components of weight 0', () => {
    const more = GaussianMixture.fromParameters({
      weights: [0, 0.25, 0.5, 0, 0.25],
      means: [-9, -1, 0, 100, 4],
      covariances: [100, 1, 0.25, 1e-6, 9],
    });
    for (const [x] of values) expect([more.pdf(x), more.cdf(x)]).toEqual([three.pdf(x), three.cdf(x)]);
    for (const [p] of quantiles) expect(more.quantile(p)).toBe(three.quantile(p));
  });

  it('equal components', () => {
    const same = GaussianMixture.fromParameters({ weights: [0.25, 0.75], means: [0, 0], covariances: [1, 1] });
    for (const [x] of values) expectRelative(same.cdf(x), normal.cdf(x), 1e-15);
    for (const [p] of quantiles) expectRelative(same.quantile(p), normal.quantile(p), 1e-14);
  });

  it.each([-498, -40, 40, 498])('the scale: 2^%d', (e) => {
    const c = 2 ** e;
    const scaled = GaussianMixture.fromParameters({
      weights: [0.25, 0.5, 0.25],
      means: [-c, 0, 4 * c],
      covariances: [c * c, 0.25 * c * c, 9 * c * c],
    });
    for (const [x, density] of values) {
      expect(scaled.cdf(x * c)).toBe(three.cdf(x));
      if (Math.abs(x) < 40) expectRelative(scaled.pdf(x * c), density / c, 1e-14);
    }
    for (const [p] of quantiles) expect(scaled.quantile(p)).toBe(three.quantile(p) * c);
  });

  it('a tail that only the units make representable', () => {
    const tight = GaussianMixture.fromParameters({ weights: [1], means: [0], covariances: [2 ** -996] });
    // e^(−800)/√2π·2^498, by mpmath
    expectRelative(tight.pdf(40 * 2 ** -498), 1.1974637739769832e-198, 1e-12);
  });
});

describe('arguments', () => {
  it('a number gives a number, an array a Float64Array', () => {
    const got: number = three.cdf(0);
    const many: Float64Array = three.cdf([0, 1]);
    expect(many).toEqual(Float64Array.of(got, three.cdf(1)));
    expect(three.pdf(Float32Array.of(2))).toEqual(Float64Array.of(three.pdf(2)));
    expect(three.quantile([])).toEqual(new Float64Array(0));
  });

  it('refusals name what came', () => {
    const refused = (run: () => unknown, kind: typeof RangeError | typeof TypeError, message: RegExp) => {
      expect(run).toThrow(kind);
      expect(run).toThrow(message);
    };
    refused(() => three.quantile(1.5), RangeError, /^p must be from 0 to 1, got 1.5$/);
    refused(() => three.quantile([0.5, -0.1]), RangeError, /^p\[1\] must be from 0 to 1, got -0.1$/);
    refused(() => three.quantile(Number.NaN), RangeError, /got NaN/);
    refused(() => three.cdf(Number.NaN), RangeError, /^x must be a number, not NaN, got NaN$/);
    refused(() => three.pdf([1, Number.NaN]), RangeError, /^x\[1\] /);
    refused(() => three.pdf('1' as never), TypeError, /^x must be a number or an array of numbers, got "1"$/);
    refused(() => three.cdf(['1'] as never), TypeError, /^x\[0\] is the string "1"/);
    const plane = GaussianMixture.fromParameters({
      covarianceType: 'diag',
      weights: [1],
      means: [[0, 1]],
      covariances: [[1, 1]],
    });
    refused(() => plane.pdf(0), RangeError, /d = 2.*model\.marginal\(\[j\]\)\.pdf\(x\)/);
    refused(() => plane.cdf(0), RangeError, /^cdf\(x\) is for models of one feature/);
    refused(() => plane.quantile(0.5), RangeError, /^quantile\(p\) is for models of one feature/);
  });
});
