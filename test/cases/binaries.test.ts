import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fit, fitSync } from '../../src/index.js';

const values = Array.from({ length: 60 }, (_, i) => ((i * 37) % 101) / 10 + (i % 2 === 0 ? 30 : 0));
const url = (name: string) => new URL(`../../build/${name}.wasm`, import.meta.url);
const bytes = (name: string) => readFileSync(url(name));

describe('option wasm', () => {
  const inlined = fitSync(values, { nComponents: 2 });

  it('takes bytes, a module and a URL, and the model is asked with the same', async () => {
    const module = new WebAssembly.Module(bytes('simd'));
    for (const wasm of [bytes('simd'), module, url('simd')]) {
      const model = await fit(values, { nComponents: 2, wasm });
      expect(model.execution).toEqual(inlined.execution);
      expect(model.lowerBound).toBe(inlined.lowerBound);
      expect(model.score(values)).toBe(model.lowerBound);
    }
    expect(() => fitSync(values, { nComponents: 2, wasm: url('simd') })).toThrow(/fitSync cannot load.*URL/);
  });

  it('refuses what is no binary of this version, by the name of the option', async () => {
    const foreign = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
    for (const [wasm, message] of [
      [Uint8Array.of(1, 2, 3), /option wasm cannot be used here/],
      [foreign, /option wasm is not a kernel of this version.*does not export/],
      [bytes('simd-threads'), /option wasm cannot be used here/],
    ] as const) {
      expect(() => fitSync(values, { nComponents: 2, wasm })).toThrow(message);
      await expect(fit(values, { nComponents: 2, wasm })).rejects.toThrow(message);
      await expect(fit(values, { nComponents: 2, wasm })).rejects.toThrow(TypeError);
    }
    expect(fitSync(values, { nComponents: 2 }).lowerBound).toBe(inlined.lowerBound);
  });

  it('refuses a strict binary for relaxed arithmetic', () => {
    const options = { nComponents: 2, wasm: bytes('simd'), arithmetic: 'relaxed' } as const;
    expect(() => fitSync(values, options)).toThrow(/strict binary, but arithmetic is 'relaxed'/);
  });
});
