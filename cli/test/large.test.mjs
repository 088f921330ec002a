// Files of 1 GiB and more: each command says what it does with one, before it reads.

import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { csv, writeLarge } from './data.mjs';
import { folder, gmm, said, start } from './gmm.mjs';

const path = folder();
const at = (/** @type {string} */ name) => join(path, name);

beforeAll(async () => {
  writeLarge(at('large.npy'));
  writeLarge(at('less.npy'));
  truncateSync(at('less.npy'), 2 ** 30 - 1);
  writeFileSync(at('some.csv'), csv({ x: [1, 2, 4, 7] }));
  expect((await gmm(['fit', at('some.csv'), '-k', '1', '--out', at('model.json')])).code).toBe(0);
});

/** What the command says until it has said that much; then it is stopped. @param {string[]} args @param {RegExp} text */
async function saidBy(args, text) {
  const run = start(args);
  onTestFinished(() => {
    run.child.kill('SIGKILL');
  });
  await said(run, text);
  run.child.kill('SIGINT');
  return run;
}

it.each([
  ['fit', ['-k', '1'], 'read again on every pass'],
  ['predict', [at('model.json')], 'read piece by piece'],
  ['score', [at('model.json')], 'read piece by piece'],
])('gmm %s streams it by itself', async (command, args, how) => {
  const run = await saidBy([command, ...args, at('large.npy'), '--progress'], /reading|pass 1/);
  expect(run.out.stderr).toContain(`large.npy has 1.1 GB and is ${how}; --no-stream holds it in memory`);
  expect((await run.done).code).toBe(130);
});

it.each([
  ['fit', ['-k', '1']],
  ['predict', [at('model.json')]],
  ['score', [at('model.json')]],
])('gmm %s --no-stream holds it, as it is told', async (command, args) => {
  const run = await saidBy([command, ...args, at('large.npy'), '--no-stream', '--progress'], /reading/);
  expect((await run.done).code).toBe(130);
  expect(run.out.stderr).not.toContain('note');
});

it.each([
  ['select', []],
  ['plot', ['--model', at('model.json')]],
  ['plot', ['-k', '1']],
  ['bench', []],
])('gmm %s %j holds it, and says so', async (command, args) => {
  const run = await saidBy([command, at('large.npy'), ...args, '--progress'], /reading/);
  expect(run.out.stderr).toContain(`large.npy has 1.1 GB and is held in memory, since gmm ${command} does not stream`);
  expect(run.out.stderr).toMatch(/give it a sample of the rows; gmm fit, predict and score stream such a file/);
  expect((await run.done).code).toBe(130);
});

it.each([
  ['fit', ['-k', '1']],
  ['predict', [at('model.json')]],
  ['score', [at('model.json')]],
  ['select', []],
  ['plot', ['-k', '1']],
  ['bench', []],
])('gmm %s has no word for a file of less than 1 GiB', async (command, args) => {
  const files = command === 'predict' || command === 'score' ? [...args, at('less.npy')] : [at('less.npy'), ...args];
  const run = await saidBy([command, ...files, '--progress'], /reading|less\.npy/);
  await run.done;
  expect(run.out.stderr).not.toContain('note');
});
