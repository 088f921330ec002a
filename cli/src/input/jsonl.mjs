// JSON lines: an object, an array or a number on each.

import { createInterface } from 'node:readline';
import { inputError } from '../errors.mjs';
import { badCell } from './cells.mjs';
import { chooseColumns } from './columns.mjs';
import { numbered, TableBuilder } from './table.mjs';

/**
 * @param {import('./source.mjs').Source} source
 * @param {import('./columns.mjs').Wanted} wanted
 * @returns {Promise<import('./table.mjs').Table>}
 */
export async function readJsonLines({ stream, name }, wanted) {
  /** @type {TableBuilder | undefined} */
  let builder;
  /** @type {readonly (string | number)[]} */
  let keys = [];
  let number = 0;
  for await (const text of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    if (text.trim() === '') continue;
    const row = parse(text, `${name}, line ${number}`);
    if (!builder) {
      const names = Array.isArray(row) ? numbered(row.length) : Object.keys(row);
      builder = new TableBuilder(names, chooseColumns(names, wanted));
      keys = builder.indices.map((index) => (Array.isArray(row) ? index : names[index]));
    }
    for (let at = 0; at < keys.length; at++) {
      const value = row[/** @type {any} */ (keys[at])];
      if (typeof value !== 'number' || !Number.isFinite(value))
        throw badCell(value, `line ${number}`, builder.name(at), name);
      builder.columns[at].push(value);
    }
  }
  if (!builder) throw inputError(`${name} is empty: it needs a line such as {"x": 1.5, "y": 2} for each sample`);
  return builder.finish(name);
}

/**
 * @param {string} text
 * @param {string} place
 * @returns {any}
 */
function parse(text, place) {
  let value;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    const whole = /^\s*\[\s*$/.test(text) ? "; a JSON array becomes lines by  jq -c '.[]'" : '';
    throw inputError(`${place} is not JSON: each line needs one object or array of its own${whole}`, cause);
  }
  if (typeof value === 'number') return [value];
  if (Array.isArray(value) && typeof value[0] === 'object') {
    throw inputError(`${place} is a whole JSON array: make lines of it by  jq -c '.[]'`);
  }
  if (typeof value === 'object' && value !== null) return value;
  throw inputError(`${place} must be an object such as {"x": 1.5, "y": 2}, an array or a number`);
}
