// Fits of files that are read again on every pass.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fit } from 'gmm-wasm';
import { expect, it } from 'vitest';
import { clusters, csv } from './data.mjs';
import { folder, gmm, gmmJSON, said, start } from './gmm.mjs';

const path = folder();
const at = (/** @type {string} */ name) => join(path, name);
const { x, y } = clusters(3000);
writeFileSync(at('data.csv'), csv({ x, y }));
const MEANS = [
  [0, 1],
  [5, -2],
];
writeFileSync(at('means.csv'), csv({ y: MEANS.map((mean) => mean[1]), x: MEANS.map((mean) => mean[0]) }));

it('--stream gives the bits of the fit in memory, and the labels', async () => {
  const args = ['fit', at('data.csv'), '-k', '2', '--means-init', at('means.csv'), '--labels'];
  const streamed = await gmmJSON([...args, at('streamed.csv'), '--stream']);
  const held = await gmmJSON([...args, at('held.csv')]);
  const model = await fit({ columns: [x, y] }, { nComponents: 2, meansInit: MEANS });
  expect(streamed.means).toEqual(model.means.map((mean) => [...mean]));
  expect({ ...streamed, seconds: 0, execution: 0 }).toEqual({ ...held, seconds: 0, execution: 0 });
  expect(readFileSync(at('streamed.csv'), 'utf8')).toBe(readFileSync(at('held.csv'), 'utf8'));
  expect(streamed.nSamples).toBe(3000);
});

it('a start that is not given is found', async () => {
  const { logLikelihood, warnings } = await gmmJSON(['fit', at('data.csv'), '-k', '2', '--stream']);
  const model = await fit({ columns: [x, y] }, { nComponents: 2 });
  expect(logLikelihood).toBeCloseTo(model.logLikelihood, 2);
  expect(warnings).toEqual([]);
});

it('a bad value is told with its line', async () => {
  writeFileSync(at('gap.csv'), csv({ x: ['1', '2', '', '4'], y: ['1', '2', '3', '5'] }));
  const { code, stderr } = await gmm(['fit', at('gap.csv'), '-k', '2', '--stream']);
  expect(stderr).toMatch(/gap\.csv, line 4, column x: the value is missing/);
  expect(code).toBe(3);
});

it('what was guessed of the file is told', async () => {
  writeFileSync(
    at('comma.csv'),
    `x;y\n${Array.from(x, (value, i) => [String(value).replace('.', ','), i].join(';')).join('\n')}\n`,
  );
  const { stderr, code } = await gmm(['fit', at('comma.csv'), '-k', '2', '--stream']);
  expect([code, stderr]).toEqual([0, expect.stringMatching(/commas were read as decimal points/)]);
});

it('a model to go on from must have the features', async () => {
  await gmm(['fit', at('data.csv'), '-k', '2', '--out', at('model.json')]);
  writeFileSync(at('other.csv'), csv({ y, z: x }));
  const { code, stderr } = await gmm(['fit', at('other.csv'), '--warm-start', at('model.json'), '--stream']);
  expect(stderr).toMatch(/other\.csv has .*y.* not .*x/);
  expect(code).toBe(3);
  const again = await gmmJSON(['fit', at('data.csv'), '--warm-start', at('model.json'), '--stream']);
  expect(again.nIter).toBeLessThan(5);
});

it('what needs the rows is refused, and so is a pipe', async () => {
  const needs = await gmm(['fit', at('data.csv'), '-k', '2', '--stream', '--responsibilities', at('r.csv')]);
  expect([needs.code, needs.stderr]).toEqual([
    2,
    expect.stringMatching(/--responsibilities takes K numbers .*--no-stream/),
  ]);
  const pipe = await gmm(['fit', '-k', '2', '--stream'], { input: 'x\n1\n2\n3\n' });
  expect([pipe.code, pipe.stderr]).toEqual([2, expect.stringMatching(/a pipe can be read only once: name a file/)]);
});

it('Ctrl-C ends with the model of the last pass', async () => {
  const args = ['fit', at('data.csv'), '-k', '2', '--stream', '--tol', '0', '--max-iter', '2000000000'];
  const run = start([...args, '--progress', '--json']);
  await said(run, /pass \d+: \d+ %|iteration [1-9]/);
  run.child.kill('SIGINT');
  const { code, stdout } = await run.done;
  expect(code).toBe(130);
  expect(JSON.parse(stdout)).toMatchObject({ interrupted: true, converged: false, nSamples: 3000 });
});
