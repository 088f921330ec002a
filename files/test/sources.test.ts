import fs from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, test, vi } from 'vitest';
import { type FileLike, openFile } from '../src/index.js';
import { arrow, csv, file, jsonLines, npy, npyHeader, numbers, parquet, readAll, refusal, rowsOf } from './write.js';

const rows = rowsOf(numbers);
const FILES: [string, string | Uint8Array<ArrayBuffer>][] = [
  ['a.csv', csv(numbers)],
  ['a.csv.gz', new Uint8Array(gzipSync(csv(numbers)))],
  ['a.jsonl', jsonLines(numbers)],
  ['a.npy', npy(numbers)],
  ['fortran.npy', npy(numbers, { fortran: true })],
  ['a.parquet', parquet(numbers)],
  ['a.arrow', arrow(numbers, 'file')],
  ['a.arrows', arrow(numbers, 'stream')],
];

afterEach(() => vi.restoreAllMocks());

/** The open files of the package from now on, closed or not. */
function watchFiles() {
  const opened: fs.promises.FileHandle[] = [];
  const original = fs.promises.open;
  vi.spyOn(fs.promises, 'open').mockImplementation(async (...args) => {
    const handle = await original(...args);
    opened.push(handle);
    return handle;
  });
  return { opened, open: () => opened.filter((handle) => handle.fd >= 0).length };
}

describe.each(FILES)('%s', (name, content) => {
  const path = file(name, content);

  it('is closed at the end, on leaving the loop, and after a look at its head', async () => {
    const files = watchFiles();
    const source = openFile(path, { chunkRows: 10 });
    expect(files.opened).toHaveLength(0);
    await source.describe();
    expect([files.opened.length, files.open()]).toEqual([1, 0]);
    for await (const chunk of source.chunks()) {
      expect(chunk.rows.shape).toEqual([10, 3]);
      expect(files.open()).toBe(1);
      break;
    }
    expect([files.opened.length, files.open()]).toEqual([2, 0]);
    await readAll(source);
    expect([files.opened.length, files.open()]).toEqual([3, 0]);
    await source.chunks()[Symbol.asyncIterator]().return?.();
    expect(files.opened).toHaveLength(3);
  });

  it('two passes do not disturb each other', async () => {
    const source = openFile(path, { chunkRows: 90 });
    const [first, second] = await Promise.all([readAll(source), readAll(source)]);
    expect(first.rows).toEqual(rows);
    expect(second.rows).toEqual(rows);
  });

  it('a change between passes, or within one, is noticed', async () => {
    const changing = file(`changing-${name}`, content);
    const source = openFile(changing, { chunkRows: 10 });
    await readAll(source);
    fs.appendFileSync(changing, '\n');
    await expect(readAll(source)).rejects.toThrow(
      /has changed since it was first read: \d+ bytes, written .* then, \d+ /,
    );
    file(`changing-${name}`, content);
    const again = openFile(changing, { chunkRows: 10 });
    const touched = (async () => {
      for await (const _ of again.chunks()) fs.utimesSync(changing, 1, 1);
    })();
    await expect(touched).rejects.toThrow(/changing-.* has changed since it was first read: .* 1970-01-01T00:00:01/);
    const gone = openFile(changing);
    await gone.describe();
    fs.rmSync(changing);
    await expect(readAll(gone)).rejects.toThrow(/there is no such file/);
  });

  it('a signal ends it, and closes it', async () => {
    const files = watchFiles();
    const controller = new AbortController();
    const reading = (async () => {
      for await (const _ of openFile(path, { chunkRows: 10 }).chunks({ signal: controller.signal })) {
        controller.abort(new Error('enough'));
      }
    })();
    await expect(reading).rejects.toThrow('enough');
    await expect(openFile(path).describe({ signal: controller.signal })).rejects.toThrow('enough');
    expect(files.open()).toBe(0);
  });

  it('comes from whatever holds bytes', async () => {
    const handle = await open(path);
    const bytes = new Uint8Array(fs.readFileSync(path));
    const picked = { kind: 'file' as const, name, getFile: async () => new File([bytes], name, { lastModified: 1 }) };
    const many: FileLike[] = [pathToFileURL(path), handle, new File([bytes], name), picked];
    for (const given of many) {
      const source = openFile(given);
      expect((await readAll(source)).rows).toEqual(rows);
      expect((await readAll(source)).rows).toEqual(rows);
    }
    expect(handle.fd).toBeGreaterThanOrEqual(0);
    await handle.close();
  });

  it('comes once from a stream, in pieces of any size', async () => {
    const bytes = new Uint8Array(fs.readFileSync(path));
    async function* pieces(size: number) {
      for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
    }
    const web = new Blob([bytes]).stream();
    const many: FileLike[] = [fs.createReadStream(path), web, Readable.from(pieces(999)), pieces(1e6), pieces(501)];
    for (const given of many) {
      const source = openFile(given);
      // the names are under way when the rows are asked for
      const [names, read] = await Promise.all([source.names, readAll(source)]);
      expect(names).toHaveLength(3);
      expect(read.rows).toEqual(rows);
      await expect(readAll(source)).rejects.toThrow(/^the stream can be read once only/);
    }
  });
});

