// Which components are merged, beside the formula on dense matrices, and what the mixture has in their place.

import { afterAll, describe, expect, it } from 'vitest';
import { dispose } from '../../src/index.js';
import { releaseArena } from '../../src/kernel/arena.js';
import { packingKernel } from '../../src/kernel/load.js';
import type { Workspace } from '../../src/kernel/workspace.js';
import { checkOptions } from '../../src/options.js';
import { HERE, openJob } from '../../src/problem.js';
import { Random } from '../../src/random.js';
import { cheapest, merge } from '../../src/starts/merging.js';
import { drawMove, moved } from '../../src/starts/moves.js';
import { sampled } from '../../src/starts/seeding.js';
import { runSync } from '../../src/steps.js';
import { Draw } from '../kernel/draw.js';

afterAll(dispose);

const D = 3;
const K = 5;
const FAMILIES = ['full', 'diag', 'spherical'] as const;
type Family = (typeof FAMILIES)[number];

/** Components of different sizes; the last two are nearly the same. */
function mixture(family: Family, workspace: Workspace): void {
  const draw = new Draw(5);
  const { weights, means, covariances } = workspace;
  const length = covariances.length / K;
  weights.set([0.1, 0.15, 0.25, 0.2, 0.3]);
  for (let c = 0; c < K; c++) {
    means.set(draw.normals(D, 3), c * D);
    const factor = Array.from({ length: D }, () => draw.normals(D));
    const block = [];
    for (let i = 0; i < D; i++) {
      for (let j = family === 'full' ? 0 : i; j <= i; j++) {
        block.push(factor[i].reduce((sum, x, l) => sum + x * factor[j][l], i === j ? 0.5 : 0));
      }
    }
    covariances.set(block.slice(0, length), c * length);
  }
  means.copyWithin(4 * D, 3 * D, 4 * D);
  means[4 * D] += 0.1;
  covariances.copyWithin(4 * length, 3 * length, 4 * length);
  workspace.prepare();
}

function withMixture<T>(family: Family, use: (workspace: Workspace) => T): T {
  const rows = Array.from({ length: 40 }, (_, i) => [...new Draw(i).normals(D, 3)]);
  const job = openJob(rows, checkOptions({ nComponents: K, covarianceType: family }), true, packingKernel, () => HERE);
  try {
    mixture(family, job.workspace);
    return use(job.workspace);
  } finally {
    releaseArena(job.workspace.arena);
  }
}

interface Moments {
  readonly weight: number;
  readonly mean: number[];
  /** D × D */
  readonly covariance: number[][];
}

function component({ weights, means, covariances }: Workspace, family: Family, c: number): Moments {
  const length = covariances.length / K;
  const at = (i: number, j: number) => {
    if (family === 'full')
      return covariances[c * length + (Math.max(i, j) * (Math.max(i, j) + 1)) / 2 + Math.min(i, j)];
    return i === j ? covariances[c * length + (family === 'diag' ? i : 0)] : 0;
  };
  return {
    weight: weights[c],
    mean: [...means.subarray(c * D, (c + 1) * D)],
    covariance: Array.from({ length: D }, (_, i) => Array.from({ length: D }, (_, j) => at(i, j))),
  };
}

/** Taken together, of the same family. */
function union(parts: readonly Moments[], family: Family): Moments {
  const weight = parts.reduce((sum, part) => sum + part.weight, 0);
  const mean = parts[0].mean.map((_, j) => parts.reduce((sum, part) => sum + part.weight * part.mean[j], 0) / weight);
  const covariance = mean.map((_, i) =>
    mean.map((_, j) => {
      const about = (part: Moments) => part.covariance[i][j] + (part.mean[i] - mean[i]) * (part.mean[j] - mean[j]);
      return i === j || family === 'full'
        ? parts.reduce((sum, part) => sum + part.weight * about(part), 0) / weight
        : 0;
    }),
  );
  if (family === 'spherical') {
    const variance = covariance.reduce((sum, row, i) => sum + row[i], 0) / D;
    for (let i = 0; i < D; i++) covariance[i][i] = variance;
  }
  return { weight, mean, covariance };
}

