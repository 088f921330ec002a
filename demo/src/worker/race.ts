// Who does most iterations a second on the present data? All from the same start, with full covariances, one after the
// other, each for about half a second.

import { type FitOptions, fit, fitSync, type GaussianMixture } from 'gmm-wasm';
import { iterate, type Mixture } from './naive.js';
import type { Lap, Settings } from './protocol.js';
import type { Rows } from './run.js';

const MILLISECONDS = 500;
const WARM_UP = 60;

/** The naive one makes no model. */
type Ran = undefined | GaussianMixture | Promise<GaussianMixture>;

/** The clock is asked only now and then: an iteration on few rows takes no longer than asking. */
class Stopwatch {
  readonly #limit: number;
  #started = 0;
  #iterations = -1;
  #asked = 0;
  #stride = 1;
  rate = Number.NaN;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @returns whether there is time for more */
  readonly tick = (): boolean => {
    this.#iterations++;
    if (this.#iterations === 0) this.#started = performance.now();
    if (this.#iterations < this.#asked + this.#stride) return true;
    const elapsed = performance.now() - this.#started;
    if (elapsed < 1) this.#stride *= 2;
    this.#asked = this.#iterations;
    this.rate = (1000 * this.#iterations) / elapsed;
    return elapsed < this.#limit;
  };
}

export async function race(
  rows: Rows,
  { nComponents, seed }: Settings,
  signal: AbortSignal,
  onLap: (lap: Lap) => void,
): Promise<void> {
  const options = { nComponents, seed, initParams: 'k-means++', maxIter: 0 } as const;
  const start = fitSync(rows, options);
  const { weights, means, covariances } = start;
  const from = {
    nComponents,
    weightsInit: weights,
    meansInit: means,
    covariancesInit: covariances,
    tol: 0,
    maxIter: 1e7,
  };
  const library = (more: Partial<FitOptions>) => (stopwatch: Stopwatch) =>
    fitSync(rows, { ...from, ...more, onIteration: stopwatch.tick });
  const threads = Math.max(2, navigator.hardwareConcurrency);

  const contestants: [string, (stopwatch: Stopwatch) => Ran][] = [
    ['Naive JavaScript', naive(rows, start as GaussianMixture<'full'>)],
    ['TypeScript twin', library({ backend: 'js' })],
    ['WebAssembly SIMD', library({ backend: 'wasm' })],
    ['Relaxed SIMD', library({ backend: 'wasm', arithmetic: 'relaxed' })],
    [
      `${threads} threads`,
      (stopwatch) => fit(rows, { ...from, backend: 'wasm', threads, signal, onIteration: stopwatch.tick }),
    ],
  ];
  for (const [name, contestant] of contestants) {
    // a message may have come meanwhile: let it in
    await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
    onLap(await time(name, contestant));
  }
}

async function time(name: string, contestant: (stopwatch: Stopwatch) => Ran): Promise<Lap> {
  try {
    await contestant(new Stopwatch(WARM_UP));
    const stopwatch = new Stopwatch(MILLISECONDS);
    const model = await contestant(stopwatch);
    return { name, rate: stopwatch.rate, note: remark(name, model) };
  } catch (error) {
    return { name, rate: Number.NaN, note: (error as Error).message };
  }
}

/** Why it did not run as its name says. */
function remark(name: string, model: GaussianMixture | undefined): string {
  if (!model) return '';
  const { fallbackReason, threads } = model.execution;
  if (fallbackReason) return fallbackReason;
  return name.endsWith('threads') && threads === 1 ? 'on one: so few rows are not worth sharing' : '';
}

function naive({ data, shape: [n, d] }: Rows, start: GaussianMixture<'full'>) {
  const rows = Array.from({ length: n }, (_, i) => [...data.subarray(i * d, (i + 1) * d)]);
  const first: Mixture = {
    weights: [...start.weights],
    means: start.means.map((mean) => [...mean]),
    covariances: start.covariances.map((matrix) => matrix.map((row) => [...row])),
  };
  // about what the library adds, so that nobody divides by zero
  const floor = first.means[0]!.map((_, j) => 1e-6 * Math.max(...first.covariances.map((matrix) => matrix[j]![j]!)));
  return (stopwatch: Stopwatch): undefined => {
    let mixture = first;
    stopwatch.tick();
    do mixture = iterate(rows, mixture, floor);
    while (stopwatch.tick());
  };
}
