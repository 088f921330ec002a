// What is needed of types that not every platform declares, so that the package's own types need neither DOM nor Node;
// and Node's modules, which no bundler is to look for.

/** An AbortSignal. */
export interface Signal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** A URL. */
export interface Location {
  readonly href: string;
  readonly protocol: string;
}

/** A Blob, or a File. */
export interface Bag {
  readonly size: number;
  readonly name?: string;
  readonly lastModified?: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/** A FileSystemFileHandle of a browser. */
export interface PickedFile {
  readonly kind: 'file';
  readonly name: string;
  getFile(): Promise<Bag>;
}

/** A ReadableStream of bytes. */
export interface ByteStream {
  getReader(): { read(): Promise<{ value?: Uint8Array | undefined }>; cancel(): Promise<void> };
}

/** A FileHandle of node:fs/promises. */
export interface FileHandle {
  readonly fd: number;
  read(target: Uint8Array, offset: number, length: number, position: number): Promise<{ bytesRead: number }>;
  stat(options: { bigint: true }): Promise<Stats>;
  close(): Promise<void>;
}

export interface Stats {
  readonly size: bigint;
  readonly mtimeNs: bigint;
  isFile(): boolean;
  isDirectory(): boolean;
}

interface Modules {
  'node:fs': {
    createReadStream(path: string, options: { highWaterMark: number }): AsyncIterable<Uint8Array> & { destroy(): void };
  };
  'node:fs/promises': {
    open(path: string): Promise<FileHandle>;
    stat(path: string, options: { bigint: true }): Promise<Stats>;
  };
  'node:url': { fileURLToPath(url: string): string };
}

/** A module of Node, if this is Node or something like it. */
export function builtin<K extends keyof Modules>(name: K): Modules[K] | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): Modules[K] | undefined } };
  return process?.getBuiltinModule?.(name);
}
