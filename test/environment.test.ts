// What importing and fitting leave behind in their surroundings: nothing.

import { afterEach, expect, it, vi } from 'vitest';

const data = Array.from({ length: 100 }, (_, i) => ((i * 37) % 101) / 10);

/** All names but those that the test runner puts there. */
function ownKeys(owner: object) {
  return Reflect.ownKeys(owner).filter((key) => !String(key).includes('vitest'));
}

/** Names and values of the properties that a careless library changes. */
function surroundings() {
  const owners = {
    globalThis,
    Object: Object.prototype,
    Array: Array.prototype,
    Float64Array: Float64Array.prototype,
    TypedArray: Object.getPrototypeOf(Float64Array.prototype),
    Number: Number.prototype,
    Function: Function.prototype,
    Promise: Promise.prototype,
    Math,
    WebAssembly,
  };
  return Object.entries(owners).flatMap(([name, owner]) =>
    ownKeys(owner).map((key) => {
      const { value, get, set } = Object.getOwnPropertyDescriptor(owner, key)!;
      return [`${name}.${String(key)}`, typeof value === 'object' ? 'object' : value, get, set];
    }),
  );
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

it('importing and fitting change no globals, and ask nothing of the network', async () => {
  // Node defines many globals at their first use, and compiles WebAssembly of its own for some
  for (const key of ownKeys(globalThis)) void Reflect.get(globalThis, key);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const fetched = vi.fn();
  vi.stubGlobal('fetch', fetched);
  const compile = vi.spyOn(WebAssembly, 'compile');
  const before = surroundings();
  const { fit, fitSync, GaussianMixture } = await import('../src/index.js');
  expect(surroundings().map(([name]) => name)).toEqual(before.map(([name]) => name));
  expect(surroundings()).toEqual(before);
  expect(compile).not.toHaveBeenCalled();

  const model = await fit(data, { nComponents: 2 });
  fitSync(data, { nComponents: 3 }).sample(10);
  await model.predictAsync(data);
  GaussianMixture.fromJSON(JSON.stringify(model)).score(data);
  expect(surroundings()).toEqual(before);
  expect(compile).toHaveBeenCalledOnce();
  expect(fetched).not.toHaveBeenCalled();
});

it('nothing is printed, and chance is not asked', async () => {
  const prints = (['log', 'warn', 'error', 'info', 'debug'] as const).map((name) => vi.spyOn(console, name));
  const random = vi.spyOn(Math, 'random');
  const { fit, fitSync } = await import('../src/index.js');
  fitSync([1, 1, 1, 5], { nComponents: 2 });
  await fit(data, { nComponents: 3, initParams: 'random', nInit: 2 });
  for (const print of prints) expect(print).not.toHaveBeenCalled();
  expect(random).not.toHaveBeenCalled();
});

it('the public surface is what it is meant to be', async () => {
  const surface = await import('../src/index.js');
  const names = ['GaussianMixture', 'SingularCovarianceError', 'fit', 'fitSync'];
  expect(Object.keys(surface)).toEqual(expect.arrayContaining(names));
  for (const value of Object.values(surface)) expect(value).toBeTypeOf('function');
});

it('polluted prototypes do no harm', async () => {
  const { fitSync } = await import('../src/index.js');
  const clean = JSON.stringify(fitSync(data, { nComponents: 2 }));
  const prototype = Object.prototype as Record<string, unknown>;
  try {
    prototype.tol = 'nonsense';
    prototype.frobnicate = 1;
    expect(JSON.stringify(fitSync(data, { nComponents: 2 }))).toBe(clean);
  } finally {
    delete prototype.tol;
    delete prototype.frobnicate;
  }
});
