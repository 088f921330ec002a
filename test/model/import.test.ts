// Models of scikit-learn and of R's mclust: the mixtures that the scripts in test/fixtures/import exported, asked about
// the rows that those libraries were asked about.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { GaussianMixture, SingularCovarianceError } from '../../src/index.js';

function fixture<T>(name: string): T[] {
  return JSON.parse(readFileSync(new URL(`../fixtures/import/${name}.json`, import.meta.url), 'utf8')).cases;
}

/** The largest difference, as a share of the value where that is beyond 1. */
function difference(ours: ArrayLike<number>, theirs: readonly number[]): number {
  expect(ours.length).toBe(theirs.length);
  return theirs.reduce((most, x, i) => Math.max(most, Math.abs(ours[i] - x) / Math.max(1, Math.abs(x))), 0);
}

interface Sklearn {
  readonly name: string;
  readonly exported: {
    readonly covariance_type: string;
    readonly weights_: number[];
    readonly means_: number[][];
    readonly covariances_: number[] | number[][] | number[][][];
    readonly precisions_cholesky_: number[] | number[][] | number[][][];
  };
  readonly held: number[][];
  readonly predict_proba: number[][];
  readonly score_samples: number[];
}

describe('fromScikitLearn', () => {
  const cases = fixture<Sklearn>('scikit-learn');

  it.each(cases)(
    '$name: predict_proba and score_samples to 1e-12',
    ({ exported, held, predict_proba, score_samples }) => {
      const { precisions_cholesky_, covariances_, ...rest } = exported;
      const sources = {
        covariances: { ...rest, covariances_ },
        factors: { ...rest, precisions_cholesky_ },
        both: exported,
        text: JSON.stringify(exported),
      };
      for (const source of Object.values(sources)) {
        const model = GaussianMixture.fromScikitLearn(source);
        expect(model.covarianceType).toBe(exported.covariance_type);
        expect([model.nComponents, model.nFeatures]).toEqual([exported.weights_.length, held[0].length]);
        expect(difference(model.predictProba(held), predict_proba.flat())).toBeLessThan(1e-12);
        expect(difference(model.scoreSamples(held), score_samples)).toBeLessThan(1e-12);
      }
    },
  );

  it('keeps means to the bit, and the order of components', () => {
    const { exported } = cases[0];
    expect(GaussianMixture.fromScikitLearn(exported).means.map((mean) => [...mean])).toEqual(exported.means_);
  });

  const good = {
    covariance_type: 'full',
    weights_: [0.25, 0.75],
    means_: [
      [0, 0],
      [3, 1],
    ],
    covariances_: [
      [
        [2, 1],
        [1, 2],
      ],
      [
        [1, 0],
        [0, 4],
      ],
    ],
  };
  const root = Math.sqrt(2);
  /** P of [[2, 1], [1, 2]], and of diag(1, 4) */
  const factors = [
    [
      [1 / root, -1 / Math.sqrt(6)],
      [0, 2 / Math.sqrt(6)],
    ],
    [
      [1, 0],
      [0, 0.5],
    ],
  ];
  const { covariances_, ...bare } = good;

  it('takes factors for what they are: Σ⁻¹ = P·Pᵀ', () => {
    const model = GaussianMixture.fromScikitLearn({ ...bare, precisions_cholesky_: factors });
    const shown = model.covariances as Float64Array[][];
    expect(
      difference(
        shown.flatMap((block) => block.flatMap((row) => [...row])),
        covariances_.flat(2),
      ),
    ).toBeLessThan(1e-15);
  });

  const cases_: [string, unknown, new (...args: never[]) => Error, RegExp][] = [
    ['nothing', undefined, TypeError, /not the JSON of a GaussianMixture of scikit-learn: got undefined; export \{/],
    ['an array', [good], TypeError, /got an array of length 1/],
    ['text with a NaN', '{"weights_": [NaN]}', TypeError, /not the JSON of .* must all be finite/],
    ['our own JSON', { covarianceType: 'full', weights: [1] }, TypeError, /covariance_type is missing; export/],
    ['no weights', { ...good, weights_: undefined }, TypeError, /weights_ is missing/],
    ['no means', { ...good, means_: null }, TypeError, /means_ is missing/],
    ['neither covariances nor factors', bare, TypeError, /covariances_ is missing, and so is precisions_cholesky_/],
    [
      'a family of ours',
      { ...good, covariance_type: 'tied-diag' },
      RangeError,
      /covariance_type must be .*got "tied-diag"/,
    ],
    ['weights that do not sum to 1', { ...good, weights_: [1, 1] }, RangeError, /weights_ must sum to 1, got 2/],
    ['weights as text', { ...good, weights_: ['a', 'b'] }, TypeError, /weights_\[0\] must be a number, got "a"/],
    ['too few means', { ...good, means_: [[0, 0]] }, RangeError, /means_ must be K = 2 rows.*got 1/],
    ['ragged means', { ...good, means_: [[0, 0], [1]] }, RangeError, /means_\[1\] has length 1/],
    ['means of another length', { ...good, means_: [[0], [1]] }, RangeError, /covariances_ must be of shape 2 × 1 × 1/],
    [
      'covariances of another family',
      { ...good, covariances_: [1, 2] },
      RangeError,
      /covariances_ must be of shape 2 × 2 × 2/,
    ],
    [
      'a covariance that is none',
      {
        ...good,
        covariances_: [
          covariances_[0],
          [
            [1, 2],
            [2, 1],
          ],
        ],
      },
      SingularCovarianceError,
      /covariances_\[1\] is not positive definite/,
    ],
    [
      'precisions for factors',
      { ...bare, precisions_cholesky_: covariances_ },
      RangeError,
      /precisions_cholesky_\[0\] must be upper triangular, but entry \[1\]\[0\] is 1/,
    ],
    [
      'a factor with a 0 on its diagonal',
      {
        ...bare,
        precisions_cholesky_: [
          factors[0],
          [
            [1, 0],
            [0, 0],
          ],
        ],
      },
      RangeError,
      /diagonal of precisions_cholesky_\[1\] must be positive, got 0 at \[1\]\[1\]/,
    ],
    [
      'negative roots',
      { ...bare, covariance_type: 'spherical', precisions_cholesky_: [1, -1] },
      RangeError,
      /precisions_cholesky_ must be positive, got -1 at index 1/,
    ],
    [
      'covariances edited after the fit',
      {
        ...good,
        covariances_: [
          covariances_[0],
          [
            [1, 0],
            [0, 4.1],
          ],
        ],
        precisions_cholesky_: factors,
      },
      RangeError,
      /covariances_ and precisions_cholesky_ belong to different mixtures.*leave out the one that is not meant/,
    ],
    [
      'the same of a diagonal family',
      {
        ...bare,
        covariance_type: 'diag',
        covariances_: [
          [1, 1],
          [1, 1],
        ],
        precisions_cholesky_: [
          [1, 1],
          [1, 2],
        ],
      },
      RangeError,
      /belong to different mixtures/,
    ],
  ];

  it.each(cases_)('refuses %s', (_, source, kind, message) => {
    const call = () => GaussianMixture.fromScikitLearn(source as never);
    expect(call).toThrow(message);
    expect(call).toThrow(kind);
  });
});

interface Mclust {
  readonly name: string;
  readonly exported: {
    readonly pro: number[];
    readonly mean: number[] | number[][];
    readonly variance: {
      readonly modelName: string[];
      readonly d: number[];
      readonly G: number[];
      readonly sigma?: number[][][];
      readonly sigmasq?: number[];
    };
  };
  readonly held: number[][];
  readonly z: number[][];
  readonly logDensity: number[];
}

const FAMILIES: Readonly<Record<string, string>> = {
  ...{ EII: 'tied-spherical', VII: 'spherical', EEI: 'tied-diag', VVI: 'diag', EEE: 'tied', VVV: 'full' },
  ...{ VEI: 'diag', EVI: 'diag', VEE: 'full', EVE: 'full', VVE: 'full', EEV: 'full', VEV: 'full', EVV: 'full' },
  ...{ E: 'tied', V: 'full', X: 'full', XII: 'spherical', XXI: 'diag', XXX: 'full' },
};

describe('fromMclust', () => {
  const cases = fixture<Mclust>('mclust');

  it('has a fixture of every model name', () => {
    const names = cases.map(({ exported }) => exported.variance.modelName[0]);
    expect([...new Set(names)].sort()).toEqual(Object.keys(FAMILIES).sort());
  });

  it.each(cases)('$name: z and log-densities to 1e-12', ({ exported, held, z, logDensity }) => {
    for (const source of [exported, { parameters: exported }, JSON.stringify(exported)]) {
      const model = GaussianMixture.fromMclust(source);
      expect(model.covarianceType).toBe(FAMILIES[exported.variance.modelName[0]]);
      expect([model.nComponents, model.nFeatures]).toEqual([exported.pro.length, held[0].length]);
      expect(difference(model.predictProba(held), z.flat())).toBeLessThan(1e-12);
      expect(difference(model.scoreSamples(held), logDensity)).toBeLessThan(1e-12);
    }
  });

  it('takes numbers where a writer of JSON unboxes arrays of length 1', () => {
    const unboxed = {
      pro: 1,
      mean: 2,
      variance: { modelName: 'X', d: 1, G: 1, sigmasq: 4 },
    };
    const model = GaussianMixture.fromMclust(unboxed);
    expect([model.weights[0], model.means[0][0], model.covariances]).toEqual([1, 2, [[Float64Array.of(4)]]]);
    expect(GaussianMixture.fromMclust({ ...unboxed, pro: [] }).weights).toEqual(Float64Array.of(1));
  });

  const good = {
    pro: [0.5, 0.5],
    mean: [
      [0, 1],
      [0, 2],
    ],
    variance: {
      modelName: ['VVI'],
      d: [2],
      G: [2],
      sigma: [
        [
          [1, 2],
          [0, 0],
        ],
        [
          [0, 0],
          [3, 4],
        ],
      ],
    },
  };

  it('reads arrays in R’s order of dimensions', () => {
    const model = GaussianMixture.fromMclust(good);
    expect(model.means).toEqual([Float64Array.of(0, 0), Float64Array.of(1, 2)]);
    expect(model.covariances).toEqual([Float64Array.of(1, 3), Float64Array.of(2, 4)]);
  });

  const withVariance = (change: object) => ({ ...good, variance: { ...good.variance, ...change } });
  const wrong: [string, unknown, new (...args: never[]) => Error, RegExp][] = [
    ['nothing', null, TypeError, /not the JSON of an Mclust object of R: got null; export fit\$parameters/],
    ['text that is not JSON', 'list(pro = 1)', TypeError, /not the JSON of an Mclust object/],
    ['no mean', { ...good, mean: undefined }, TypeError, /mean is missing/],
    ['no variance', { ...good, variance: [] }, TypeError, /variance is missing/],
    ['no pro', { ...good, pro: [] }, RangeError, /pro must be of shape 2/],
    [
      'two matrices for one',
      withVariance({ modelName: 'EEI' }),
      RangeError,
      /sigma is not what .*modelName says: entry \[0\]\[0\] of component 1 is 2, expected 1/,
    ],
    [
      'two variances for one',
      withVariance({ modelName: 'VII' }),
      RangeError,
      /entry \[1\]\[1\] of component 0 is 3, expected 1/,
    ],
    [
      'a diagonal that is none',
      withVariance({
        sigma: [
          [
            [1, 2],
            [0.5, 0],
          ],
          [
            [0.5, 0],
            [3, 4],
          ],
        ],
      }),
      RangeError,
      /entry \[0\]\[1\] of component 0 is 0\.5, expected 0/,
    ],
    [
      'a noise component',
      { ...good, pro: [0.4, 0.4, 0.2] },
      RangeError,
      /pro has 3 entries for G = 2.*noise component/,
    ],
    ['an unknown model', withVariance({ modelName: ['VXV'] }), RangeError, /modelName must be one of mclust's.*"VXV"/],
    [
      'a family of ours',
      withVariance({ modelName: ['full'] }),
      RangeError,
      /modelName must be one of mclust's.*"full"/,
    ],
    ['no d', withVariance({ d: undefined }), RangeError, /variance\$d must be a whole number/],
    ['no sigma', withVariance({ sigma: undefined }), TypeError, /variance\$sigma is missing/],
    ['sigma with K first', withVariance({ d: [3] }), RangeError, /mean must be of shape 3 × 2/],
    [
      'a flat sigma',
      withVariance({ sigma: [1, 0, 0, 3, 2, 0, 0, 4] }),
      RangeError,
      /sigma must be of shape 2 × 2 × 2, nested/,
    ],
    ['a flat mean', { ...good, mean: [0, 0, 1, 2] }, RangeError, /mean must be of shape 2 × 2, nested/],
  ];

  it.each(wrong)('refuses %s', (_, source, kind, message) => {
    const call = () => GaussianMixture.fromMclust(source as never);
    expect(call).toThrow(message);
    expect(call).toThrow(kind);
  });
});
