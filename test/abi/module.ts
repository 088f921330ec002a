// A WebAssembly binary as far as these tests look at it, read by hand: an engine that does not know relaxed SIMD or
// shared memories refuses to list what such a binary imports.

export interface Import {
  readonly name: string;
  /** 0 function, 1 table, 2 memory, 3 global */
  readonly kind: number;
  readonly shared: boolean;
}

export interface Module {
  /** Ids of the sections, in order. */
  readonly sections: number[];
  readonly imports: Import[];
  /** Names of what is exported, and its kind as above. */
  readonly exports: { name: string; kind: number }[];
}

class Reader {
  readonly #bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  byte(): number {
    return this.#bytes[this.at++];
  }

  /** An unsigned LEB128 number. */
  number(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }

  text(): string {
    const length = this.number();
    this.at += length;
    return new TextDecoder().decode(this.#bytes.subarray(this.at - length, this.at));
  }
}

function readImport(reader: Reader): Import {
  const name = `${reader.text()}.${reader.text()}`;
  const kind = reader.byte();
  if (kind === 0) {
    reader.number();
    return { name, kind, shared: false };
  }
  if (kind !== 2) throw new Error(`the import ${name} is of kind ${kind}, neither a function nor a memory`);
  const flags = reader.byte();
  reader.number();
  if (flags & 1) reader.number();
  return { name, kind, shared: (flags & 2) !== 0 };
}

export function readModule(bytes: Uint8Array): Module {
  const reader = new Reader(bytes, 8);
  const module: Module = { sections: [], imports: [], exports: [] };
  while (reader.at < bytes.length) {
    const id = reader.byte();
    const length = reader.number();
    const end = reader.at + length;
    module.sections.push(id);
    if (id === 2) for (let count = reader.number(); count > 0; count--) module.imports.push(readImport(reader));
    if (id === 7) {
      for (let count = reader.number(); count > 0; count--) {
        const name = reader.text();
        module.exports.push({ name, kind: reader.byte() });
        reader.number();
      }
    }
    reader.at = end;
  }
  return module;
}
