import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('validates the relaxed binary of the build', () => {
  expect(WebAssembly.validate(readFileSync(new URL('../../build/relaxed.wasm', import.meta.url)))).toBe(true);
});
