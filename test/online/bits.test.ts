// The same bits under wasm and the twin, and after a stay in a file.

import { afterEach, describe, expect, it, vi } from 'vitest';
import { dispose, fitSync, GaussianMixture, type PartialFitOptions } from '../../src/index.js';
import { Draw } from '../kernel/draw.js';
import { clusters, expectSame, fitted, flat, type Numbers, TYPES } from '../parity/compare.js';

/** Everything that a model which went on keeps and shows. */
function kept(model: GaussianMixture): Numbers {
  const { nSamplesSeen, weightSeen, chunkScore, step } = model.online!;
  const { history: _, logLikelihood: __, ...rest } = fitted(model);
  return { ...rest, online: [nSamplesSeen, weightSeen, chunkScore, step], floor: model.toJSON().floor! };
}

/** Models after each of some chunks of several sizes, some with weights. */
function follow(
  model: GaussianMixture,
  d: number,
  options: PartialFitOptions,
  each?: (m: GaussianMixture) => GaussianMixture,
) {
  const sizes = [1, 7, 8, 9, 64, 130, 1, 333];
  const draw = new Draw(12);
  const models: GaussianMixture[] = [];
  let now = model;
  for (const [at, n] of sizes.entries()) {
    const data = clusters(100 + at, n, d, 3);
    const sampleWeight = Float64Array.from({ length: n }, () => (draw.uniform() < 0.2 ? 0 : draw.uniform(0.1, 3)));
    const weighted = at % 3 === 1 && { sampleWeight };
    now = now.partialFit({ data, shape: [n, d] }, { ...options, ...weighted });
    models.push(now);
    now = each?.(now) ?? now;
  }
  return models;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe.each(TYPES)('partialFit, %s', (covarianceType) => {
  it.each([1, 2, 3, 5, 26])('has the same bits under wasm and js, d = %i', (d) => {
    const data = { data: clusters(d, 90, d, 3), shape: [90, d] };
    for (const rule of [{}, { stepExponent: 1 }, { forgetting: 0.97 }]) {
      const [wasm, js] = (['wasm', 'js'] as const).map((backend) => {
        const model = fitSync(data, { nComponents: 3, covarianceType, maxIter: 5, backend });
        return follow(model, d, rule);
      });
      for (const [at, model] of wasm.entries()) {
        const label = `${covarianceType}, d ${d}, ${JSON.stringify(rule)}, chunk ${at}`;
        expect([model.execution.backend, js[at].execution.backend], label).toEqual(['wasm', 'js']);
        expectSame(kept(js[at]), kept(model), label);
        expect(js[at].warnings, label).toEqual(model.warnings);
        expect(flat(Object.values(kept(model)).map((values) => [...Array.from(values)])).every(Number.isFinite)).toBe(
          true,
        );
      }
    }
  });

  it('goes on with the same bits after JSON', () => {
    const d = 3;
    const data = { data: clusters(d, 90, d, 3), shape: [90, d] };
    const model = fitSync(data, { nComponents: 3, covarianceType, maxIter: 5 });
    const through = (m: GaussianMixture) => GaussianMixture.fromJSON(JSON.stringify(m));
    const straight = follow(model, d, { forgetting: 0.99 });
    const saved = follow(through(model), d, { forgetting: 0.99 }, through);
    for (const [at, one] of straight.entries()) {
      expectSame(kept(saved[at]), kept(one), `${covarianceType}, chunk ${at}`);
      expect(JSON.stringify(through(one))).toBe(JSON.stringify(one));
    }
  });
});

it('the backend can be another one, and then stays', () => {
  const data = clusters(1, 100, 2, 2);
  const model = fitSync({ data, shape: [100, 2] }, { nComponents: 2, backend: 'wasm' });
  const js = model.partialFit([1, 2], { backend: 'js' });
  expect(js.execution.backend).toBe('js');
  expect(js.partialFit([1, 2]).execution.backend).toBe('js');
  expect(js.partialFit([1, 2], { backend: 'wasm' }).execution).toEqual(model.execution);
  const relaxed = model.partialFit([1, 2], { arithmetic: 'relaxed' });
  expect(relaxed.execution.relaxed || relaxed.execution.fallbackReason !== undefined).toBe(true);
});

it('what ran is told where the engine refuses at the last moment', () => {
  const data = clusters(1, 100, 2, 2);
  const model = fitSync({ data, shape: [100, 2] }, { nComponents: 2 });
  const expected = model.partialFit([1, 2]);
  // memories that are kept have a kernel already
  dispose();
  const refuse = function Instance() {
    throw new Error('no more instances');
  };
  vi.stubGlobal('WebAssembly', Object.assign(Object.create(WebAssembly), { Instance: refuse }));
  const next = model.partialFit([1, 2]);
  vi.unstubAllGlobals();
  expect(next.execution.backend).toBe('js');
  expect(next.execution.fallbackReason).toMatch(/no more instances/);
  expectSame(kept(next), kept(expected), 'the twin');
});

describe('a saved model that was tampered with', () => {
  const model = fitSync(clusters(1, 100, 1, 2), { nComponents: 2 }).partialFit([0, 1]);
  const json = model.toJSON();
  const refused = (change: object, kind: typeof RangeError | typeof TypeError, message: RegExp) => {
    const changed = JSON.stringify({ ...json, ...change });
    expect(() => GaussianMixture.fromJSON(changed)).toThrow(kind);
    expect(() => GaussianMixture.fromJSON(changed)).toThrow(message);
  };

  it('is refused', () => {
    const online = (change: object) => ({ online: { ...json.online, ...change } });
    refused(online({ nSamplesSeen: -1 }), TypeError, /online.nSamplesSeen is not a count/);
    refused(online({ weightSeen: 0 }), TypeError, /online.weightSeen is not a positive number/);
    refused(online({ chunkScore: null }), TypeError, /online.chunkScore/);
    refused(online({ step: 1.5 }), TypeError, /online.step/);
    refused(online({ collapsed: [2] }), TypeError, /online.collapsed is not a list of components/);
    refused(online({ empty: 'none' }), TypeError, /online.empty/);
    refused(online({ warnings: [1] }), TypeError, /online.warnings is not a list of texts/);
    refused({ floor: [1, 2] }, RangeError, /floor must be of shape 1/);
    refused({ floor: [-1] }, RangeError, /floor of the saved model must not be negative/);
    refused({ floor: [null] }, TypeError, /floor/);
  });

  it('of before there were floors can go on', () => {
    const { floor: _, online: __, ...old } = fitSync(clusters(1, 100, 1, 2), { nComponents: 2 }).toJSON();
    expect(GaussianMixture.fromJSON(old).partialFit([0, 1]).online!.nSamplesSeen).toBe(102);
  });
});
