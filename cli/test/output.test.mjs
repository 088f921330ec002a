// Where results go: looked at before the work, never mixed, never over what is read.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GaussianMixture } from 'gmm-wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { clusters, csv } from './data.mjs';
import { folder, gmm, gmmJSON } from './gmm.mjs';

const { x, y } = clusters(60);
const path = folder();
const at = (/** @type {string} */ name) => join(path, name);
const file = at('data.csv');
const model = at('model.json');
const text = csv({ x, y });

beforeAll(async () => {
  writeFileSync(file, text);
  mkdirSync(at('folder.json'));
  await gmm(['fit', file, '-k', '2', '--out', model]);
});

describe('a place that cannot be written is told before anything is read', () => {
  const fit = ['fit', at('missing.csv'), '-k', '2'];
  /** @type {Record<string, [string[], number, RegExp]>} */
  const CASES = {
    'no folder': [
      [...fit, '--out', at('no/x.json')],
      3,
      /no\/x\.json: there is no folder .*no; make it first: mkdir -p/,
    ],
    'a folder': [[...fit, '--out', at('folder.json')], 3, /folder\.json: it is a folder; name a file in it/],
    'in a file': [[...fit, '--labels', join(file, 'x.csv')], 3, /data\.csv is not a folder/],
    'of select': [['select', at('missing.csv'), '--out', at('no/x.json')], 3, /there is no folder/],
    'of score': [['score', model, at('missing.csv'), '--samples', at('no/x.csv')], 3, /there is no folder/],
    'of predict': [
      ['predict', model, at('missing.csv'), '--responsibilities', at('no/x.csv')],
      3,
      /there is no folder/,
    ],
    'of sample': [['sample', model, '--out', at('no/x.csv')], 3, /there is no folder/],
    'a model that is no .json': [[...fit, '--out', at('x.csv')], 2, /--out .*x\.csv: .* must be \.json \(or - for/],
    'a choice that is no .json': [['select', file, '--out', at('x.csv')], 2, /--out .*x\.csv: .* must be \.json/],
    'one file for two': [[...fit, '--labels', at('x.csv'), '--responsibilities', at('x.csv')], 2, /are the same file/],
  };
  it.each(Object.keys(CASES))('%s', async (name) => {
    const [args, expected, message] = CASES[name];
    const { code, stdout, stderr } = await gmm(args);
    expect(stderr).toMatch(message);
    expect([code, stdout]).toEqual([expected, '']);
    expect(existsSync(at('x.csv'))).toBe(false);
  });
});

describe('what is read is not overwritten', () => {
  it.each([
    ['fit', file, '-k', '2', '--labels', file],
    ['predict', model, file, '--out', file],
    ['score', model, file, '--samples', file],
  ])('%s', async (...args) => {
    const { code, stderr } = await gmm(args);
    expect(stderr).toMatch(/data\.csv is the file that is read, and would overwrite it/);
    expect([code, readFileSync(file, 'utf8')]).toEqual([2, text]);
  });

  it('but a fit that goes on from a model may replace it', async () => {
    expect((await gmm(['fit', file, '--warm-start', model, '--out', model])).code).toBe(0);
  });
});

describe('standard output', () => {
  it('belongs to what is asked for with -, and the table goes to standard error', async () => {
    const labels = await gmm(['fit', file, '-k', '2', '--labels', '-']);
    expect(labels.stdout).toMatch(/^label\n([01]\n){60}$/);
    expect(labels.stderr).toMatch(/mean ± sd/);
    const fitted = await gmm(['fit', file, '-k', '2', '--out', '-']);
    expect(GaussianMixture.fromJSON(JSON.parse(fitted.stdout)).nComponents).toBe(2);
    const chosen = await gmm(['select', file, '-k', '1-2', '--out', '-']);
    expect(JSON.parse(chosen.stdout).featureNames).toEqual(['x', 'y']);
    expect(chosen.stderr).toMatch(/the lowest BIC/);
    const scored = await gmm(['score', model, file, '--samples', '-']);
    expect(scored.stdout).toMatch(/^log_density\n(-\d.*\n){60}$/);
  });

  it.each([
    ['fit', file, '-k', '2', '--json', '--labels', '-'],
    ['fit', file, '-k', '2', '--out', '-', '--responsibilities', '-'],
    ['select', file, '--json', '--out', '-'],
    ['predict', model, file, '--responsibilities', '-'],
    ['score', model, file, '--json', '--samples', '-'],
    ['sample', model, '--json', '--out', '-'],
  ])('is not for two: %s %s %s %s %s', async (...args) => {
    const { code, stdout, stderr } = await gmm(args);
    expect(stderr).toMatch(/ and .* would be mixed up on standard output: name a file for one of them/);
    expect([code, stdout]).toEqual([2, '']);
  });
});

describe('--json', () => {
  const saved = () => GaussianMixture.fromJSON(JSON.parse(readFileSync(model, 'utf8')));

  it('of predict has labels and uncertainties', async () => {
    const { labels, uncertainty, nSamples } = await gmmJSON(['predict', model, file, '--uncertainty']);
    expect(labels).toEqual([...saved().predict({ columns: [x, y] })]);
    expect(uncertainty).toEqual([...saved().uncertainty({ columns: [x, y] })]);
    expect(nSamples).toBe(60);
  });

  it('of sample has rows, also where they are many', async () => {
    const { data, labels, featureNames } = await gmmJSON(['sample', model, '-n', '20000', '--seed', '3', '--labels']);
    const drawn = saved().sample(20_000, { seed: 3 });
    expect(data.flat()).toEqual([...drawn.data]);
    expect([data.length, labels, featureNames]).toEqual([20_000, [...drawn.labels], ['x', 'y']]);
  });
});
