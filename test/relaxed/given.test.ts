import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fitSync } from '../../src/index.js';

const values = Array.from({ length: 60 }, (_, i) => ((i * 37) % 101) / 10 + (i % 2 === 0 ? 30 : 0));
const wasm = readFileSync(new URL('../../build/relaxed.wasm', import.meta.url));

it('a given relaxed binary must be asked for, and then says what it is', () => {
  expect(() => fitSync(values, { nComponents: 2, wasm })).toThrow(/relaxed binary, but arithmetic is 'strict'/);
  expect(fitSync(values, { nComponents: 2, wasm, arithmetic: 'relaxed' }).execution.relaxed).toBe(true);
});
