// Rows that a model is asked about: held in memory, or read again for every answer.

import { readFor } from './input/model.mjs';
import { TableBuilder } from './input/table.mjs';
import { readOptions } from './options.mjs';
import { isStreamed, lookedAt, ofInput, passParts } from './streaming.mjs';

/** Rows of a file that are asked about at a time. */
const BLOCK = 65_536;

/**
 * @typedef {import('./input/model.mjs').Saved} Saved
 * @typedef {import('./session.mjs').Session} Session
 * @typedef {import('./output/columns.mjs').Column} Column
 *
 * @typedef {object} Asked
 * @property {string} source
 * @property {(answer: (columns: readonly Float64Array[]) => Promise<readonly Column[]>) => AsyncGenerator<readonly Column[]>} blocks
 *   what is answered of all rows, in their order
 * @property {() => Promise<Score>} score
 *
 * @typedef {{ source: string, nSamples: number, mean: number, logLikelihood: number, bic: number, aic: number }} Score
 */

/**
 * @param {Session} session
 * @param {Saved} saved
 * @param {string | undefined} file
 * @param {Record<string, any>} options of the command
 * @returns {Promise<Asked>}
 */
export async function openAsked(session, saved, file, options) {
  const { interrupt, progress } = session;
  const reading = { ...readOptions(options), signal: interrupt.signal, progress };
  if (await isStreamed(file, options, { how: 'read piece by piece' })) {
    return askedFile(session, saved, /** @type {string} */ (file), reading);
  }
  return askedTable(session, saved, await readFor(saved, file, reading));
}

/**
 * @param {Session} session
 * @param {Saved} saved
 * @param {import('./input/table.mjs').Table & { source: string }} table
 * @returns {Asked}
 */
function askedTable({ interrupt }, { model }, { source, columns, weights, n }) {
  return {
    source,
    async *blocks(answer) {
      yield await answer(columns);
    },
    async score() {
      const weighted = weights && { sampleWeight: weights };
      await interrupt.pause();
      const mean = model.score({ columns }, weighted);
      const logLikelihood = mean * (weights?.reduce((sum, weight) => sum + weight, 0) ?? n);
      const [bic, aic] = [model.bic({ columns }, weighted), model.aic({ columns }, weighted)];
      return { source, nSamples: n, mean, logLikelihood, bic, aic };
    },
  };
}

/**
 * @param {Session} session
 * @param {Saved} saved
 * @param {string} file
 * @param {import('./input/read.mjs').ReadOptions} reading
 * @returns {Promise<Asked>}
 */
async function askedFile(session, saved, file, reading) {
  const { interrupt, progress } = session;
  const { source, names, size } = await lookedAt(session, file, saved, reading);
  const { signal } = interrupt;
  return {
    source: source.name,
    async *blocks(answer) {
      progress.watch(source, `reading ${source.name}`, () => size);
      try {
        let builder = new TableBuilder(names);
        for await (const chunk of source.chunks({ signal })) {
          builder.add(chunk);
          if (builder.n < BLOCK) continue;
          yield await answer(builder.finish().columns);
          builder = new TableBuilder(names);
        }
        if (builder.n > 0) yield await answer(builder.finish().columns);
      } finally {
        progress.clear();
      }
    },
    async score() {
      const { scoreStream } = await import('gmm-wasm/stream');
      let nSamples = 0;
      const start = performance.now();
      /** @param {import('gmm-wasm/stream').StreamProgress} how */
      const onProgress = ({ pass, rows, total }) => {
        nSamples = rows;
        progress.line(() => passParts(pass, rows, total, performance.now() - start));
      };
      const found = await scoreStream(saved.model, source, { signal, onProgress }).catch((error) => {
        throw ofInput(error, interrupt);
      });
      progress.clear();
      const { score: mean, totalWeight, bic, aic } = found;
      return { source: source.name, nSamples, mean, logLikelihood: mean * totalWeight, bic, aic };
    },
  };
}
