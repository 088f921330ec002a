// Where data comes from: a file, or standard input.

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { inputError, usageError } from '../errors.mjs';

/** Bytes of a chunk: large enough that what is done once for each does not count. */
const CHUNK = 1 << 18;

/**
 * @typedef {object} Source
 * @property {string} name what messages call it
 * @property {string | undefined} path undefined for standard input
 * @property {number | undefined} size in bytes, if known
 * @property {import('node:stream').Readable} stream
 */

/**
 * @param {string | undefined} path `-`, or nothing with a pipe, is standard input
 * @param {AbortSignal} [signal]
 * @returns {Promise<Source>}
 */
export async function openSource(path, signal) {
  if (path === undefined && process.stdin.isTTY) {
    throw usageError(
      'no data: name a file, or pipe the data in, for example  gmm fit data.csv -k 3  or  gmm fit - -k 3 < data.csv',
    );
  }
  if (path === undefined || path === '-') {
    signal?.addEventListener('abort', () => process.stdin.destroy(signal.reason), { once: true });
    return { name: 'standard input', path: undefined, size: undefined, stream: process.stdin };
  }
  const found = await stat(path).catch((error) => {
    throw inputError(`cannot read ${path}: ${reasonOf(error)}`, error);
  });
  if (found.isDirectory()) throw inputError(`${path} is a folder: name a file in it`);
  const stream = createReadStream(path, { highWaterMark: CHUNK, ...(signal && { signal }) });
  return { name: path, path, size: found.isFile() ? found.size : undefined, stream };
}

/** @param {NodeJS.ErrnoException} error */
export function reasonOf(error) {
  if (error.code === 'ENOENT') return 'there is no such file; check the path';
  if (error.code === 'EACCES') return 'permission denied; check its rights';
  return error.message;
}

/**
 * Everything there is to read.
 *
 * @param {Source} source
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function readAll({ stream, size }) {
  if (size === undefined) {
    const chunks = await stream.toArray();
    return new Uint8Array(Buffer.concat(chunks));
  }
  let bytes = new Uint8Array(size);
  let at = 0;
  for await (const chunk of stream) {
    if (at + chunk.length > bytes.length) {
      const grown = new Uint8Array(at + chunk.length);
      grown.set(bytes);
      bytes = grown;
    }
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes.subarray(0, at);
}

/**
 * The first bytes, which stay to be read.
 *
 * @param {Source} source
 * @returns {Promise<Uint8Array>}
 */
export async function peek({ stream }) {
  const { promise, resolve, reject } = withResolvers();
  const settle = () => resolve(undefined);
  stream.once('readable', settle).once('end', settle).once('error', reject);
  await promise;
  stream.off('readable', settle).off('end', settle).off('error', reject);
  const chunk = stream.read();
  if (chunk === null) return new Uint8Array();
  stream.unshift(chunk);
  return chunk;
}

function withResolvers() {
  /** @type {(value: unknown) => void} */ let resolve = () => {};
  /** @type {(reason: unknown) => void} */ let reject = () => {};
  const promise = new Promise((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
