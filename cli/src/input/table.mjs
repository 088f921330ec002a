// Chunks of rows become a table of doubles, a column for each feature.

import { badCell } from 'gmm-wasm-files';
import { GrowingColumn } from './growing.mjs';

/**
 * @typedef {object} Table
 * @property {number} n
 * @property {string[]} names of the features
 * @property {Float64Array[]} columns a feature each
 * @property {Float64Array} [weights]
 */

export class TableBuilder {
  #names;
  /** @type {GrowingColumn[]} */ #columns;
  /** @type {GrowingColumn | undefined} */ #weights;

  /** @param {readonly string[]} names of the features */
  constructor(names) {
    this.#names = names;
    this.#columns = names.map(() => new GrowingColumn());
  }

  /** @param {import('gmm-wasm-files').Chunk} chunk */
  add({ rows: { data, shape }, sampleWeight, place }) {
    const [n, d] = shape;
    for (let j = 0; j < d; j++) put(data, j, d, this.#columns[j].extend(n), (row) => place(row, j));
    if (!sampleWeight) return;
    this.#weights ??= new GrowingColumn();
    put(sampleWeight, 0, 1, this.#weights.extend(n), (row) => place(row, d));
  }

  /** @returns {Table} */
  finish() {
    return {
      n: this.#columns[0].length,
      names: [...this.#names],
      columns: this.#columns.map((column) => column.values()),
      ...(this.#weights && { weights: this.#weights.values() }),
    };
  }
}

/**
 * Every `step`-th value; the first that is no number is told.
 *
 * @param {Float64Array} values
 * @param {number} from
 * @param {number} step
 * @param {Float64Array} target
 * @param {(row: number) => string} place
 */
function put(values, from, step, target, place) {
  for (let i = 0, at = from; i < target.length; i++, at += step) {
    const value = values[at];
    if (!Number.isFinite(value)) throw badCell(value, place(i));
    target[i] = value;
  }
}

/** Names for columns that have none. @param {number} d */
export const numbered = (d) => Array.from({ length: d }, (_, index) => String(index + 1));
