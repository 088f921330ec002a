// What Arrow's batches may be compressed by.

import { CompressionType, compressionRegistry } from 'apache-arrow';
import { decompressZstd } from 'hyparquet-compressors';
import { decompress as decompressLz4 } from 'lz4js';

/** Tells the Arrow reader of them, unless the program has told it of others. */
export function registerCodecs(): void {
  const { LZ4_FRAME, ZSTD } = CompressionType;
  if (!compressionRegistry.get(LZ4_FRAME)?.decode) {
    compressionRegistry.set(LZ4_FRAME, { ...compressionRegistry.get(LZ4_FRAME), decode: decompressLz4 });
  }
  if (!compressionRegistry.get(ZSTD)?.decode) {
    compressionRegistry.set(ZSTD, { ...compressionRegistry.get(ZSTD), decode: unzstd });
  }
}

function unzstd(frame: Uint8Array): Uint8Array {
  const bytes = decompressZstd(frame);
  // doubles begin at a multiple of eight
  return bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
}
