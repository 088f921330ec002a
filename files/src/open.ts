// openFile: a file as a source of chunks. The work is done by the reader of each format, loaded when it is met.

import { type Bytes, Sequential } from './bytes.js';
import type { Choice } from './columns.js';
import { cannotRead, FileError } from './errors.js';
import { formatOf, isGzip } from './format.js';
import { checkOptions, type Format, type OpenOptions } from './options.js';
import { type FileLike, type Opened, type Origin, originOf } from './origin.js';
import type { Chunk, ChunkOptions, Description, FileSource, TextDialect } from './source.js';

/** A file whose columns are known. */
export interface Reading {
  /** Names of all columns. */
  readonly columns: readonly string[];
  readonly choice: Choice;
  readonly n?: number;
  readonly dialect?: TextDialect;
  /** Reads the rows; once. */
  chunks(): AsyncIterable<Chunk>;
}

/** What a reader is told. */
export interface Task extends OpenOptions {
  readonly name: string;
}

export type Reader = (bytes: Bytes, task: Task) => Promise<Reading>;

/**
 * A file of numbers as a source of chunks, which can be read again and again. Nothing is opened before it is asked for
 * something, and it is closed at the end of each pass.
 *
 * What comes once, such as standard input or the body of a response, can be read once.
 *
 * @param file - a path or a file: URL (in Node), a FileHandle, which stays open, a Blob or File, a FileSystemFileHandle,
 *   or an async iterable of Uint8Arrays, which comes once
 * @throws TypeError or RangeError for options that are not known; what is wrong with the file is told by the source
 */
export function openFile(file: FileLike, options: OpenOptions = {}): FileSource {
  checkOptions(options);
  return new Source(originOf(file), options);
}

interface Pass {
  readonly opened: Opened;
  readonly reading: Reading;
  readonly description: Description;
  close(): Promise<void>;
}

class Source implements FileSource {
  readonly name: string;
  bytesRead = 0;
  readonly #origin: Origin;
  readonly #task: Task;
  #describing: Promise<Description> | undefined;
  /** Size and time of the last change when it was first opened. */
  #stamp: string | undefined;
  /** What was opened to describe what comes once: it is what will be read. */
  #kept: Pass | undefined;
  #spent = false;
  /** What a function of the caller has thrown is its own. */
  #foreign: unknown;

  constructor(origin: Origin, options: OpenOptions) {
    this.#origin = origin;
    this.name = options.name ?? origin.name;
    const columns = typeof options.columns === 'function' ? this.#guarded(options.columns) : options.columns;
    const weights = typeof options.weights === 'function' ? this.#guarded(options.weights) : options.weights;
    this.#task = { ...options, columns, weights, name: this.name };
  }

  get names(): Promise<readonly string[]> {
    return this.describe().then(({ names }) => names);
  }

  async describe({ signal }: ChunkOptions = {}): Promise<Description> {
    this.#describing ??= this.#lookInto(signal);
    try {
      return await this.#describing;
    } catch (error) {
      // it may be there the next time
      this.#describing = undefined;
      throw error;
    }
  }

  async #lookInto(signal: ChunkOptions['signal']): Promise<Description> {
    const pass = await this.#begin(signal);
    if (pass.opened.once) this.#kept = pass;
    else await pass.close();
    return pass.description;
  }

  async *chunks({ signal }: ChunkOptions = {}): AsyncGenerator<Chunk, void, undefined> {
    await this.#describing?.catch(() => {});
    const pass = this.#kept ?? (await this.#begin(signal));
    this.#kept = undefined;
    pass.opened.bytes.signal = signal;
    try {
      for await (const chunk of pass.reading.chunks()) {
        if (signal?.aborted) throw signal.reason;
        yield chunk;
      }
      await this.#watch(pass.opened);
    } catch (error) {
      await this.#blame(error, pass.opened, signal);
    } finally {
      await pass.close();
    }
  }

  async #begin(signal: ChunkOptions['signal']): Promise<Pass> {
    if (signal?.aborted) throw signal.reason;
    if (this.#spent) {
      throw new FileError(`${this.name} can be read once only: put it into a file, which can be read again and again`);
    }
    this.bytesRead = 0;
    const count = (bytes: number) => {
      this.bytesRead += bytes;
    };
    const opened = await this.#origin.open(count).catch((error) => {
      throw this.#told(error);
    });
    this.#spent = opened.once;
    let { bytes } = opened;
    const close = async () => {
      if (bytes !== opened.bytes) await bytes.close();
      await opened.bytes.close();
    };
    try {
      await this.#watch(opened);
      bytes.signal = signal;
      if (isGzip(await bytes.head(2))) bytes = await unpacked(bytes, this.name);
      const format = await formatOf([this.#origin.name, this.name], bytes, this.#task.format);
      const reading = await (await readerOf(format))(bytes, this.#task);
      return { opened, reading, description: describe(format, reading, opened.bytes.size), close };
    } catch (error) {
      await close();
      return this.#blame(error, opened, signal);
    }
  }

  #guarded<T>(choose: (names: readonly string[]) => T): (names: readonly string[]) => T {
    return (names) => {
      try {
        return choose(names);
      } catch (error) {
        this.#foreign = error;
        throw error;
      }
    };
  }

  /** @throws FileError if the file is not what it was */
  async #watch(opened: Opened): Promise<void> {
    const stamp = await opened.stamp().catch((error) => {
      throw cannotRead(this.name, error);
    });
    this.#stamp ??= stamp;
    if (stamp === this.#stamp) return;
    throw new FileError(
      `${this.name} has changed since it was first read: ${this.#stamp} then, ${stamp} now; open it again when it is complete`,
    );
  }

  /** A change of the file explains whatever else went wrong. */
  async #blame(error: unknown, opened: Opened, signal: ChunkOptions['signal']): Promise<never> {
    if (signal?.aborted) throw signal.reason;
    if (error === this.#foreign) throw error;
    await this.#watch(opened);
    throw this.#told(error);
  }

  /** The error as one that knows the file, if it does not yet. */
  #told(error: unknown): unknown {
    const known = error instanceof FileError || (error instanceof Error && /^(option|a path) /.test(error.message));
    return known ? error : cannotRead(this.name, error);
  }
}

function describe(format: Format, { columns, choice, n, dialect }: Reading, size: number | undefined): Description {
  return {
    format,
    names: choice.features.map((index) => columns[index]),
    ...(choice.weights !== undefined && { weights: columns[choice.weights] }),
    columns,
    ...(n !== undefined && { n }),
    ...(dialect && { dialect }),
    ...(size !== undefined && { size }),
  };
}

/** What gzip has compressed. */
async function unpacked(bytes: Bytes, name: string): Promise<Bytes> {
  const { unzip } = await import('./gzip.js');
  return new Sequential(unzip(bytes, name), () => {});
}

async function readerOf(format: Format): Promise<Reader> {
  switch (format) {
    case 'csv':
      return (await import('./formats/csv.js')).readCsv;
    case 'tsv':
      return (await import('./formats/csv.js')).readTsv;
    case 'jsonl':
      return (await import('./formats/jsonl.js')).readJsonLines;
    case 'npy':
      return (await import('./formats/npy.js')).readNpy;
    case 'parquet':
      return (await import('./formats/parquet.js')).readParquet;
    case 'arrow':
      return (await import('./formats/arrow.js')).readArrow;
  }
}
