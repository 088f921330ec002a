// `gmm-wasm/core` as it is built: what it promises, with the bits of the whole package, and what it refuses, each with an
// error that says what to import instead, and nothing left behind.

import { readFileSync } from 'node:fs';
import { tableFromArrays } from 'apache-arrow';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as Core from '../src/core.js';
import * as whole from '../src/index.js';
import { differences, fingerprint } from './fingerprint/fits.mjs';
import { clusters } from './parity/compare.js';
import { refuseModule } from './refuse-module.js';

const data = Array.from({ length: 300 }, (_, i) => [((i * 37) % 101) / 10, ((i * i) % 89) / 7 + (i % 3) * 20]);
const options = { nComponents: 3, nInit: 2, seed: 5 };
const expected = whole.fitSync(data, options);
const STRICT = { backend: 'wasm', simd: true, relaxed: false, threads: 1 };

let core: typeof Core;

/** Everything but what ran. */
function numbersOf(model: Pick<Core.GaussianMixture, 'toJSON'>) {
  const { training, ...rest } = model.toJSON();
  return { ...rest, training: { ...training, execution: undefined } };
}

/** Fits work, both of them, with the bits of the whole package. */
async function expectWorks() {
  for (const model of [await core.fit(data, options), core.fitSync(data, options)]) {
    expect(numbersOf(model)).toEqual(numbersOf(expected));
    expect(model.execution).toEqual(STRICT);
    expect(model.predictProba(data)).toEqual(expected.predictProba(data));
  }
}

const refusal = (what: string) => new RegExp(`gmm-wasm/core has no ${what}: import gmm-wasm$`);

// Node's own HTTP client compiles and instantiates WebAssembly when it is first touched: before anything is refused
beforeAll(async () => {
  void globalThis.Response;
  await new Promise((resolve) => setTimeout(resolve, 100));
});

