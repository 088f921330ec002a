// A place where WebAssembly may not be compiled at once.

import { vi } from 'vitest';

/** Makes `new WebAssembly.Module` throw; modules that are made in other ways are still instances of it. */
export function refuseModule(refuse: () => never) {
  const { Module } = WebAssembly;
  class Refusing extends Module {
    static override [Symbol.hasInstance](value: unknown): boolean {
      return Module[Symbol.hasInstance](value);
    }
    constructor(bytes: BufferSource) {
      refuse();
      super(bytes);
    }
  }
  vi.stubGlobal('WebAssembly', Object.assign(Object.create(WebAssembly), { Module: Refusing }));
}
