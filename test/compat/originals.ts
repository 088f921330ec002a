// The packages that are replaced, under the types of the replacements, and what makes them repeat themselves.

import { createRequire } from 'node:module';
import { vi } from 'vitest';
import type expectationMaximization from '../../src/compat/expectation-maximization.js';
import type { GMM } from '../../src/compat/gaussian-mixture.js';
import type GaussianMixtureModel from '../../src/compat/gaussian-mixture-model.js';
import { Random } from '../../src/random.js';

const require = createRequire(import.meta.url);

export const OriginalGMM = require('gaussian-mixture') as typeof GMM;
export const OriginalModel = require('gaussian-mixture-model').default as typeof GaussianMixtureModel;
export const originalEM = require('expectation-maximization') as typeof expectationMaximization;

/** 200 draws from 0.2·N(0, 1) + 0.5·N(10, 2) + 0.3·N(30, 4), by which gaussian-mixture tests itself. */
export const draws = require('gaussian-mixture/test/fixtures/data.json') as number[];

/** A series of uniform and normal numbers. */
export function seeded(seed: number): Random {
  return new Random(seed, 0, Math.log);
}

/** Lets the originals draw from a series that repeats. */
export function seedMathRandom(seed: number): void {
  const random = seeded(seed);
  vi.spyOn(Math, 'random').mockImplementation(() => random.uniform());
}

/** n points of a mixture of unit Gaussians about the given centres, in turn. */
export function mixture(n: number, centres: number[][], seed: number): number[][] {
  const random = seeded(seed);
  return Array.from({ length: n }, (_, i) => centres[i % centres.length].map((centre) => centre + random.normal()));
}

/** The largest difference of two nested arrays of one shape, relative to the larger number (to 1 where both are less). */
export function furthest(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = Math.abs(a - b) / Math.max(1, Math.abs(a), Math.abs(b));
    return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return Number.POSITIVE_INFINITY;
  return a.reduce((most, item, i) => Math.max(most, furthest(item, b[i])), 0);
}
