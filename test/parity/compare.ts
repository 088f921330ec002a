// Everything that a model says, as flat arrays of numbers by name; and data to fit.

import { expect } from 'vitest';
import type { CovarianceType, Data, FitOptions, GaussianMixture } from '../../src/index.js';
import { Draw } from '../kernel/draw.js';

export const TYPES: readonly CovarianceType[] = ['full', 'tied', 'diag', 'spherical', 'tied-diag', 'tied-spherical'];

/** Arrays of numbers by name. */
export type Numbers = Record<string, ArrayLike<number>>;

/** Rows in clusters about centres drawn with a deviation of `spread`, row-major. */
export function clusters(seed: number, n: number, d: number, k: number, spread = 4): Float64Array {
  const draw = new Draw(seed);
  const centres = draw.normals(k * d, spread);
  const data = new Float64Array(n * d);
  for (let i = 0; i < n; i++) {
    const c = draw.integer(0, k - 1);
    for (let j = 0; j < d; j++) data[i * d + j] = centres[c * d + j] + draw.normal() * (1 + j / d);
  }
  return data;
}

/** All numbers under a value, however nested. */
export function flat(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return Array.from(value as ArrayLike<unknown>).flatMap(flat);
}

/** What was fitted. */
export function fitted(model: GaussianMixture): Numbers {
  const json = model.toJSON();
  return {
    weights: model.weights,
    means: flat(model.means),
    covariances: flat(model.covariances),
    history: model.history,
    logLikelihood: [model.logLikelihood, model.lowerBound],
    run: [model.nIter, Number(model.converged)],
    health: [...model.collapsed, -1, ...model.spurious, -1, ...model.empty],
    internal: [...json.origin, json.exponent, ...json.weights, ...json.means, ...json.covariances],
  };
}

/** What a model answers. */
export function answers(model: GaussianMixture, data: Data): Numbers {
  const samples = model.sample(50, { seed: 7 });
  return {
    labels: model.predict(data),
    probabilities: model.predictProba(data),
    scores: model.scoreSamples(data),
    score: [model.score(data), model.bic(), model.aic(), model.icl(data)],
    samples: samples.data,
    sampleLabels: samples.labels,
    precisions: flat(model.precisions),
  };
}

/** Fails at the first number that is not the same, −0 and NaN told apart. */
export function expectSame(actual: Numbers, expected: Numbers, label: string): void {
  expect(Object.keys(actual), label).toEqual(Object.keys(expected));
  for (const [name, values] of Object.entries(expected)) {
    const others = actual[name];
    expect(others.length, `${label}: length of ${name}`).toBe(values.length);
    for (let i = 0; i < values.length; i++) {
      if (!Object.is(others[i], values[i]))
        expect.fail(`${label}: ${name}[${i}] is ${others[i]}, expected ${values[i]}`);
    }
  }
}

export type Options = Omit<FitOptions, 'backend'>;
