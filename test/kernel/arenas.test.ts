import { afterEach, expect, it } from 'vitest';
import { acquireArena, forgetArenas, releaseArena } from '../../src/kernel/arena.js';

const MIB = 1_048_576;

afterEach(forgetArenas);

it.each([
  [true, false],
  [false, false],
  [true, true],
  [false, true],
])('small arenas are used again, whatever larger ones of other kinds lie idle; wasm %s, shared %s', (wasm, shared) => {
  for (const kind of [true, false]) {
    for (const common of [true, false]) {
      const taken = [2, 4, 8].map((size) => acquireArena(size * MIB, kind, common));
      if (kind !== wasm || common !== shared) for (const arena of taken) releaseArena(arena);
    }
  }
  const arena = acquireArena(MIB, wasm, shared);
  expect([arena.memory !== undefined, arena.shared]).toEqual([wasm, shared]);
  releaseArena(arena);
  expect(acquireArena(MIB, wasm, shared)).toBe(arena);
});

it('two of a kind are kept, the largest', () => {
  const taken = [4, 1, 2].map((size) => acquireArena(size * MIB, true));
  for (const arena of taken) releaseArena(arena);
  expect(
    [acquireArena(1, true), acquireArena(1, true)].sort((a, b) => a.buffer.byteLength - b.buffer.byteLength),
  ).toEqual([taken[2], taken[0]]);
  const large = acquireArena(17 * MIB, true);
  releaseArena(large);
  expect(acquireArena(17 * MIB, true)).not.toBe(large);
});