// anew each time, so that nothing is compiled yet
beforeEach(async () => {
  vi.resetModules();
  core = await import(`${'../dist/core.js'}`);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('what it promises', () => {
  it('the functions that its types name, and no others', () => {
    const names = ['GaussianMixture', 'SingularCovarianceError', 'dispose', 'fit', 'fitSync'];
    expect(Object.keys(core).sort()).toEqual(names);
    for (const name of Object.getOwnPropertyNames(whole.GaussianMixture.prototype)) {
      expect(name in core.GaussianMixture.prototype, name).toBe(true);
    }
  });

  it('the bits of the release', async () => {
    const known = JSON.parse(readFileSync(new URL('fingerprint/expected.json', import.meta.url), 'utf8'));
    const found = await fingerprint(core as unknown as typeof whole, {
      lacks: ['select', 'bootstrap', 'condition', 'quantile', 'fitStream', 'partialFit'],
    });
    expect(found.ran).toEqual({ backends: ['wasm'], threads: 1, reasons: [] });
    expect(differences(found, known)).toEqual([]);
    const conditions = 'some features, given others; samples';
    const line = 'one feature: density, distribution, quantiles';
    const left = [
      'select',
      'bootstrap',
      line,
      conditions,
      'streams',
      'streams, starts from a sample',
      'chunk after chunk',
    ];
    expect(Object.keys(known.cases).filter((name) => !(name in found.cases))).toEqual(left);
  });

  it('bits of rows that most components are out of reach of', () => {
    for (const covarianceType of ['full', 'diag', 'spherical', 'tied-diag'] as const) {
      const asked = { nComponents: 6, covarianceType, initParams: 'kmeans', maxIter: 20, tol: 0 } as const;
      const rows = { data: clusters(3, 1500, 32, 6, 3), shape: [1500, 32] };
      expect(numbersOf(core.fitSync(rows, asked))).toEqual(numbersOf(whole.fitSync(rows, asked)));
    }
  });

  it('rows that are packed before anything is compiled, in both precisions', async () => {
    for (const precision of ['f64', 'f32'] as const) {
      const model = await core.fit(data, { ...options, precision });
      expect(numbersOf(model)).toEqual(numbersOf(whole.fitSync(data, { ...options, precision })));
      vi.resetModules();
      core = await import(`${'../dist/core.js'}`);
    }
    await expect(core.fit([1, Number.NaN], { nComponents: 1 })).rejects.toThrow(/^data\[1\] is NaN/);
    // beyond the rows by which the scale is set
    const far = Float64Array.from({ length: 8193 }, (_, i) => (i < 8192 ? i % 7 : 1e60));
    await expect(core.fit(far, { nComponents: 1, precision: 'f32' })).rejects.toThrow(
      /^data\[8192\] is 1e\+60: too far/,
    );
    await expectWorks();
  });

  it('models of the whole package, by their JSON and as a start', async () => {
    const carried = expected.partialFit(data.slice(0, 50));
    for (const model of [expected, carried]) {
      const read = core.GaussianMixture.fromJSON(JSON.stringify(model));
      expect(read.predict(data)).toEqual(model.predict(data));
      expect(read.online).toEqual(model.online);
    }
    const on = { nComponents: 3, warmStart: expected as unknown as Core.GaussianMixture };
    expect(numbersOf(core.fitSync(data, on))).toEqual(
      numbersOf(whole.fitSync(data, { nComponents: 3, warmStart: expected })),
    );
  });
});

describe('what it does in another way, and tells', () => {
  it.each([
    ['threads', { threads: 2 }, 'threads'],
    ['relaxed arithmetic', { arithmetic: 'relaxed' }, 'relaxed arithmetic'],
  ] as const)('%s', async (_, asked, what) => {
    const model = await core.fit(data, { ...options, ...asked });
    expect(model.execution).toEqual({ ...STRICT, fallbackReason: `gmm-wasm/core has no ${what}: import gmm-wasm` });
    expect(numbersOf(model)).toEqual(numbersOf(expected));
    expect(await model.predictAsync(data, { threads: 2 })).toEqual(expected.predict(data));
  });

  it('relaxed arithmetic of fitSync', () => {
    const { execution } = core.fitSync(data, { ...options, arithmetic: 'relaxed' });
    expect(execution.relaxed).toBe(false);
    expect(execution.fallbackReason).toMatch(refusal('relaxed arithmetic'));
  });
});

describe('what it refuses', () => {
  const wasm = readFileSync(new URL('../dist/simd.wasm', import.meta.url));

  it.each([
    ["backend 'js'", { backend: 'js' }, "fallback \\(backend 'js'\\)"],
    ["backend 'js' with relaxed arithmetic", { backend: 'js', arithmetic: 'relaxed' }, "fallback \\(backend 'js'\\)"],
    ['a binary of the package', { wasm }, 'option wasm'],
    ['its URL', { wasm: new URL('../dist/simd.wasm', import.meta.url) }, 'option wasm'],
    ['the relaxed binary', { wasm, arithmetic: 'relaxed' }, 'option wasm'],
  ] as const)('%s', async (_, asked, what) => {
    await expect(core.fit(data, { ...options, ...asked })).rejects.toThrow(refusal(what));
    expect(() => core.fitSync(data, { ...options, ...asked })).toThrow(refusal(what));
    await expectWorks();
  });

  it('Arrow tables, but not their columns', async () => {
    const [x, y] = [0, 1].map((j) => Float64Array.from(data, (row) => row[j]));
    const table = tableFromArrays({ x, y });
    await expect(core.fit(table as unknown as Core.Data, options)).rejects.toThrow(refusal('reader of Arrow tables'));
    expect(() => core.fitSync(table as unknown as Core.Data, options)).toThrow(refusal('reader of Arrow tables'));
    const columns = (['x', 'y'] as const).map((name) => table.getChild(name)!.toArray() as Float64Array);
    expect(numbersOf(core.fitSync({ columns }, options))).toEqual(numbersOf(expected));
    await expectWorks();
  });

  it('the nearest name to one that is unknown, but what other libraries call it', () => {
    expect(() => core.fitSync(data, { ...options, toll: 1 } as Core.FitOptions)).toThrow(/^unknown option 'toll'$/);
    expect(() => core.fitSync(data, { k: 2 } as unknown as Core.FitOptions)).toThrow(/did you mean 'nComponents'/);
  });

  it('what it does not know, before what it lacks', async () => {
    const wrong = { ...options, wasm: 'simd.wasm' } as unknown as Core.FitOptions;
    await expect(core.fit(data, wrong)).rejects.toThrow(/^option wasm must be a WebAssembly\.Module/);
    const none = { ...options, backend: 'gpu' } as unknown as Core.FitOptions;
    expect(() => core.fitSync(data, none)).toThrow(/^option backend must be one of/);
  });

  it('mixtures of some of the features', async () => {
    const model = core.fitSync(data, options);
    expect(() => model.condition([0], [1])).toThrow(refusal('condition'));
    expect(() => model.marginal([1])).toThrow(refusal('marginal'));
    await expectWorks();
  });

  it('distributions on the line', async () => {
    const model = core.fitSync([1, 2, 3, 7, 8, 9], { nComponents: 1 });
    expect(() => model.pdf(2)).toThrow(refusal('pdf'));
    expect(() => model.cdf([2, 3])).toThrow(refusal('cdf'));
    expect(() => model.quantile(0.5)).toThrow(refusal('quantile'));
    await expectWorks();
  });

  it('partialFit', async () => {
    const model = core.fitSync(data, options);
    expect(() => model.partialFit(data)).toThrow(refusal('partialFit'));
    expect(numbersOf(model)).toEqual(numbersOf(expected));
    await expectWorks();
  });

  it('models of other libraries', () => {
    const theirs = { covariance_type: 'diag', weights_: [0.25, 0.75], means_: [[0], [3]], covariances_: [[1], [2]] };
    expect(() => core.GaussianMixture.fromScikitLearn(theirs)).toThrow(refusal('fromScikitLearn'));
    // as docs/coming-from-scikit-learn.md says
    const { weights_: weights, means_: means, covariances_: covariances } = theirs;
    const same = core.GaussianMixture.fromParameters({ covarianceType: 'diag', weights, means, covariances });
    expect(same.toJSON()).toEqual(whole.GaussianMixture.fromScikitLearn(theirs).toJSON());
    const ofR = { mean: [0], variance: { modelName: 'X', d: 1, G: 1, sigmasq: [1] } };
    expect(() => core.GaussianMixture.fromMclust(ofR)).toThrow(refusal('fromMclust'));
    const saved = JSON.stringify(whole.GaussianMixture.fromMclust(ofR));
    expect(core.GaussianMixture.fromJSON(saved).predictProba([1])).toEqual(Float64Array.of(1));
  });
});

describe('where WebAssembly cannot run', () => {
  const refuse = () => {
    throw new WebAssembly.CompileError('Refused to compile: unsafe-eval is not an allowed source of script');
  };
  const message =
    /^WebAssembly may not be compiled here \(Refused to compile.*'wasm-unsafe-eval'.*gmm-wasm\/core has no fallback \(backend 'js'\): import gmm-wasm$/;

  it('a policy against it: every call that needs it says so, the others work, and so do all once it is lifted', async () => {
    const { weights, means, covariances } = expected;
    vi.spyOn(WebAssembly, 'compile').mockImplementation(async () => refuse());
    vi.spyOn(WebAssembly, 'instantiate').mockImplementation(async () => refuse());
    refuseModule(refuse);
    for (const asked of [options, { ...options, backend: 'wasm' as const }]) {
      await expect(core.fit(data, asked)).rejects.toThrow(message);
      expect(() => core.fitSync(data, asked)).toThrow(message);
    }
    const model = core.GaussianMixture.fromParameters({ weights, means, covariances });
    const same = whole.GaussianMixture.fromParameters({ weights, means, covariances });
    expect(() => model.predict(data)).toThrow(message);
    expect(() => model.score(data)).toThrow(message);
    expect(() => model.execution).toThrow(message);
    await expect(model.predictAsync(data)).rejects.toThrow(message);
    expect(model.sample(20, { seed: 1 })).toEqual(same.sample(20, { seed: 1 }));
    expect(model.precisions).toEqual(same.precisions);
    expect(model.mean).toEqual(same.mean);
    expect(model.toJSON()).toEqual(same.toJSON());
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
    await expectWorks();
    expect(model.predict(data)).toEqual(same.predict(data));
  });

  it('an engine that compiles but does not instantiate', async () => {
    vi.spyOn(WebAssembly, 'instantiate').mockImplementation(async () => refuse());
    await expect(core.fit(data, options)).rejects.toThrow(message);
    vi.restoreAllMocks();
    await expectWorks();
  });

  it('a main thread that may not compile at once: fitSync says what to call, and works once fit has compiled', async () => {
    refuseModule(() => {
      throw new RangeError('WebAssembly.Compile is disallowed on the main thread');
    });
    expect(() => core.fitSync(data, options)).toThrow(
      /disallowed on the main thread\).*if only the main thread may not, call fit or predictAsync; gmm-wasm\/core has no/,
    );
    const model = await core.fit(data, options);
    expect(model.execution).toEqual(STRICT);
    expect(model.predict(data)).toEqual(expected.predict(data));
    await expectWorks();
  });

  it('no WebAssembly at all, or none with SIMD', async () => {
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    const simd = /^this engine does not support WebAssembly SIMD; gmm-wasm\/core has no fallback/;
    await expect(core.fit(data, options)).rejects.toThrow(simd);
    expect(() => core.fitSync(data, options)).toThrow(simd);
    vi.stubGlobal('WebAssembly', undefined);
    const none = /^this engine has no WebAssembly; gmm-wasm\/core has no fallback \(backend 'js'\): import gmm-wasm$/;
    await expect(core.fit(data, options)).rejects.toThrow(none);
    expect(() => core.fitSync(data, options)).toThrow(none);
  });
});
