import { afterEach, describe, expect, it, vi } from 'vitest';
import { fit, fitSync, GaussianMixture } from '../../src/index.js';

afterEach(() => vi.restoreAllMocks());

describe('what a start must be is checked before memory is taken and data is read', () => {
  const bad = {
    nComponents: 2,
    rows: 10,
    columns: 2,
    get: () => {
      throw new Error('the data was read');
    },
  };
  const matrix = { rows: bad.rows, columns: bad.columns, get: bad.get };

  it.each([
    [{ meansInit: [1, 2, 3] }, /meansInit/],
    [{ weightsInit: [1] }, /weightsInit/],
    [{ covariancesInit: [[1]] }, /covariancesInit/],
    [{ responsibilitiesInit: [[1, 0]] }, /responsibilitiesInit/],
    [{ warmStart: GaussianMixture.fromParameters({ weights: [1], means: [0], covariances: [[[1]]] }) }, /warmStart/],
  ])('%o', (start, message) => {
    const memory = vi.spyOn(WebAssembly, 'Memory');
    expect(() => fitSync(matrix, { nComponents: 2, ...start })).toThrow(message);
    expect(memory).not.toHaveBeenCalled();
  });
});

describe('onIteration', () => {
  const values = Array.from({ length: 60 }, (_, i) => ((i * 37) % 101) / 10 + (i % 2 === 0 ? 30 : 0));

  it('that is asynchronous is refused, and its own failure is nobody’s', async () => {
    const onIteration = async () => {
      throw new Error('mine');
    };
    await expect(fit(values, { nComponents: 2, onIteration })).rejects.toThrow(/must answer at once, got a Promise/);
  });

  it('shows parameters only while it is called', () => {
    let late: (() => unknown) | undefined;
    fitSync(values, {
      nComponents: 2,
      onIteration: ({ parameters }) => {
        expect(parameters().means).toHaveLength(2);
        late = parameters;
      },
    });
    expect(late).toThrow(/before onIteration returns/);
  });
});

describe('GaussianMixture', () => {
  it('has no public constructor, and says where models come from', () => {
    const Public = GaussianMixture as unknown as new (options?: object) => unknown;
    expect(() => new Public()).toThrow(/fit\(data, options\)/);
    expect(() => new Public({ nComponents: 3 })).toThrow(/fit\(data, options\)/);
    expect(GaussianMixture.name).toBe('GaussianMixture');
  });

  it('cannot be changed by assignment', () => {
    const model = GaussianMixture.fromParameters({ weights: [1], means: [0], covariances: [[[1]]] });
    expect(() => {
      (model as { nIter: number }).nIter = 7;
    }).toThrow(TypeError);
  });

  it.each([
    [{ totalWeight: 0 }, /totalWeight/],
    [{ history: [1] }, /history/],
    [{ collapsed: ['x'] }, /collapsed/],
    [{ execution: null }, /execution/],
  ])('refuses a saved training of %o', (change, message) => {
    const json = fitSync([1, 2, 3, 4, 5, 9, 10, 11], { nComponents: 2 }).toJSON();
    const broken = { ...json, training: { ...json.training, ...change } };
    expect(() => GaussianMixture.fromJSON(JSON.stringify(broken))).toThrow(message);
  });
});
