// Which columns of a file are features, and which is the weight.

import leven from 'leven';
import { FileError } from './errors.js';
import type { Column, OpenOptions } from './options.js';

/** Indices of columns. */
export interface Choice {
  readonly features: readonly number[];
  readonly weights: number | undefined;
}

/** Names for columns that have none. */
export const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index + 1));

/**
 * @param names - of all columns
 * @throws FileError for a column that is not there
 * @throws RangeError for one that is asked for twice
 */
export function chooseColumns(names: readonly string[], options: Pick<OpenOptions, 'columns' | 'weights'>): Choice {
  const weight = typeof options.weights === 'function' ? options.weights(names) : options.weights;
  const weights = weight === undefined ? undefined : indexOf(weight, names, 'weights');
  const asked = typeof options.columns === 'function' ? options.columns(names) : options.columns;
  const features =
    asked?.map((column) => indexOf(column, names, 'columns')) ?? [...names.keys()].filter((index) => index !== weights);
  const twice = features.find((index, at) => features.indexOf(index) !== at);
  if (twice !== undefined) throw new RangeError(`option columns names column ${names[twice]} twice`);
  if (asked && weights !== undefined && features.includes(weights)) {
    throw new RangeError(
      `option weights: column ${names[weights]} is both a feature and the weight: leave it out of option columns`,
    );
  }
  if (features.length === 0) throw new FileError('no column is left to fit: name the features with option columns');
  return { features, weights };
}

function indexOf(column: Column, names: readonly string[], option: string): number {
  if (typeof column === 'number') {
    if (Number.isInteger(column) && column >= 0 && column < names.length) return column;
    const range =
      names.length === 1 ? 'one column, of index 0' : `${names.length} columns, from 0 to ${names.length - 1}`;
    throw new FileError(`option ${option}: there is no column of index ${column}; there are ${range}`);
  }
  const at = names.indexOf(column);
  if (at < 0) throw new FileError(`option ${option}: there is no column ${column}; ${unknownName(column, names)}`);
  const second = names.indexOf(column, at + 1);
  if (second < 0) return at;
  throw new FileError(`option ${option}: two columns are called ${column}: give its index instead, ${at} or ${second}`);
}

/** The name that may have been meant, or all there are. */
export function unknownName(name: string, names: readonly string[], what = 'columns'): string {
  const near = nearest(name, names);
  return near === undefined ? `the ${what} are ${shorten(names)}` : `did you mean ${near}?`;
}

function nearest(name: string, names: readonly string[]): string | undefined {
  const flat = (text: string) => text.toLowerCase().replaceAll(/[\s_.-]/g, '');
  const scored = names.map((candidate) => ({ candidate, score: leven(flat(name), flat(candidate)) }));
  const [best] = scored.sort((a, b) => a.score - b.score);
  const near = best && best.score <= Math.max(1, name.length / 3) && best.score < name.length;
  return near ? best.candidate : undefined;
}

function shorten(names: readonly string[]): string {
  return names.length <= 12 ? names.join(', ') : `${names.slice(0, 12).join(', ')}, … (${names.length} in all)`;
}
