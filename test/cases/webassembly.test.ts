// Group W, what of it can be shown in Node: engines that refuse WebAssembly or a part of it. Each test loads the library
// anew, so that nothing is compiled yet.

import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as reference from '../../src/index.js';
import { refuseModule } from '../refuse-module.js';

const data = Array.from({ length: 300 }, (_, i) => [((i * 37) % 101) / 10, ((i * i) % 89) / 7 + (i % 3) * 20]);
const options = { nComponents: 3, nInit: 2, seed: 5 };
const expected = reference.fitSync(data, options);

/** Everything but what ran. */
function numbersOf(model: reference.GaussianMixture) {
  const { training, ...rest } = model.toJSON();
  return { ...rest, training: { ...training, execution: undefined } };
}

function expectSameBits(model: reference.GaussianMixture) {
  expect(numbersOf(model)).toEqual(numbersOf(expected));
  expect(model.predictProba(data)).toEqual(expected.predictProba(data));
  expect(model.sample(50, { seed: 1 })).toEqual(expected.sample(50, { seed: 1 }));
}

// Node's own HTTP client compiles and instantiates WebAssembly when it is first touched: before anything is refused
beforeAll(async () => {
  void globalThis.Response;
  await new Promise((resolve) => setTimeout(resolve, 100));
});

function fresh(): Promise<typeof reference> {
  return import('../../src/index.js');
}

beforeEach(() => {
  vi.resetModules();
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

it('the numbers to compare with come from WebAssembly', () => {
  expect(expected.execution).toEqual({ backend: 'wasm', simd: true, relaxed: false, threads: 1 });
});

describe('W02 a Content-Security-Policy that forbids compiling', () => {
  const refuse = () => {
    throw new WebAssembly.CompileError('Refused to compile: unsafe-eval is not an allowed source of script');
  };

  function stub() {
    vi.spyOn(WebAssembly, 'compile').mockImplementation(async () => refuse());
    vi.spyOn(WebAssembly, 'instantiate').mockImplementation(async () => refuse());
    refuseModule(refuse);
  }

  it('fit runs the twin and says why', async () => {
    stub();
    const { fit } = await fresh();
    const model = await fit(data, options);
    expect(model.execution.backend).toBe('js');
    expect(model.execution.simd).toBe(false);
    expect(model.execution.fallbackReason).toMatch(/may not be compiled here \(Refused to compile.*'wasm-unsafe-eval'/);
    expect(WebAssembly.compile).toHaveBeenCalled();
    expectSameBits(model);
  });

  it('so does fitSync', async () => {
    stub();
    const { fitSync } = await fresh();
    const model = fitSync(data, options);
    expect(model.execution.backend).toBe('js');
    expect(model.execution.fallbackReason).toMatch(/Refused to compile.*'wasm-unsafe-eval'/);
    expectSameBits(model);
  });

  it('an engine that compiles but does not instantiate', async () => {
    vi.spyOn(WebAssembly, 'instantiate').mockImplementation(async () => refuse());
    const { fit } = await fresh();
    const model = await fit(data, options);
    expect(model.execution.backend).toBe('js');
    expect(model.execution.fallbackReason).toMatch(/Refused to compile/);
    expectSameBits(model);
  });

  it('backend wasm that is compiled but not instantiated is an error', async () => {
    vi.spyOn(WebAssembly, 'instantiate').mockImplementation(async () => refuse());
    const { fit } = await fresh();
    await expect(fit(data, { ...options, backend: 'wasm' })).rejects.toThrow(/Refused to compile/);
  });

  it('backend wasm is an error with the reason', async () => {
    stub();
    const { fit, fitSync } = await fresh();
    await expect(fit(data, { ...options, backend: 'wasm' })).rejects.toThrow(
      /backend 'wasm' cannot run.*Refused to compile/,
    );
    expect(() => fitSync(data, { ...options, backend: 'wasm' })).toThrow(
      /backend 'wasm' cannot run.*Refused to compile/,
    );
  });
});

it('W02 no WebAssembly at all', async () => {
  vi.stubGlobal('WebAssembly', undefined);
  const { fit, fitSync } = await fresh();
  for (const model of [fitSync(data, options), await fit(data, options)]) {
    expect(model.execution).toEqual({
      backend: 'js',
      simd: false,
      relaxed: false,
      threads: 1,
      fallbackReason: 'this engine has no WebAssembly',
    });
    expectSameBits(model);
  }
  expect(() => fitSync(data, { ...options, backend: 'wasm' })).toThrow(/no WebAssembly/);
});

it('W04 compiling in one piece is refused on the main thread', async () => {
  refuseModule(() => {
    throw new RangeError('WebAssembly.Compile is disallowed on the main thread, if the buffer size is larger than 4KB');
  });
  const { fit, fitSync } = await fresh();
  const sync = fitSync(data, options);
  expect(sync.execution.backend).toBe('js');
  expect(sync.execution.fallbackReason).toMatch(/disallowed on the main thread/);
  expectSameBits(sync);
  const model = await fit(data, options);
  expect(model.execution).toEqual({ backend: 'wasm', simd: true, relaxed: false, threads: 1 });
  expectSameBits(model);
  // compiled once, it is there for the synchronous calls as well
  expect(fitSync(data, options).execution.backend).toBe('wasm');
});

describe('W08 SIMD or threads not available', () => {
  it('no SIMD: the twin, and an error for backend wasm', async () => {
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    const { fit, fitSync } = await fresh();
    for (const model of [fitSync(data, options), await fit(data, options)]) {
      expect(model.execution.backend).toBe('js');
      expect(model.execution.fallbackReason).toMatch(/does not support WebAssembly SIMD/);
      expectSameBits(model);
    }
    await expect(fit(data, { ...options, backend: 'wasm' })).rejects.toThrow(/does not support WebAssembly SIMD/);
    expect(() => fitSync(data, { ...options, backend: 'wasm' })).toThrow(/does not support WebAssembly SIMD/);
  });

  it('no shared memory changes nothing', async () => {
    vi.stubGlobal('SharedArrayBuffer', undefined);
    vi.stubGlobal('crossOriginIsolated', false);
    const { fit, fitSync } = await fresh();
    for (const model of [fitSync(data, options), await fit(data, options)]) {
      expect(model.execution).toEqual(expected.execution);
      expectSameBits(model);
    }
  });
});
