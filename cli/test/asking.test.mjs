// Questions about files that are not held in memory: the same answers, to the byte.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { clusters, csv } from './data.mjs';
import { folder, gmm, said, start } from './gmm.mjs';

const path = folder();
const at = (/** @type {string} */ name) => join(path, name);
// several blocks, and several chunks of the file in each
const N = 150_000;
const { x, y } = clusters(N);
const weight = x.map((_, i) => (i % 5) / 2);
const FORMS = ['csv', 'tsv', 'parquet'];

beforeAll(async () => {
  writeFileSync(at('data.csv'), csv({ y, weight, x }));
  writeFileSync(at('some.csv'), csv({ x: x.subarray(0, 500), y: y.subarray(0, 500) }));
  expect((await gmm(['fit', at('some.csv'), '-k', '2', '--out', at('model.json')])).code).toBe(0);
});

/** Runs it in memory and as a stream, and gives what both said and wrote. @param {(out: (name: string) => string) => string[]} argsOf */
async function both(argsOf) {
  return Promise.all(
    ['--no-stream', '--stream'].map(async (how) => {
      /** @type {string[]} */
      const files = [];
      const args = argsOf((name) => {
        files.push(at(`${how.slice(2)}-${name}`));
        return /** @type {string} */ (files.at(-1));
      });
      const { code, stdout, stderr } = await gmm([...args, how]);
      return { code, stdout, stderr, files: files.map((file) => readFileSync(file).toString('base64')) };
    }),
  );
}

describe('gmm predict --stream', () => {
  it.each(FORMS)('labels, uncertainty and shares as %s', async (form) => {
    const [held, streamed] = await both((out) => [
      ...['predict', at('model.json'), at('data.csv'), '--uncertainty'],
      ...['--out', out(`labels.${form}`), '--responsibilities', out(`shares.${form}`)],
    ]);
    expect(held.code).toBe(0);
    expect(held.files.map((file) => file.length > N)).toEqual([true, true]);
    expect(streamed).toEqual(held);
  });

  it('JSON, and labels beside it; CSV on standard output', async () => {
    const [held, streamed] = await both((out) => [
      ...['predict', at('model.json'), at('data.csv'), '--uncertainty', '--json', '--out', out('beside.csv')],
    ]);
    expect(JSON.parse(held.stdout).labels.length).toBe(N);
    expect(streamed).toEqual(held);
    const [plain, same] = await both(() => ['predict', at('model.json'), at('data.csv'), '--weights', 'weight']);
    expect(plain.stdout.split('\n').length).toBe(N + 2);
    expect(same).toEqual(plain);
  });
});

describe('gmm score --stream', () => {
  it.each([[[]], [['--weights', 'weight']]])('%j', async (more) => {
    const args = ['score', at('model.json'), at('data.csv'), ...more];
    const [held, streamed] = await both(() => args);
    expect(held.stdout).toContain(': 150,000 rows under');
    expect(streamed).toEqual(held);
    const [json, same] = await both((out) => [...args, '--json', '--samples', out('densities.csv')]);
    expect(JSON.parse(json.stdout).nSamples).toBe(N);
    expect(same).toEqual(json);
  });
});

describe('what is wrong', () => {
  it('a bad value is told with its line, and so is what was written before it', async () => {
    const gap = [...x.subarray(0, 140_000), '', 1];
    writeFileSync(at('gap.csv'), csv({ x: gap, y: y.subarray(0, gap.length) }));
    writeFileSync(at('early.csv'), csv({ x: ['1', 'z'], y: [1, 2] }));
    const late = await gmm(['predict', at('model.json'), at('gap.csv'), '--stream', '--out', at('partly.csv')]);
    expect([late.code, late.stderr]).toEqual([3, expect.stringMatching(/gap\.csv, line 140002, column x: .*missing/)]);
    const [, written = ''] = /note: .*partly\.csv has the first ([\d,]+) rows/.exec(late.stderr) ?? [];
    expect(readFileSync(at('partly.csv'), 'utf8').split('\n').length - 2).toBe(Number(written.replaceAll(/\D/g, '')));
    const early = await gmm(['predict', at('model.json'), at('early.csv'), '--stream', '--out', at('none.csv')]);
    expect([early.code, existsSync(at('none.csv'))]).toEqual([3, false]);
    const score = await gmm(['score', at('model.json'), at('gap.csv'), '--stream']);
    expect([score.code, score.stderr]).toEqual([3, expect.stringMatching(/line 140002, column x/)]);
  });

  it('other features, and a pipe', async () => {
    const other = await gmm(['score', at('model.json'), at('data.csv'), '--columns', 'x', '--stream']);
    expect([other.code, other.stderr]).toEqual([3, expect.stringMatching(/the model has 2 features/)]);
    const pipe = await gmm(['predict', at('model.json'), '--stream'], { input: 'x,y\n1,2\n' });
    expect([pipe.code, pipe.stderr]).toEqual([2, expect.stringMatching(/a pipe can be read only once: name a file/)]);
  });

  it('Ctrl-C says how many rows are there', async () => {
    const text = readFileSync(at('data.csv'), 'utf8');
    writeFileSync(at('long.csv'), text + text.slice(text.indexOf('\n') + 1).repeat(10));
    const run = start(['predict', at('model.json'), at('long.csv'), '--stream', '--progress', '--out', at('cut.csv')]);
    await said(run, /reading/);
    run.child.kill('SIGINT');
    const { code, stderr } = await run.done;
    expect(code).toBe(130);
    const [, written] = /interrupted: .*cut\.csv has the first (.*) rows/.exec(stderr) ?? [];
    const lines = readFileSync(at('cut.csv'), 'utf8').split('\n').length - 2;
    expect(Number(written?.replaceAll(/\D/g, ''))).toBe(lines);
    expect(lines).toBeLessThan(N * 11);
  });
});
