/**
 * Files of numbers as chunks of rows, again and again: for `fitStream` of gmm-wasm, and for whatever else reads rows.
 *
 * @packageDocumentation
 */

export { badCell } from './cells.js';
export { chooseColumns, unknownName } from './columns.js';
export { FileError } from './errors.js';
export { openFile } from './open.js';
export { type Column, FORMATS, type Format, type OpenOptions } from './options.js';
export type { FileLike } from './origin.js';
export type { Bag, ByteStream, FileHandle, Location, PickedFile, Signal, Stats } from './platform.js';
export type { Chunk, ChunkOptions, Description, FileSource, StreamSource, TextDialect } from './source.js';
