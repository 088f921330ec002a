// The way to a kernel, with everything that can be wrong on it: one error that names the option, what came and what to do,
// or the fallback with its reason. Nothing hangs, and the next call works.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import worker_threads from 'node:worker_threads';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { bootstrap, dispose, type FitOptions, fit, fitSync, select } from '../src/index.js';
import { VERSION } from '../src/kernel/twin/version.js';
import { expectSame, fitted } from './parity/compare.js';
import { problem, restoreWorkers } from './threads/fixtures.js';

const data = Array.from({ length: 60 }, (_, i) => ((i * 37) % 101) / 10 + (i % 2 === 0 ? 30 : 0));
const options: FitOptions = { nComponents: 2 };
const expected = fitSync(data, options);
const simd = Uint8Array.from(readFileSync(new URL('../build/simd.wasm', import.meta.url)));

/** The binary works, and so does a call without one. */
async function expectWorks(wasm?: FitOptions['wasm']): Promise<void> {
  for (const given of [wasm, undefined]) {
    const model = await fit(data, { ...options, ...(given && { wasm: given }) });
    expect(model.execution).toEqual({ backend: 'wasm', simd: true, relaxed: false, threads: 1 });
    expectSame(fitted(model), fitted(expected), 'the next call');
  }
}

/** Every asynchronous call rejects with a message, and the next call works. */
async function expectRefused(wasm: unknown, kind: typeof Error, message: RegExp): Promise<void> {
  const given = { wasm } as Pick<FitOptions, 'wasm'>;
  for (const call of [
    () => fit(data, { ...options, ...given }),
    () => select(data, { nComponents: [1, 2], ...given }),
    () => bootstrap(data, expected, { replicates: 2, ...given }),
  ]) {
    const error = await call().then(
      () => undefined,
      (reason) => reason,
    );
    expect(error).toBeInstanceOf(kind);
    expect(error.message).toMatch(message);
  }
  await expectWorks();
}

let server: Server | undefined;

