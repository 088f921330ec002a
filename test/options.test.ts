// Options: unknown ones are refused with the nearest name, later ones are refused by name, known ones are checked.

import { describe, expect, it } from 'vitest';
import { type FitOptions, fitSync } from '../src/index.js';
import { checkOptions } from '../src/options.js';

const data = [1, 2, 3, 11, 12, 13];

function check(options: unknown) {
  return () => checkOptions(options as FitOptions);
}

function expectRefused(options: unknown, kind: typeof TypeError | typeof RangeError, message: RegExp) {
  expect(check(options)).toThrow(message);
  expect(check(options)).toThrow(kind);
  expect(() => fitSync(data, options as FitOptions)).toThrow(message);
}

describe('unknown names', () => {
  it.each([
    ['n_components', 'nComponents'],
    ['nComponent', 'nComponents'],
    ['ncomponents', 'nComponents'],
    ['covariance_type', 'covarianceType'],
    ['covarianceTyp', 'covarianceType'],
    ['regcovar', 'regCovar'],
    ['reg_covar', 'regCovar'],
    ['max_iter', 'maxIter'],
    ['n_init', 'nInit'],
    ['init_params', 'initParams'],
    ['means_init', 'meansInit'],
    ['sampleWeights', 'sampleWeight'],
    ['warm_start', 'warmStart'],
    ['tolerance', undefined],
    ['frobnicate', undefined],
  ])('%s', (name, near) => {
    const message = near
      ? new RegExp(`unknown option '${name}'; did you mean '${near}'\\?$`)
      : new RegExp(`unknown option '${name}'`);
    expectRefused({ nComponents: 2, [name]: 1 }, TypeError, message);
  });

  it('are refused even if they are undefined', () => {
    expectRefused({ nComponents: 2, regcovar: undefined }, TypeError, /did you mean 'regCovar'/);
  });

  it('of the prototype are no options', () => {
    expectRefused({ nComponents: 2, toString: 1 }, TypeError, /unknown option 'toString'/);
    expectRefused({ nComponents: 2, constructor: 1 }, TypeError, /unknown option 'constructor'/);
    expectRefused(JSON.parse('{ "nComponents": 2, "__proto__": 1 }'), TypeError, /unknown option '__proto__'/);
  });
});

describe('known values', () => {
  it('both kinds of acceleration are known', () => {
    for (const acceleration of ['none', 'squarem']) expect(check({ nComponents: 2, acceleration })).not.toThrow();
  });

  it('of threads, precision and prior', () => {
    expect(check({ nComponents: 2, threads: 1, precision: 'f32', prior: true })).not.toThrow();
    expect(check({ nComponents: 2, threads: 'auto' })).not.toThrow();
  });
});