/** Of a 3 × 3 matrix. */
function determinant([[a, b, c], [d, e, f], [g, h, i]]: number[][]): number {
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
}

const halfLog = ({ covariance }: Moments) => 0.5 * Math.log(determinant(covariance));

describe.each(FAMILIES)('%s', (family) => {
  it('all pairs come in the order of what they cost', () => {
    withMixture(family, (workspace) => {
      const parts = Array.from({ length: K }, (_, c) => component(workspace, family, c));
      const pairs = runSync(cheapest(workspace, workspace.saveParameters()));
      expect(pairs).toHaveLength((K * (K - 1)) / 2);
      expect([pairs[0].a, pairs[0].b]).toEqual([3, 4]);
      for (const { a, b, cost } of pairs) {
        const both = union([parts[a], parts[b]], family);
        const naive =
          both.weight * halfLog(both) - parts[a].weight * halfLog(parts[a]) - parts[b].weight * halfLog(parts[b]);
        expect(cost).toBeCloseTo(naive, 12);
      }
      expect(pairs.map(({ cost }) => cost)).toEqual(pairs.map(({ cost }) => cost).sort((p, q) => p - q));
    });
  });

  it('the heavier one has the moments of both, the other one is free', () => {
    withMixture(family, (workspace) => {
      const parts = [1, 2].map((c) => component(workspace, family, c));
      const both = union(parts, family);
      expect(merge(workspace, { a: 1, b: 2, cost: 0 })).toBe(1);
      const kept = component(workspace, family, 2);
      expect(kept.weight).toBeCloseTo(both.weight, 14);
      const [found, wanted] = [kept, both].map(({ mean, covariance }) => [...mean, ...covariance.flat()]);
      for (const [at, value] of found.entries()) expect(value).toBeCloseTo(wanted[at], 12);
      expect(workspace.weights[1]).toBe(0);
    });
  });

  it('two of weight 0 are the first to go', () => {
    withMixture(family, (workspace) => {
      workspace.weights.set([0, 0, 0.5, 0.2, 0.3]);
      workspace.prepare();
      const [first] = runSync(cheapest(workspace, workspace.saveParameters()));
      expect(first).toEqual({ a: 0, b: 1, cost: 0 });
    });
  });

  it('a twin takes after the component of its row, and halves its weight', () => {
    withMixture(family, (workspace) => {
      const { ranges } = sampled(workspace);
      const parameters = workspace.saveParameters();
      const pairs = runSync(cheapest(workspace, parameters));
      for (let i = 0; i < 10; i++) {
        const move = { spare: 0.99, share: (i + 0.5) / 10, unlikely: false, twin: true };
        workspace.loadParameters(moved(workspace, ranges, { parameters, pairs }, move));
        const parts = Array.from({ length: K }, (_, c) => component(workspace, family, c));
        expect(parts.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 14);
        // the cheapest pair is 3 and 4, unless the row belongs to one of them
        const free = parts.findIndex(({ weight }, c) => parts.slice(0, c).some((other) => other.weight === weight));
        const twins = parts.filter(({ weight }) => weight === parts[free].weight);
        expect(twins).toHaveLength(2);
        expect(twins[0].covariance).toEqual(twins[1].covariance);
        expect(twins[0].mean).not.toEqual(twins[1].mean);
      }
    });
  });
});

it('moves are guided, and every other one is to a twin, where features are many and components have their own shape', () => {
  const size = { n: 100, d: 2, k: 3, weighted: false };
  const twins = (of: object) => {
    const random = new Random(1, 0, Math.log);
    return Array.from({ length: 6 }, (_, i) => drawMove(i, { ...size, family: 0, ...of }, false, random).twin);
  };
  expect(twins({})).toEqual([false, true, false, true, false, true]);
  expect(twins({ d: 1 })).not.toContain(true);
  expect(twins({ family: 3 })).not.toContain(true);
});
