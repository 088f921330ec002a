// Chunks of rows become a table of doubles, a column for each feature.

import { badCell } from 'gmm-wasm-files';
import { inputError } from '../errors.mjs';
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
    const weights = this.#weights.extend(n);
    put(sampleWeight, 0, 1, weights, (row) => place(row, d));
    const negative = weights.findIndex((weight) => weight < 0);
    if (negative < 0) return;
    const advice = 'a weight must not be negative; 0 is for a row that is to count for nothing';
    throw inputError(`${place(negative, d)}: the weight is ${weights[negative]}: ${advice}`);
  }

  get n() {
    return this.#columns[0].length;
  }

  /** @returns {Table} */
  finish() {
    return {
      n: this.n,
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
