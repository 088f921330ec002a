// What gzip has compressed, by the platform's own means.

import type { Bytes } from './bytes.js';
import { FileError } from './errors.js';

export async function* unzip(bytes: Bytes, name: string): AsyncGenerator<Uint8Array> {
  const pieces = bytes.pieces();
  const packed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const { value, done } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(value as Uint8Array<ArrayBuffer>);
    },
  });
  const reader = packed.pipeThrough(new DecompressionStream('gzip')).getReader();
  try {
    for (let { value, done } = await told(reader, name); !done; { value, done } = await told(reader, name)) {
      yield value as Uint8Array;
    }
  } finally {
    await reader.cancel().catch(() => {});
    await pieces.return(undefined);
  }
}

async function told(reader: ReadableStreamDefaultReader<Uint8Array>, name: string) {
  try {
    return await reader.read();
  } catch (error) {
    throw new FileError(`${name} cannot be unpacked: ${(error as Error).message}; compress it again`, error);
  }
}
