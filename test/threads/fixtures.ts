// Fits in threads beside fits in one, and ways to look at the workers that are started.

import { once } from 'node:events';
import worker_threads from 'node:worker_threads';
import { expect, vi } from 'vitest';
import { type FitOptions, fit, type GaussianMixture } from '../../src/index.js';
import { clusters, expectSame, fitted } from '../parity/compare.js';

export const MODES = ['shared', 'copies'] as const;
export type Mode = (typeof MODES)[number];

/** As in a page that is not cross-origin isolated. */
export function withoutSharedMemory(): void {
  vi.stubGlobal('SharedArrayBuffer', undefined);
}

/** n rows of d features in k clusters. */
export function problem(seed: number, n: number, d: number, k: number, spread = 2) {
  return { data: clusters(seed, n, d, k, spread), shape: [n, d] };
}

/** Fits with so many threads, and checks that so many there were and that it makes no difference. */
export async function compare(
  data: { data: Float64Array; shape: number[] },
  options: FitOptions,
  counts: readonly number[],
  mode: Mode,
): Promise<GaussianMixture> {
  const alone = await fit(data, { ...options, threads: 1 });
  for (const threads of counts) {
    const model = await fit(data, { ...options, threads });
    const label = `${threads} threads, ${mode}, ${JSON.stringify({ ...options, sampleWeight: undefined })}`;
    expect(model.execution.threads, label).toBe(threads);
    expect(model.execution.backend, label).toBe(alone.execution.backend);
    if (mode === 'shared') expect(model.execution.fallbackReason, label).toBe(alone.execution.fallbackReason);
    else expect(model.execution.fallbackReason, label).toMatch(/copy of its rows: SharedArrayBuffer is not available/);
    expectSame(fitted(model), fitted(alone), label);
    expect(model.warnings, label).toEqual(alone.warnings);
  }
  return alone;
}

const { Worker } = worker_threads;

/** The workers that are started from now on, until `restoreWorkers`. */
export function watchWorkers(): worker_threads.Worker[] {
  const started: worker_threads.Worker[] = [];
  worker_threads.Worker = class extends Worker {
    constructor(...given: ConstructorParameters<typeof Worker>) {
      super(...given);
      started.push(this);
    }
  };
  return started;
}

/** Waits until so many workers have been started and have said that they are there. */
export async function ready(started: worker_threads.Worker[], count: number): Promise<void> {
  while (started.length < count) await new Promise((resolve) => setTimeout(resolve, 1));
  await Promise.all(started.map((worker) => once(worker, 'message')));
}

/** No worker can be started, until `restoreWorkers`. */
export function forbidWorkers(message: string): void {
  worker_threads.Worker = class extends Worker {
    constructor() {
      super(new URL('data:text/javascript,'));
      throw new Error(message);
    }
  };
}

export function restoreWorkers(): void {
  worker_threads.Worker = Worker;
}
