// EM on the present data: a fit, the same fit gone on with, and single steps.

import { transfer } from 'comlink';
import { type FitOptions, fit, GaussianMixture } from 'gmm-wasm';
import type { Frame, Leg, Outcome, Settings } from './protocol.js';
import { Recorder, sorted } from './recorder.js';

export interface Rows {
  readonly data: Float64Array;
  readonly shape: [number, number];
}

/** One core is the page's, which draws meanwhile. Results are the same for any number. */
const THREADS = Math.max(1, navigator.hardwareConcurrency - 1);

type Watch = (frame: Frame) => Promise<void>;

/** Responsibilities of rows at a frame; undefined where a covariance cannot be factored. */
export function sharesAt(frame: Frame, rows: Rows): Float32Array | undefined {
  try {
    const { covarianceType, parameters } = frame;
    return Float32Array.from(GaussianMixture.fromParameters({ covarianceType, ...parameters }).predictProba(rows));
  } catch {
    return undefined;
  }
}

export class Run {
  readonly #rows: Rows;
  readonly #drawn: Rows;
  readonly #settings: Settings;
  #recorder = new Recorder();
  #history: number[] = [];
  #legs: Leg[] = [];
  #milliseconds = 0;
  #halted = false;
  model: GaussianMixture | undefined;

  constructor(rows: Rows, drawn: Rows, settings: Settings) {
    this.#rows = rows;
    this.#drawn = drawn;
    this.#settings = settings;
  }

  /** Ends the fit under way after its present iteration. */
  halt(): void {
    this.#halted = true;
  }

  /**
   * A fit, from the start or from where the last one ended.
   *
   * @param watch - shown the present state as often as it has dealt with the last one
   */
  async go(leg: Leg, signal: AbortSignal, watch?: Watch): Promise<Outcome> {
    this.#halted = false;
    const before = Math.max(0, this.#history.length - 1);
    const { covarianceType } = this.#settings;
    let ready = true;
    const onIteration: FitOptions['onIteration'] = (info) => {
      this.#recorder.note(info, covarianceType, before);
      if (watch && ready && !this.#halted) {
        ready = false;
        const { iteration, lowerBound } = info;
        const now = { iteration: before + iteration, lowerBound, covarianceType, parameters: info.parameters() };
        const frame = this.model ? now : sorted(now);
        const shares = sharesAt(frame, this.#drawn);
        watch(transfer({ ...frame, shares }, shares ? [shares.buffer] : [])).then(() => {
          ready = true;
        });
      }
      return !this.#halted;
    };
    const warm = this.model ? { warmStart: this.model } : {};
    const started = performance.now();
    const model = await fit(this.#rows, { ...this.#settings, ...leg, ...warm, threads: THREADS, onIteration, signal });
    this.#milliseconds += performance.now() - started;

    this.model = model;
    this.#legs.push(this.#halted && !model.converged ? { ...leg, maxIter: model.nIter } : leg);
    this.#history.push(...model.history.subarray(this.#history.length > 0 ? 1 : 0));
    return this.#outcome(model, before);
  }

  #outcome(model: GaussianMixture, before: number): Outcome {
    const { weights, means, covariances, covarianceType, lowerBound } = model;
    const iteration = this.#history.length - 1;
    const shares = Float32Array.from(model.predictProba(this.#drawn));
    const last = { iteration, lowerBound, covarianceType, parameters: { weights, means, covariances }, shares };
    return {
      frames: this.#recorder.close(last, before),
      history: Float64Array.from(this.#history),
      legs: [...this.#legs],
      settings: this.#settings,
      logLikelihood: model.logLikelihood,
      bic: model.bic(),
      aic: model.aic(),
      nIter: iteration,
      converged: model.converged,
      stopped: this.#halted,
      collapsed: model.collapsed,
      spurious: model.spurious,
      empty: model.empty,
      execution: model.execution,
      milliseconds: this.#milliseconds,
    };
  }
}
