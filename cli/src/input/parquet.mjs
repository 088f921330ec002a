// Apache Parquet, a group of rows at a time.

import { asyncBufferFromFile, parquetMetadataAsync, parquetRead, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { inputError } from '../errors.mjs';
import { chooseColumns } from './columns.mjs';
import { readAll } from './source.mjs';
import { copyNumbers } from './table.mjs';

const NUMBERS = ['FLOAT', 'DOUBLE', 'INT32', 'INT64', 'BOOLEAN'];
const LOGICAL = ['DECIMAL', 'FLOAT16'];

/**
 * @param {import('./source.mjs').Source} source
 * @param {import('./columns.mjs').Wanted} wanted
 * @returns {Promise<import('./table.mjs').Table>}
 */
export async function readParquet(source, wanted) {
  const { name, path, size } = source;
  const inPlace = path !== undefined && size !== undefined;
  if (inPlace) source.stream.destroy();
  const bytes = inPlace ? undefined : await readAll(source);
  const file = bytes
    ? bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)
    : await asyncBufferFromFile(/** @type {string} */ (path));
  const metadata = await parquetMetadataAsync(file).catch((error) => {
    throw inputError(`${name} is not a Parquet file: ${error.message}; name its --format if it is another`, error);
  });
  const fields = parquetSchema(metadata).children;
  const names = fields.map(({ element }) => element.name);
  const choice = chooseColumns(names, wanted);
  const n = Number(metadata.num_rows);
  if (n === 0) throw inputError(`${name} has no rows: at least one sample a component is needed`);
  const indices = choice.weights === undefined ? choice.features : [...choice.features, choice.weights];
  for (const index of indices) refuseText(fields[index], name);
  const columns = new Map(indices.map((index) => [names[index], new Float64Array(n)]));
  let rowStart = 0;
  for (const { num_rows: rows } of metadata.row_groups) {
    const rowEnd = rowStart + Number(rows);
    /** @type {unknown} */
    let failure;
    await parquetRead({
      file,
      metadata,
      compressors,
      columns: [...columns.keys()],
      rowStart,
      rowEnd,
      onChunk: ({ columnName, columnData, rowStart: start }) => {
        // what is thrown here would be nobody's
        try {
          copyNumbers(
            /** @type {ArrayLike<number>} */ (columnData),
            /** @type {Float64Array} */ (columns.get(columnName)),
            start,
            columnName,
            name,
          );
        } catch (error) {
          failure ??= error;
        }
      },
    });
    if (failure) throw failure;
    rowStart = rowEnd;
  }
  const read = indices.map((index) => /** @type {Float64Array} */ (columns.get(names[index])));
  return {
    n,
    names: choice.features.map((index) => names[index]),
    columns: read.slice(0, choice.features.length),
    ...(choice.weights !== undefined && { weights: read[choice.features.length] }),
  };
}

/**
 * @param {import('hyparquet').SchemaTree} field
 * @param {string} name
 */
function refuseText({ element, children }, name) {
  const logical = element.logical_type?.type ?? element.converted_type;
  const plain = !logical || /^(INTEGER|INT_\d+|UINT_\d+)$/.test(logical);
  const holds = children.length === 0 && element.repetition_type !== 'REPEATED';
  if (holds && ((plain && NUMBERS.includes(element.type ?? '')) || LOGICAL.includes(logical ?? ''))) return;
  const type = logical ?? element.type ?? 'a group';
  throw inputError(
    `${name}, column ${element.name} is of type ${type}, not of numbers; leave it out: --columns lists those to take`,
  );
}
