declare module 'lz4js' {
  /** What a frame of LZ4 holds. */
  export function decompress(frame: Uint8Array): Uint8Array;
  /** A frame of LZ4. */
  export function compress(bytes: Uint8Array): Uint8Array;
}
