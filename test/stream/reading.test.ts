import { describe, expect, it } from 'vitest';
import { runAsync } from '../../src/steps.js';
import { Reading } from '../../src/stream/reading.js';
import type { Chunk, OpenSource } from '../../src/stream/source.js';

const broken = new Error('the disk is gone');
const chunk: Chunk = { data: new Float64Array(4), shape: [2, 2] };

function readingOf(chunks: () => AsyncGenerator<Chunk>): Reading {
  return new Reading({ name: 'source', chunks } as unknown as OpenSource, new AbortController().signal, undefined, []);
}

/** Until everything that is on its way has arrived. */
const later = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('a chunk that was asked for before its time', () => {
  it('fails when it is taken, though it has failed long before', async () => {
    const reading = readingOf(async function* () {
      yield chunk;
      throw broken;
    });
    expect(await runAsync(reading.next(), undefined)).toBeDefined();
    reading.ahead();
    await later();
    await expect(runAsync(reading.next(), undefined)).rejects.toBe(broken);
    expect(await runAsync(reading.next(), undefined)).toBeUndefined();
  });

  it('may be the end', async () => {
    const reading = readingOf(async function* () {
      yield chunk;
    });
    expect(await runAsync(reading.next(), undefined)).toBeDefined();
    reading.ahead();
    await later();
    expect(await runAsync(reading.next(), undefined)).toBeUndefined();
    expect(await runAsync(reading.next(), undefined)).toBeUndefined();
  });
});