test('what is no file', async () => {
  expect(await refusal('none.csv')).toBe('cannot read none.csv: there is no such file; check the path');
  expect(await refusal(import.meta.dirname)).toMatch(/test is a folder: name a file in it$/);
  expect(await refusal(new Uint8Array(8) as unknown as FileLike)).toMatch(/not Uint8Array; .* new Blob\(\[bytes\]\)$/);
  expect(await refusal(undefined as unknown as FileLike)).toMatch(/^a file must be a path, .* not undefined/);
  expect(await refusal(new URL('https://example.org/a.csv'))).toMatch(/must begin with file:, not https:/);
  expect(await refusal(Readable.from(['1,2\n']))).toMatch(/must come as Uint8Arrays, not as texts/);
});

test('an error of the system is told with the file', async () => {
  const broken = { size: 10, slice: () => ({ arrayBuffer: () => Promise.reject(new Error('NotReadableError')) }) };
  expect(await refusal(broken)).toBe('cannot read the Blob: NotReadableError');
});

test('a FileHandle that is closed', async () => {
  const handle = await open(file('closed.csv', '1\n'));
  await handle.close();
  expect(await refusal(handle)).toMatch(/^cannot read the file: .*closed/);
});

test('a ReadableStream is let go of while it waits', async () => {
  let cancelled = false;
  const endless = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('1,2\n3,4\n')),
    cancel: () => {
      cancelled = true;
    },
  });
  const controller = new AbortController();
  const reading = (async () => {
    for await (const _ of openFile(endless, { chunkRows: 2 }).chunks({ signal: controller.signal })) {
      setTimeout(() => controller.abort(new Error('enough')), 10);
    }
  })();
  await expect(reading).rejects.toThrow('enough');
  expect(cancelled).toBe(true);
});

test('the extension of a path counts before that of its name', async () => {
  const path = file('told.jsonl', '[1]\n');
  expect((await openFile(path, { name: 'a.csv' }).describe()).format).toBe('jsonl');
  expect((await openFile(new Blob(['1\t2\n']), { name: 'A.TSV.gz' }).describe()).format).toBe('tsv');
});

test('a signal ends waiting for what may never come', async () => {
  const endless = new Readable({ read: () => {} });
  endless.push('1,2\n3,4\n');
  const controller = new AbortController();
  const source = openFile(endless);
  expect(await source.names).toEqual(['1', '2']);
  setTimeout(() => controller.abort(new Error('enough')), 10);
  const reading = (async () => {
    for await (const _ of source.chunks({ signal: controller.signal }));
  })();
  await expect(reading).rejects.toThrow('enough');
  expect(endless.destroyed).toBe(true);
});

test('a signal that was heard before the waiting begins', async () => {
  const endless = new Readable({ read: () => {} });
  endless.push('1,2\n3,4\n');
  const controller = new AbortController();
  const reading = (async () => {
    let chunks = 0;
    for await (const _ of openFile(endless, { chunkRows: 1 }).chunks({ signal: controller.signal })) {
      if (++chunks === 2) controller.abort(new Error('enough'));
    }
  })();
  await expect(reading).rejects.toThrow('enough');
});

/** A Blob of 100 MB that says how far it was read. */
function pretended(head: Uint8Array, line: Uint8Array) {
  const all = { furthest: 0, size: 1e8 };
  const slice = (start: number, end: number) => {
    all.furthest = Math.max(all.furthest, end);
    const bytes = new Uint8Array(end - start);
    for (let at = start; at < end; at++) {
      bytes[at - start] = at < head.length ? head[at] : line[(at - head.length) % line.length];
    }
    return { arrayBuffer: async () => bytes.buffer };
  };
  return Object.assign(all, { slice });
}

const text = (content: string) => new TextEncoder().encode(content);
const LONG: [string, Uint8Array, Uint8Array][] = [
  ['CSV', text('x,y\n'), text('1.5,2\n')],
  ['JSON lines', text('{"x":1}\n'), text('{"x":2}\n')],
  ['NPY', npyHeader('<f8', false, '(3000000, 4)'), new Uint8Array(8)],
  ['NPY of floats', npyHeader('<f4', false, '(6000000, 4)'), new Uint8Array(4)],
];

test.each(LONG)('%s is read ahead by no more than a piece', async (_, head, line) => {
  const blob = pretended(head, line);
  const iterator = openFile(blob, { chunkRows: 1000 }).chunks()[Symbol.asyncIterator]();
  let taken = 0;
  for (let chunk = 0; chunk < 50; chunk++) {
    const { value } = await iterator.next();
    taken += value.rows.shape[0];
  }
  // let what is under way go on as far as it will
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(taken).toBe(50_000);
  expect(blob.furthest).toBeLessThan(3e6);
  await iterator.return?.();
});

test('a quote that is never closed does not take the whole file', async () => {
  const blob = pretended(text('x\n"'), text('1.5\n'));
  expect(await refusal(blob)).toMatch(/line 2: a quote is not closed/);
  expect(blob.furthest).toBeLessThan(2e7);
});

test('of a Parquet file only the wanted columns of a group of rows are read', async () => {
  const column = () => Float64Array.from({ length: 100_000 }, (_, i) => Math.sin(i));
  const content = parquet({ a: column(), b: column(), c: column(), d: column() }, 10_000);
  const path = file('wide.parquet', content);
  const source = openFile(path, { columns: ['b'], chunkRows: 1000 });
  await source.describe();
  const head = source.bytesRead;
  for await (const _ of source.chunks()) {
    expect(source.bytesRead - head).toBeLessThan(1.2 * 10_000 * 8);
    break;
  }
  await readAll(source);
  expect(source.bytesRead - head).toBeLessThan(1.2 * 100_000 * 8);
});
