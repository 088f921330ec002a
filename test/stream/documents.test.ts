// The examples about streams and online updates in README.md and docs/, each as a process of its own on the built package:
// that they run as they stand there, and that what comes of them is right.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, expect, it } from 'vitest';
import { fitSync, GaussianMixture } from '../../src/index.js';
import { fitStream } from '../../src/stream/index.js';
import { clusters } from '../parity/compare.js';
import { even } from './sources.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gmm-wasm-documents-'));
afterAll(() => rmSync(folder, { recursive: true }));

const DOCUMENTS = ['README.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)];
const EXAMPLES = DOCUMENTS.filter((name) => name.endsWith('.md'))
  .flatMap((name) => [...readFileSync(join(ROOT, name), 'utf8').matchAll(/^```js\n(.*?)^```$/gms)])
  .map(([, code]) => code)
  .filter((code) => /gmm-wasm\/stream|partialFit/.test(code));
const tried = new Set<string>();

/**
 * Runs the example that has these words, in a folder with its files.
 *
 * @param before - what it takes for granted
 * @param after - prints what came of it
 */
function run(words: string, before: string, after: string) {
  const found = EXAMPLES.filter((code) => code.includes(words));
  expect(found.length, words).toBe(1);
  tried.add(found[0]);
  const code = `${before}\nprocess.chdir(${JSON.stringify(folder)});\n${found[0]}\n${after}`;
  // modules are looked for from here, files in the folder
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: ROOT, encoding: 'utf8' });
  return JSON.parse(output);
}

const [n, d] = [40_000, 8];
const rows = { data: clusters(5, n, d, 8), shape: [n, d] as const };

it('a generator over a file', { timeout: 60_000 }, async () => {
  writeFileSync(join(folder, 'rows.bin'), new Uint8Array(rows.data.buffer, rows.data.byteOffset, 8 * n * d));
  const found = run('async function* rows()', '', 'console.log(JSON.stringify(model));');
  const model = await fitStream(even(rows, 16_384), { nComponents: 8 });
  expect(GaussianMixture.fromJSON(found).means).toEqual(model.means);
  expect(found).toEqual(JSON.parse(JSON.stringify(model)));
});

it('a file, and questions about it', { timeout: 60_000 }, async () => {
  const columnData = Array.from({ length: d }, (_, j) => ({
    name: `x${j}`,
    data: Float64Array.from({ length: n }, (_, i) => rows.data[i * d + j]),
  }));
  writeFileSync(join(folder, 'rows.parquet'), new Uint8Array(parquetWriteBuffer({ columnData })));
  const counted = 'let n = 0; for await (const labels of predictStream(model, source)) n += labels.length;';
  const found = run('openFile(', '', `${counted} console.log(JSON.stringify({ model, score, n }));`);
  const model = await fitStream(even(rows, 16_384), { nComponents: 8 });
  expect(found).toEqual({ model: JSON.parse(JSON.stringify(model)), score: model.score(rows), n });
});

it('chunk after chunk', () => {
  const data = clusters(6, 3000, 2, 3);
  const part = (first: number, end: number) => ({
    data: [...data.subarray(2 * first, 2 * end)],
    shape: [end - first, 2],
  });
  const given = { history: part(0, 1000), source: [part(1000, 1100), part(1100, 3000)] };
  const before = `import { fit } from 'gmm-wasm'; const { history, source } = ${JSON.stringify(given)};`;
  const found = run('partialFit(', before, 'console.log(JSON.stringify(model));');
  let model = fitSync(given.history, { nComponents: 3 });
  for (const chunk of given.source) model = model.partialFit(chunk, { forgetting: 0.9995 });
  expect(found.online.nSamplesSeen).toBe(3000);
  expect(found).toEqual(JSON.parse(JSON.stringify(model)));
});

it('each of them is tried', () => {
  expect(EXAMPLES.length).toBeGreaterThan(2);
  expect([...tried].sort()).toEqual([...EXAMPLES].sort());
});