describe('values', () => {
  it.each([
    [{ tol: -1 }, RangeError, /tol must be a finite number of at least 0, got -1/],
    [{ tol: Number.NaN }, RangeError, /tol must be a finite number.*got NaN/],
    [{ tol: '1e-3' }, TypeError, /tol must be a number, got "1e-3"; convert it with Number\(value\)/],
    [{ maxIter: -1 }, RangeError, /maxIter must be an integer from 0 .*got -1/],
    [{ maxIter: 1.5 }, RangeError, /maxIter must be an integer.*got 1\.5/],
    [{ maxIter: Number.POSITIVE_INFINITY }, RangeError, /maxIter must be an integer.*got Infinity/],
    [{ nInit: 0 }, RangeError, /nInit must be an integer from 1 .*got 0/],
    [{ seed: -1 }, RangeError, /seed must be an integer from 0 to 4294967295, got -1/],
    [
      { seed: 2 ** 32 },
      RangeError,
      /seed must be an integer from 0 to 4294967295, got 4294967296; for instance Date\.now\(\) >>> 0/,
    ],
    [{ regCovar: -1 }, RangeError, /regCovar must be a finite number of at least 0, got -1/],
    [{ regCovar: { relative: -1 } }, RangeError, /regCovar\.relative must be a finite number of at least 0, got -1/],
    [{ regCovar: {} }, TypeError, /regCovar\.relative must be a number, got undefined/],
    [{ regCovar: { relativ: 1 } }, TypeError, /regCovar has an unknown key 'relativ'/],
    [{ regCovar: null }, TypeError, /regCovar must be a number or \{ relative: number \}, got null/],
    [{ covarianceType: 'VVE' }, RangeError, /covarianceType must be one of full, diag, .*got "VVE"/],
    [{ covarianceType: 1 }, TypeError, /covarianceType must be a string, got 1/],
    [{ covarianceType: 'toString' }, RangeError, /covarianceType must be one of/],
    [{ initParams: 'kmean' }, RangeError, /initParams must be one of small-em, kmeans, .*got "kmean"/],
    [{ backend: 'gpu' }, RangeError, /backend must be one of auto, wasm, js; got "gpu"/],
    [{ arithmetic: 'fast' }, RangeError, /arithmetic must be one of strict, relaxed; got "fast"/],
    [
      { acceleration: 'squaremm' },
      RangeError,
      /acceleration must be one of none, squarem; got "squaremm"; did you mean/,
    ],
    [{ acceleration: true }, TypeError, /acceleration must be a string, got true/],
    [{ precision: 'f16' }, RangeError, /precision must be one of f64, f32; got "f16"/],
    [{ threads: 0 }, RangeError, /threads must be an integer from 1 to 256, got 0/],
    [{ threads: 257 }, RangeError, /threads must be an integer from 1 to 256, got 257/],
    [{ threads: 1.5 }, RangeError, /threads must be an integer from 1 to 256, got 1.5/],
    [{ threads: 'all' }, TypeError, /threads must be a number or 'auto', got "all"/],
    [{ onIteration: true }, TypeError, /onIteration must be a function, got true/],
    [{ signal: {} }, TypeError, /signal must be an AbortSignal, got an object without keys$/],
    [{ weightsInit: 0.5 }, TypeError, /weightsInit must be an array of numbers, got 0\.5/],
    [{ meansInit: 'x' }, TypeError, /meansInit must be an array of numbers, got "x"/],
    [{ warmStart: {} }, TypeError, /warmStart must be a GaussianMixture/],
    [{ wasm: 3 }, TypeError, /wasm must be .*got 3/],
  ] as const)('%j', (options, kind, message) => {
    expectRefused({ nComponents: 2, ...options }, kind as typeof TypeError, message);
  });

  it.each([[undefined], [null], ['full'], [3], [[]]])('%j for the options', (options) => {
    expectRefused(options, TypeError, /options must be an object such as \{ nComponents: 3 \}/);
  });
});

describe('defaults', () => {
  it('are the documented ones', () => {
    expect(checkOptions({ nComponents: 2 })).toEqual({
      nComponents: 2,
      covarianceType: 'full',
      tol: 1e-7,
      regCovar: { relative: 1e-6 },
      maxIter: 2000,
      nInit: 1,
      initParams: 'small-em',
      seed: 0,
      acceleration: 'none',
      backend: 'auto',
      arithmetic: 'strict',
    });
  });

  it('stand for what is undefined', () => {
    const names = ['covarianceType', 'tol', 'regCovar', 'maxIter', 'nInit', 'seed', 'meansInit', 'signal'];
    const options = Object.fromEntries(names.map((name) => [name, undefined]));
    expect(checkOptions({ nComponents: 2, ...options } as FitOptions)).toEqual(checkOptions({ nComponents: 2 }));
  });

  it('an option cannot be smuggled in by a prototype', () => {
    const options = Object.create({ tol: 'nonsense' });
    options.nComponents = 2;
    expect(checkOptions(options).tol).toBe(1e-7);
  });
});
