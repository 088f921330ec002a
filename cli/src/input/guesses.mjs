// What was found of a file that could also be otherwise, and is worth a word.

import { usageError } from '../errors.mjs';
import { note } from '../notes.mjs';
import { listed } from './matching.mjs';

/** What `gmm sample --labels` calls the component of a row. */
const LABEL = 'label';
/** Names of columns that can be asked to be typed. */
const SHORT = 8;
/** Rows that tell data from a line of numbers that are names. */
const COMPARED = 20;

/**
 * @typedef {import('gmm-wasm-files').Description} Description
 * @typedef {import('./read.mjs').ReadOptions} ReadOptions
 * @typedef {import('./table.mjs').Table & { source: string }} SourceTable
 */

/**
 * Options of a CSV mean nothing elsewhere.
 *
 * @param {Description} description
 * @param {ReadOptions} options
 */
export function refuseDialect({ format, dialect }, { header, delimiter, decimal, quote }) {
  if (dialect) return;
  const given = [
    header === undefined ? '' : header ? '--header' : '--no-header',
    delimiter === undefined ? '' : '--delimiter',
    decimal === undefined ? '' : '--decimal',
    quote === undefined ? '' : '--quote',
  ].filter(Boolean);
  if (given.length > 0) throw usageError(`${given.join(', ')}: this is ${format}, which has none; it belongs to a CSV`);
}

/**
 * @param {Description} description
 * @param {{ source: string, columns: readonly Float64Array[] }} table
 * @param {ReadOptions} options
 */
export function tellOfGuesses({ dialect, names }, { source, columns }, { header, decimal, columns: asked, expected }) {
  if (dialect?.encoding === 'windows-1252') {
    note(`${source} is not UTF-8: it was read as Windows-1252; if names look wrong, save it as UTF-8`);
  }
  if (dialect?.decimal === ',' && decimal === undefined) {
    note(`${source}: commas were read as decimal points, 3,5 as 3.5; --decimal says otherwise`);
  }
  if (dialect?.header === false && header === undefined && looksLikeNames(columns)) {
    note(
      `${source}: the first line (${listed(columns.map(([first]) => String(first)))}) was read as data; ` +
        'if it names the columns, say --header',
    );
  }
  if (asked === undefined && expected === undefined && names.length > 1 && names.includes(LABEL)) {
    const others = names.filter((name) => name !== LABEL);
    const plain = others.length <= SHORT && others.every((name) => /^[\w.]+$/.test(name));
    const how = plain ? `--columns ${others.join(',')} leaves it out` : '--columns says which to take';
    note(`${source}: column ${LABEL} is taken as a feature; ${how}`);
  }
}

/**
 * Integers, all different, above what are none.
 *
 * @param {readonly Float64Array[]} columns
 */
function looksLikeNames(columns) {
  const first = columns.map((column) => column[0]);
  return (
    columns.length > 1 &&
    new Set(first).size === first.length &&
    first.every(Number.isInteger) &&
    columns.every(({ length }) => length > 2) &&
    columns.every((column) => !column.subarray(1, COMPARED).some(Number.isInteger))
  );
}
