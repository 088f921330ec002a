// One chunk: its rows readable, its weights checked, and a name for each of its values.

import { isObject } from '../data/cells.js';
import { plural } from '../data/rows.js';
import { type Data, type Rows, toRows, toWeights } from '../data.js';
import { refuseUnknown } from '../names.js';
import type { RowsChunk } from './source.js';

/** A chunk that is being read. */
export interface TakenChunk {
  /** What messages call it. */
  readonly name: string;
  readonly rows: Rows;
  /** One for each row; undefined if none were given. */
  readonly weights: Float64Array | undefined;
  /** What messages call one of its values. */
  place(row: number, feature: number): string;
}

function isRowsChunk(chunk: unknown): chunk is RowsChunk {
  return isObject(chunk) && isObject(chunk.rows);
}

/**
 * @param index - which one it is, from 0
 * @param source - the name of the source
 * @param features - d, where a model says so
 * @throws TypeError, RangeError that names the chunk
 */
export function takeChunk(chunk: unknown, index: number, source: string, features: number | undefined): TakenChunk {
  const name = `${source === 'the source' ? '' : `${source}: `}chunks[${index}]`;
  if (!isRowsChunk(chunk)) {
    const rows = toRows(chunk as Data, { name, features });
    return { name, rows, weights: undefined, place: rows.place };
  }
  refuseUnknown(chunk, ['rows', 'sampleWeight', 'place'], `key of ${name}`);
  const rows = toRows(chunk.rows, { name: `${name}.rows`, features });
  const weights =
    chunk.sampleWeight === undefined ? undefined : toWeights(chunk.sampleWeight, rows.n, `${name}.sampleWeight`);
  const place = (row: number, feature: number) => {
    const known = typeof chunk.place === 'function' ? ` (${chunk.place(row, feature)})` : '';
    return `${rows.place(row, feature)}${known}`;
  };
  return { name, rows, weights, place };
}

/** The error for a chunk of another number of features than those before it. */
export function otherFeatures({ name, rows }: TakenChunk, expected: number): RangeError {
  return new RangeError(
    `${name} has ${plural(rows.d, 'feature')} a row, but the chunks before it have ${expected}: every chunk must have the ` +
      'same features, in the same order',
  );
}
