// Labels, responsibilities or log-densities of rows that need not fit into memory, chunk by chunk.

import type { Rows } from '../data.js';
import { chooseSync } from '../kernel/load.js';
import { evaluateAsync } from '../model/evaluate.js';
import type { Evaluator } from '../model/evaluator.js';
import { mixtureOf } from '../model/mixture.js';
import type { GaussianMixture } from '../model.js';
import { show } from '../names.js';
import { runAsync, type Steps } from '../steps.js';
import { type AskOptions, checkAskOptions, checkModel } from './ask.js';
import type { TakenChunk } from './chunk.js';
import type { Reading } from './reading.js';
import { Session } from './session.js';
import { openSource, type StreamInput } from './source.js';

/** What is wanted of each row. */
export type StreamOutput = 'labels' | 'responsibilities' | 'logDensities';

/** Options of `predictStream`. */
export interface PredictStreamOptions<Output extends StreamOutput = StreamOutput> extends AskOptions {
  /**
   * `'labels'` (the default): the likeliest component, Int32Array(n) for a chunk of n rows; `'responsibilities'`:
   * Float64Array(n·K), row-major; `'logDensities'`: ln p(x) in nats, Float64Array(n).
   */
  readonly output?: Output;
}

/** What comes of a chunk. */
export type Predicted<Output extends StreamOutput> = Output extends 'labels' ? Int32Array : Float64Array;

type Numbers = Int32Array | Float64Array;

interface Question {
  /** Room for the answer. */
  readonly out: (n: number) => Numbers;
  readonly task: (evaluator: Evaluator) => Steps<Numbers>;
  /** Whether other threads know the question. */
  readonly shared: boolean;
}

const QUESTIONS: Readonly<Record<StreamOutput, Question>> = {
  labels: { out: (n) => new Int32Array(n), task: (evaluator) => evaluator.labels(), shared: true },
  responsibilities: {
    out: (n) => new Float64Array(n),
    task: (evaluator) => evaluator.responsibilities(),
    shared: false,
  },
  logDensities: { out: (n) => new Float64Array(n), task: (evaluator) => evaluator.logDensities(), shared: true },
};

/**
 * What a model says of the rows of a source: one answer for each chunk, in their order, the same to the bit as `predict`,
 * `predictProba` and `scoreSamples` of the model. A chunk is asked for when the answer to the one before it has been
 * taken; when the loop over answers is left, the source is closed. Weights have no part in it.
 *
 * @param source - chunks of the model's d features; also one that can be read only once
 * @throws TypeError for arguments of the wrong kind, at once; the rest, as `scoreStream` does, when answers are asked for
 */
export function predictStream<const Output extends StreamOutput = 'labels'>(
  model: GaussianMixture,
  source: StreamInput,
  options: PredictStreamOptions<Output> = {},
): AsyncGenerator<Predicted<Output>, void, void> {
  const { output = 'labels' } = options ?? {};
  checkModel(model);
  checkAskOptions(options, ['output']);
  if (!Object.hasOwn(QUESTIONS, output)) {
    throw new RangeError(`option output must be one of ${Object.keys(QUESTIONS).join(', ')}; got ${show(output)}`);
  }
  const opened = openSource(source, false);
  const answers = predictions(model, () => new Session(opened, options.signal, options.onProgress), options, output);
  return answers as AsyncGenerator<Predicted<Output>, void, void>;
}

async function* predictions(
  model: GaussianMixture,
  open: () => Session,
  options: AskOptions,
  output: StreamOutput,
): AsyncGenerator<Numbers, void, void> {
  const state = model.internal();
  const mixture = mixtureOf(state);
  const choice = state.choice ?? chooseSync({});
  const { task, out, shared } = QUESTIONS[output];
  const shift = output === 'logDensities' ? mixture.d * mixture.exponent * Math.LN2 : 0;
  const session = open();
  const { signal } = session;
  let reading: Reading | undefined;
  try {
    if (signal.aborted) throw signal.reason;
    reading = session.read(mixture.d);
    for (let rows = 0; ; ) {
      const chunk = await runAsync(reading.next(), signal);
      if (!chunk) return;
      const how = { threads: shared ? (options.threads ?? 1) : 1, signal, out, task };
      const answer = await evaluateAsync(mixture, choice, located(chunk), how);
      rows += chunk.rows.n;
      session.passed(rows);
      yield shift === 0 ? answer : answer.map((value) => value + shift);
    }
  } finally {
    reading?.close();
    await session.end();
  }
}

/** Rows whose values have the names that their chunk has for them. */
function located({ rows, place }: TakenChunk): Rows {
  return { n: rows.n, d: rows.d, read: (...where) => rows.read(...where), place };
}
