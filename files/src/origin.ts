// Where bytes come from: a path, an open file of Node, a Blob, a file picked in a browser, or whatever comes once.

import { type Access, type Bytes, PIECE, Seekable, Sequential } from './bytes.js';
import { FileError } from './errors.js';
import {
  type Bag,
  type ByteStream,
  builtin,
  type FileHandle,
  type Location,
  type PickedFile,
  type Stats,
} from './platform.js';

/** What openFile takes. */
export type FileLike = string | Location | Bag | FileHandle | PickedFile | AsyncIterable<Uint8Array> | ByteStream;

/** Counts the bytes that are read. */
export type Count = (bytes: number) => void;

export interface Opened {
  readonly bytes: Bytes;
  /** Whether it cannot be opened again. */
  readonly once: boolean;
  /** Size and time of the last change, as a text that says both; undefined for what cannot change. */
  stamp(): Promise<string | undefined>;
}

export interface Origin {
  readonly name: string;
  open(count: Count): Promise<Opened>;
}

/**
 * @throws TypeError for anything else
 */
export function originOf(file: FileLike): Origin {
  if (typeof file === 'string') return path(file);
  if (typeof file === 'object' && file !== null) {
    if ('href' in file) return path(pathOf(file));
    if ('getFile' in file) return { name: file.name, open: async (count) => bag(await file.getFile(), count) };
    if ('slice' in file && 'size' in file)
      return { name: file.name ?? 'the Blob', open: async (count) => bag(file, count) };
    if ('fd' in file && 'stat' in file)
      return { name: 'the file', open: (count) => handle(file, file, count, async () => {}) };
    if ('getReader' in file) return { name: 'the stream', open: async (count) => once(iterable(file), count) };
    if (Symbol.asyncIterator in file) return { name: 'the stream', open: async (count) => once(file, count) };
  }
  throw new TypeError(
    'a file must be a path, a URL, a Blob or File, a FileHandle, or a stream of Uint8Arrays, ' +
      `not ${describe(file)}; bytes in memory go into new Blob([bytes])`,
  );
}

function describe(file: unknown): string {
  return typeof file === 'object' && file !== null ? (file.constructor?.name ?? 'an object') : String(file);
}

function pathOf(url: Location): string {
  if (url.protocol !== 'file:') {
    throw new TypeError(
      `the URL of a file must begin with file:, not ${url.protocol}: pass (await fetch(url)).blob(), or its body for one pass`,
    );
  }
  const { fileURLToPath } = builtin('node:url') ?? nowhere();
  return fileURLToPath(url.href);
}

function nowhere(): never {
  throw new TypeError('a path can be opened by Node only: in a browser pass a File or a Blob');
}

function path(name: string): Origin {
  return {
    name,
    async open(count) {
      const system = builtin('node:fs/promises') ?? nowhere();
      const found = await system.stat(name, { bigint: true });
      if (found.isDirectory()) throw new FileError(`${name} is a folder: name a file in it`);
      if (!found.isFile()) return pipe(name, count);
      const file = await system.open(name);
      return handle(file, { stat: (options) => system.stat(name, options) }, count, () => file.close());
    },
  };
}

/**
 * @param watched - what tells of changes: the path, under which another file may come to lie, or the file itself
 * @param close - what was opened by its caller stays open
 */
async function handle(
  file: FileHandle,
  watched: Pick<FileHandle, 'stat'>,
  count: Count,
  close: () => Promise<void>,
): Promise<Opened> {
  const stats = await file.stat({ bigint: true });
  const access: Access = {
    size: Number(stats.size),
    read: async (target, position) => (await file.read(target, 0, target.length, position)).bytesRead,
    close,
  };
  const told = ({ size, mtimeNs }: Stats) => {
    const finer = String(mtimeNs % 1_000_000n).padStart(6, '0');
    return `${size} bytes, written ${timeOf(Number(mtimeNs / 1_000_000n)).replace('Z', `${finer}Z`)}`;
  };
  return {
    bytes: new Seekable(access, count),
    once: false,
    stamp: async () => told(await watched.stat({ bigint: true })),
  };
}

const timeOf = (milliseconds: number) => new Date(milliseconds).toISOString();

function bag(file: Bag, count: Count): Opened {
  const access: Access = {
    size: file.size,
    read: async (target, position) => {
      const found = new Uint8Array(await file.slice(position, position + target.length).arrayBuffer());
      target.set(found);
      return found.length;
    },
    close: async () => {},
  };
  const { size, lastModified } = file;
  return {
    bytes: new Seekable(access, count),
    once: false,
    stamp: async () => (lastModified === undefined ? undefined : `${size} bytes, written ${timeOf(lastModified)}`),
  };
}

/** A named pipe, or a terminal. */
function pipe(name: string, count: Count): Opened {
  const { createReadStream } = builtin('node:fs') ?? nowhere();
  return once(createReadStream(name, { highWaterMark: PIECE }), count);
}

/** What goes on waiting until it is told. */
type Endless = AsyncIterable<Uint8Array> & { destroy?(): void };

/** Not every browser can iterate a ReadableStream. */
function iterable(stream: ByteStream): Endless {
  const reader = stream.getReader();
  return {
    async *[Symbol.asyncIterator]() {
      for (let { value } = await reader.read(); value; { value } = await reader.read()) yield value;
    },
    destroy: () => void reader.cancel().catch(() => {}),
  };
}

function once(pieces: Endless, count: Count): Opened {
  const bytes = new Sequential(pieces, count, () => pieces.destroy?.());
  return { bytes, once: true, stamp: async () => undefined };
}