/** The address of a server that answers as it is told to. */
async function serve(answer: RequestListener): Promise<URL> {
  server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/simd.wasm`);
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
  vi.useRealTimers();
  vi.resetModules();
  vi.doUnmock('../src/kernel/twin/version.js');
  restoreWorkers();
  dispose();
});

describe('option wasm as bytes', () => {
  it('may be in any view, and in memory that is shared', async () => {
    const shared = new Uint8Array(new SharedArrayBuffer(simd.length + 3), 3);
    shared.set(simd);
    for (const wasm of [new DataView(simd.buffer), simd.buffer, Buffer.from(simd), shared]) {
      await expectWorks(wasm as FitOptions['wasm']);
      const model = fitSync(data, { ...options, wasm: wasm as Uint8Array<ArrayBuffer> });
      expectSame(fitted(model), fitted(expected), 'fitSync');
    }
  });

  it.each([
    ['cut off in the middle', simd.slice(0, simd.length / 2)],
    ['of which only the head is there', simd.slice(0, 3)],
    ['empty', new Uint8Array(0)],
    ['a DataView of something else', new DataView(new ArrayBuffer(64))],
    ['a buffer that was sent away', detached()],
  ])('%s', async (_, wasm) => {
    await expectRefused(
      wasm,
      TypeError,
      /^option wasm cannot be used here: .+; use simd\.wasm or relaxed\.wasm of the /s,
    );
    expect(() => fitSync(data, { ...options, wasm })).toThrow(/^option wasm cannot be used here/);
  });
});

function detached(): ArrayBuffer {
  const buffer = new ArrayBuffer(64);
  structuredClone(buffer, { transfer: [buffer] });
  return buffer;
}

describe('option wasm as something else', () => {
  it.each([
    ['a module that has not been waited for', WebAssembly.compile(simd), /a Promise; await it$/],
    ['a path', 'gmm-wasm/simd.wasm', /got "gmm-wasm\/simd\.wasm"; make a URL of an address$/],
    ['what instantiate gives', { module: {}, instance: {} }, /got an object with the keys module, instance$/],
    ['null', null, /got null$/],
  ])('%s', async (_, wasm, message) => {
    const whole = new RegExp(`^option wasm must be a WebAssembly.Module, its bytes, or a URL, .*${message.source}`);
    await expectRefused(wasm, TypeError, whole);
    expect(() => fitSync(data, { ...options, wasm: wasm as unknown as Uint8Array<ArrayBuffer> })).toThrow(whole);
  });
});

describe('option wasm as a binary of its own', () => {
  it('that exports nothing', async () => {
    const foreign = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
    await expectRefused(
      foreign,
      TypeError,
      /not a kernel of this version of gmm-wasm: it does not export pack, widen, narrow and \d+ more; use simd/,
    );
  });

  it('of another release', async () => {
    vi.resetModules();
    vi.doMock('../src/kernel/twin/version.js', () => ({ VERSION: 2_003_004 }));
    const other = await import('../src/index.js');
    const message = /^option wasm is a binary of gmm-wasm \d+\.\d+\.\d+, but this is 2\.3\.4: use simd\.wasm or/;
    await expect(other.fit(data, { ...options, wasm: simd })).rejects.toThrow(message);
    expect(() => other.fitSync(data, { ...options, wasm: simd })).toThrow(message);
    await expect(other.select(data, { wasm: simd })).rejects.toThrow(message);
    expectSame(fitted(other.fitSync(data, options)), fitted(expected), 'the next call');
  });

  it('of the wrong arithmetic, wherever it is given', async () => {
    const relaxed = { arithmetic: 'relaxed', wasm: simd } as const;
    const message = /strict binary, but arithmetic is 'relaxed'/;
    await expect(fit(data, { ...options, ...relaxed })).rejects.toThrow(message);
    await expect(select(data, { nComponents: [1], ...relaxed })).rejects.toThrow(message);
    await expect(bootstrap(data, expected, { replicates: 2, ...relaxed })).rejects.toThrow(message);
    await expectWorks(simd);
  });

  it('the number of the release is that of the package', () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    const [major, minor, patch] = version.split('.').map(Number);
    expect(VERSION).toBe(major * 1_000_000 + minor * 1000 + patch);
  });
});

describe('option wasm as a URL', () => {
  it('that answers with the binary', async () => {
    await expectWorks(await serve((_, response) => response.end(simd)));
  });

  it('that answers with a page', async () => {
    const url = await serve((_, response) => response.setHeader('content-type', 'text/html').end('<!doctype html>'));
    await expectRefused(
      url,
      TypeError,
      /^option wasm: http:.*simd\.wasm is not WebAssembly but text\/html; serve the file/,
    );
  });

  it('that answers with nothing', async () => {
    const url = await serve((_, response) => response.end());
    await expectRefused(url, TypeError, /is not WebAssembly but of an unknown type; serve the file/);
  });

  it('that does not exist', async () => {
    const url = await serve((_, response) => response.writeHead(404).end('no'));
    await expectRefused(
      url,
      Error,
      /^option wasm cannot be loaded from http:.*: the server answered 404 Not Found; check/,
    );
  });

  it('where nobody answers', async () => {
    const url = await serve(() => {});
    server?.close();
    await expectRefused(
      url,
      Error,
      /^option wasm cannot be loaded from http:.*ECONNREFUSED.*; check the address, or pass/,
    );
  });

  it('that breaks off', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': simd.length }).write(simd.subarray(0, 100), () => response.destroy());
    });
    await expectRefused(url, Error, /^option wasm cannot be loaded from http:.*; check the address, or pass/);
  });

  it('that never answers, until the signal ends it', async () => {
    const url = await serve(() => {});
    for (const call of [
      (signal: AbortSignal) => fit(data, { ...options, wasm: url, signal }),
      (signal: AbortSignal) => select(data, { wasm: url, signal }),
      (signal: AbortSignal) => bootstrap(data, expected, { wasm: url, signal }),
    ]) {
      const controller = new AbortController();
      const asked = once(server as Server, 'request');
      const failed = expect(call(controller.signal)).rejects.toThrow('enough');
      await asked;
      controller.abort(new Error('enough'));
      await failed;
    }
    await expectWorks();
  });

  it('of a file that is not there, or is something else', async () => {
    const missing = new URL('../build/none.wasm', import.meta.url);
    await expectRefused(missing, Error, /^option wasm cannot be loaded from file:.*none\.wasm: ENOENT/);
    const text = new URL('../package.json', import.meta.url);
    await expectRefused(text, TypeError, /package\.json is not WebAssembly but another file/);
  });
});

describe('a worker that does not start', () => {
  const rows = problem(1, 20_000, 2, 3, 1);
  const shared: FitOptions = { nComponents: 3, threads: 2, maxIter: 3 };
  const { Worker } = worker_threads;

  /** Every worker runs this source in place of its own. */
  function replaceSource(source: string): void {
    worker_threads.Worker = class extends Worker {
      constructor(_: unknown, settings: object) {
        super(source, settings);
      }
    };
  }

  async function expectAlone(fitting: ReturnType<typeof fit>, reason: RegExp): Promise<void> {
    const model = await fitting;
    expect(model.execution).toMatchObject({ backend: 'wasm', threads: 1 });
    expect(model.execution.fallbackReason).toMatch(reason);
    restoreWorkers();
    const next = await fit(rows, shared);
    expect(next.execution.threads).toBe(2);
    expectSame(fitted(next), fitted(model), 'the next call');
  }

  it.each([
    ['fails', 'throw new Error("not today")', /^no threads could be started: not today$/],
    ['ends', 'process.exit(3)', /^no threads could be started: exit code 3$/],
  ])('but %s', async (_, source, reason) => {
    replaceSource(source);
    await expectAlone(fit(rows, shared), reason);
  });

  it('but says nothing', async () => {
    replaceSource('setInterval(() => {}, 1000)');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const fitting = fit(rows, shared);
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(2));
    vi.advanceTimersByTime(60_000);
    vi.useRealTimers();
    await expectAlone(fitting, /^no threads could be started: it did not start within 20 s$/);
  });

  it('because the platform refuses it, and leaves no timer behind', async () => {
    worker_threads.Worker = class {
      constructor() {
        throw new Error('not allowed');
      }
    } as unknown as typeof Worker;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const model = await fit(rows, shared);
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
    expect(model.execution.fallbackReason).toBe('no threads could be started: not allowed');
  });

  // the limit of a start is 20 s
  it('is not waited for after an abort', { timeout: 15_000 }, async () => {
    replaceSource('setInterval(() => {}, 1000)');
    const model = fitSync(data, { nComponents: 2 });
    for (const call of [
      (signal: AbortSignal) => fit(rows, { ...shared, signal }),
      (signal: AbortSignal) => select(data, { nComponents: [1, 2], threads: 2, signal }),
      (signal: AbortSignal) => model.predictAsync(problem(1, 20_000, 1, 2, 1), { threads: 2, signal }),
    ]) {
      const controller = new AbortController();
      const failed = expect(call(controller.signal)).rejects.toThrow('enough');
      await new Promise((resolve) => setTimeout(resolve, 50));
      controller.abort(new Error('enough'));
      await failed;
    }
  });

  it('is not started anew for small runs because a large arena lies idle', async () => {
    dispose();
    const large = new Float64Array(800_000).map((_, i) => (i * 7919) % 1009);
    fitSync({ data: large, shape: [100_000, 8] }, { nComponents: 2, initParams: 'kmeans', maxIter: 1 });
    let started = 0;
    worker_threads.Worker = class extends Worker {
      constructor(source: string, settings: object) {
        super(source, settings);
        started++;
      }
    };
    for (let call = 0; call < 3; call++) {
      const model = await fit(data, { nComponents: 2, nInit: 4, threads: 2 });
      expect(model.execution.threads).toBe(2);
    }
    expect(started).toBe(2);
  });

  it('and the calls that do not tell work all the same', async () => {
    replaceSource('process.exit(3)');
    const model = await fit(rows, { ...shared, threads: 1 });
    const { table } = await select(data, { nComponents: [1, 2], threads: 2 });
    const labels = await model.predictAsync(rows, { threads: 2 });
    expect(table.map(({ error }) => error)).toEqual([undefined, undefined]);
    expect(labels).toEqual(model.predict(rows));
  });
});
