// What a bundler makes of the package for a page, run where there is no Node to ask for modules.

import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { arrow, csv, jsonLines, npy, numbers, parquet, rowsOf } from './write.js';

const folder = mkdtempSync(join(tmpdir(), 'gmm-files-page-'));

test('a bundle for browsers asks for no module of Node, and reads every format', async () => {
  const { metafile } = await build({
    entryPoints: ['src/index.ts'],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    metafile: true,
    logLevel: 'silent',
  });
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  expect(imports.filter(({ external }) => external)).toEqual([]);

  // a library for one format is not loaded for another
  const entry = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === 'src/index.ts');
  const parts = new Set<string>();
  const visit = (path: string) => {
    for (const { path: next, kind } of metafile.outputs[path].imports) {
      if (kind === 'import-statement' && !parts.has(next)) visit(next);
    }
    parts.add(path);
  };
  visit(entry?.[0] ?? '');
  const inputs = [...parts].flatMap((path) => Object.keys(metafile.outputs[path].inputs));
  expect(inputs.filter((input) => /papaparse|hyparquet|apache-arrow|lz4js/.test(input))).toEqual([]);

  const files = {
    'a.csv': csv(numbers),
    'a.jsonl': jsonLines(numbers),
    'a.npy': npy(numbers),
    'a.parquet': parquet(numbers),
    'a.arrow': arrow(numbers, 'file'),
    'a.arrows': arrow(numbers, 'stream'),
  };
  const encoded = Object.entries(files).map(([name, content]) => [name, Buffer.from(content).toString('base64')]);
  writeFileSync(
    join(folder, 'page.mjs'),
    `const { log } = console;
     globalThis.process = undefined;
     const { openFile } = await import('./index.mjs');
     const read = {};
     for (const [name, text] of ${JSON.stringify(encoded)}) {
       const file = new File([Uint8Array.from(atob(text), (character) => character.charCodeAt(0))], name);
       read[name] = [];
       for await (const { rows } of openFile(file, { chunkRows: 300 }).chunks()) read[name].push(...rows.data);
     }
     read.path = await openFile('a.csv').names.catch(String);
     log(JSON.stringify(read));`,
  );
  const script = `const { File } = require('node:buffer'); globalThis.File = File;
    import(${JSON.stringify(pathToFileURL(join(folder, 'page.mjs')).href)});`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], { maxBuffer: 1e8 });
  const { path, ...read } = JSON.parse(stdout);
  for (const name of Object.keys(files)) expect(read[name]).toEqual(rowsOf(numbers).flat());
  expect(path).toBe('TypeError: a path can be opened by Node only: in a browser pass a File or a Blob');
});
