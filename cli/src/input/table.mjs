// Rows, or whole columns, become a table of doubles.

import { inputError } from '../errors.mjs';
import { badCell } from './cells.mjs';
import { GrowingColumn } from './growing.mjs';

/**
 * @typedef {object} Table
 * @property {number} n
 * @property {string[]} names of the features
 * @property {Float64Array[]} columns a feature each
 * @property {Float64Array} [weights]
 */

/** Growing columns for the chosen ones. */
export class TableBuilder {
  #names;
  #choice;
  /** @type {readonly number[]} */ indices;
  /** @type {readonly GrowingColumn[]} */ columns;

  /**
   * @param {readonly string[]} names of all columns
   * @param {import('./columns.mjs').Choice} choice
   */
  constructor(names, choice) {
    this.#names = names;
    this.#choice = choice;
    this.indices = choice.weights === undefined ? choice.features : [...choice.features, choice.weights];
    this.columns = this.indices.map(() => new GrowingColumn());
  }

  /** The names in the order of `indices`. @param {number} at */
  name(at) {
    return this.#names[this.indices[at]];
  }

  /**
   * @param {string} source
   * @returns {Table}
   */
  finish(source) {
    const { features, weights } = this.#choice;
    const n = this.columns[0].length;
    if (n === 0) throw inputError(`${source} has no rows: at least one sample a component is needed`);
    const values = this.columns.map((column) => column.values());
    return {
      n,
      names: features.map((index) => this.#names[index]),
      columns: values.slice(0, features.length),
      ...(weights !== undefined && { weights: values[features.length] }),
    };
  }
}

/**
 * Numbers of a typed array or a list as doubles; the first that is none is told.
 *
 * @param {ArrayLike<number | bigint | null | undefined>} values
 * @param {Float64Array} target
 * @param {number} start where the first goes
 * @param {string} column
 * @param {string} source
 * @param {number} [before] rows before the target
 */
export function copyNumbers(values, target, start, column, source, before = 0) {
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const number = typeof value === 'number' ? value : typeof value === 'bigint' ? Number(value) : Number.NaN;
    if (!Number.isFinite(number)) throw badCell(value, `row ${before + start + i + 1}`, column, source);
    target[start + i] = number;
  }
}

/** Names for columns that have none. @param {number} d */
export const numbered = (d) => Array.from({ length: d }, (_, index) => String(index + 1));
