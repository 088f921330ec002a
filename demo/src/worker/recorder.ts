// The frames of a run, for looking back: all of them while they are few, every second, every fourth, … later.

import type { CovarianceType, IterationInfo } from 'gmm-wasm';
import type { Frame, Parameters } from './protocol.js';

const MOST = 256;

export class Recorder {
  #frames: Frame[] = [];
  #stride = 1;

  /** Notes a point of the run. A run that begins again wipes what was. */
  note(info: IterationInfo, covarianceType: CovarianceType, before: number): void {
    const iteration = before + info.iteration;
    while (this.#frames.length > 0 && this.#frames.at(-1)!.iteration >= iteration) this.#frames.pop();
    if (iteration % this.#stride !== 0) return;
    this.#frames.push({ iteration, lowerBound: info.lowerBound, covarianceType, parameters: info.parameters() });
    if (this.#frames.length <= MOST) return;
    this.#stride *= 2;
    this.#frames = this.#frames.filter((frame) => frame.iteration % this.#stride === 0);
  }

  /**
   * The frames, and the model's as the last. A fit sorts its components in the end; the frames get the same order.
   *
   * @param from - how many iterations came before this run, whose order is right
   */
  close(last: Frame, from: number): Frame[] {
    const end = this.#frames.at(-1);
    while (this.#frames.length > 0 && this.#frames.at(-1)!.iteration >= last.iteration) this.#frames.pop();
    const order = end && end.iteration === last.iteration ? orderOf(end.parameters, last.parameters) : undefined;
    if (order) {
      this.#frames = this.#frames.map((frame) => (frame.iteration >= from ? reorder(frame, order) : frame));
    }
    this.#frames.push(last);
    return this.#frames;
  }
}

/** Where each component of `to` is in `from`; undefined if they are not the same parameters, or need no change. */
function orderOf(from: Parameters, to: Parameters): number[] | undefined {
  const key = ({ weights, means }: Parameters, k: number) => `${weights[k]} ${means[k]!.join(' ')}`;
  const places = from.means.map((_, k) => key(from, k));
  const order = to.means.map((_, k) => places.indexOf(key(to, k)));
  return order.includes(-1) || order.every((place, k) => place === k) ? undefined : order;
}

/** The components of a frame in another order. */
export function reorder(frame: Frame, order: readonly number[]): Frame {
  const { weights, means, covariances } = frame.parameters;
  const shared = frame.covarianceType.startsWith('tied');
  const pick = (all: ArrayLike<unknown>) => order.map((k) => all[k]);
  const parameters = {
    weights: Float64Array.from(order, (k) => weights[k]!),
    means: order.map((k) => means[k]!),
    covariances: (shared ? covariances : pick(covariances as ArrayLike<unknown>)) as Parameters['covariances'],
  };
  return { ...frame, parameters };
}

/** Components by their means, as a finished fit has them: so that colours stay when it ends. */
export function sorted(frame: Frame): Frame {
  const { means } = frame.parameters;
  const order = means.map((_, k) => k).sort((a, b) => compare(means[a]!, means[b]!));
  return reorder(frame, order);
}

function compare(a: Float64Array, b: Float64Array): number {
  const j = a.findIndex((value, at) => value !== b[at]);
  return j < 0 ? 0 : a[j]! - b[j]!;
}
