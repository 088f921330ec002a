// Apache Arrow, file or stream, a record batch at a time.

import { DataType, RecordBatchReader } from 'apache-arrow';
import { inputError } from '../errors.mjs';
import { chooseColumns } from './columns.mjs';
import { copyNumbers, TableBuilder } from './table.mjs';

/**
 * @param {import('./source.mjs').Source} source
 * @param {import('./columns.mjs').Wanted} wanted
 * @returns {Promise<import('./table.mjs').Table>}
 */
export async function readArrow({ stream, name }, wanted) {
  const reader = await open(stream, name);
  const { fields } = reader.schema;
  const names = fields.map((field) => field.name);
  const builder = new TableBuilder(names, chooseColumns(names, wanted));
  for (const index of builder.indices) refuseText(fields[index], name);
  let row = 0;
  for await (const batch of batches(reader, name)) {
    for (const [at, index] of builder.indices.entries()) {
      const vector = /** @type {import('apache-arrow').Vector} */ (batch.getChildAt(index));
      const halves = DataType.isFloat(vector.type) && vector.type.precision === 0;
      // an array of a vector tells nulls from numbers, a typed array does not
      const values = halves || vector.nullCount > 0 ? [...vector] : vector.toArray();
      const numbers = new Float64Array(batch.numRows);
      copyNumbers(values, numbers, 0, names[index], name, row);
      builder.columns[at].append(numbers);
    }
    row += batch.numRows;
  }
  return builder.finish(name);
}

/**
 * @param {import('node:stream').Readable} stream
 * @param {string} name
 */
async function open(stream, name) {
  try {
    const reader = await RecordBatchReader.from(/** @type {NodeJS.ReadableStream} */ (stream));
    return await reader.open();
  } catch (cause) {
    throw inputError(`${name} is not an Arrow file or stream; name its --format if it is another`, cause);
  }
}

/**
 * @param {AsyncIterable<import('apache-arrow').RecordBatch> | Iterable<import('apache-arrow').RecordBatch>} reader
 * @param {string} name
 */
async function* batches(reader, name) {
  try {
    yield* reader;
  } catch (cause) {
    const { message } = /** @type {Error} */ (cause);
    const hint = /compress|codec/i.test(message)
      ? "write it without compression (pyarrow: compression='uncompressed')"
      : 'write it again';
    throw inputError(`${name} cannot be read: ${message}; ${hint}`, cause);
  }
}

/**
 * @param {import('apache-arrow').Field} field
 * @param {string} name
 */
function refuseText({ name: column, type }, name) {
  if (DataType.isInt(type) || DataType.isFloat(type)) return;
  throw inputError(
    `${name}, column ${column} is of type ${type}, not of numbers; leave it out: --columns lists those to take`,
  );
}
