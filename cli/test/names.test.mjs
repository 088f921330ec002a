// Columns are known by their names: those of a model, of means, and names that are hard to write.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { clusters, csv } from './data.mjs';
import { folder, gmm, gmmJSON } from './gmm.mjs';

const { x, y } = clusters(60);
const path = folder();
const at = (/** @type {string} */ name) => join(path, name);
const file = at('data.csv');
const model = at('model.json');

beforeAll(async () => {
  writeFileSync(file, csv({ 'x [cm]': x, 'y (kg)': y }));
  await gmm(['fit', file, '-k', '2', '--out', model]);
});

describe('the features of a model in a file', () => {
  it.each([
    ['predict', model],
    ['score', model],
    ['fit', '--warm-start', model],
  ])('%s: some of them are an error', async (...args) => {
    const { code, stdout, stderr } = await gmm(args, { input: csv({ 'y (kg)': y, z: x }) });
    expect(stderr).toMatch(
      /standard input has only some of .* the model: y \(kg\), but not x \[cm\].* y \(kg\), z: --columns/,
    );
    expect([code, stdout]).toEqual([3, '']);
  });

  it('none of them: the order counts, which is said', async () => {
    const { stdout } = await gmm(['predict', model, file]);
    const other = await gmm(['predict', model], { input: csv({ a: x, b: y }) });
    expect(other.stderr).toMatch(
      /note: .*none of the features of the model \(x \[cm\], y \(kg\)\).* a, b are taken in this order/,
    );
    expect([other.code, other.stdout]).toEqual([0, stdout]);
    const asked = await gmm(['predict', model, '--columns', 'a,b'], { input: csv({ a: x, b: y }) });
    expect(asked).toEqual({ code: 0, stdout, stderr: '' });
    const nameless = await gmm(['predict', model], { input: csv({ a: x, b: y }).replace('a,b\n', '') });
    expect(nameless).toEqual({ code: 0, stdout, stderr: '' });
  });

  it('a fit that goes on finds them in any order', async () => {
    const straight = await gmmJSON(['fit', file, '--warm-start', model]);
    const turned = await gmmJSON(['fit', '--warm-start', model], { input: csv({ 'y (kg)': y, z: x, 'x [cm]': x }) });
    expect(turned.featureNames).toEqual(['x [cm]', 'y (kg)']);
    expect(turned.means).toEqual(straight.means);
  });
});

describe('means to begin at', () => {
  it('are known by name too', async () => {
    writeFileSync(at('straight.csv'), 'x [cm],y (kg)\n5,-2\n0,1\n');
    writeFileSync(at('turned.csv'), 'y (kg),x [cm]\n-2,5\n1,0\n');
    const start = ['fit', file, '--max-iter', '0', '--means-init'];
    const straight = await gmmJSON([...start, at('straight.csv')]);
    expect((await gmmJSON([...start, at('turned.csv')])).means).toEqual(straight.means);
  });

  it('of other features than the data are told in words of the file', async () => {
    writeFileSync(at('one.csv'), 'v\n1\n2\n');
    const { code, stderr } = await gmm(['fit', file, '--means-init', at('one.csv')]);
    expect(stderr).toMatch(/--means-init: .*one\.csv has 1 column \(v\), but the data has 2 \(x \[cm\], y \(kg\)\)/);
    expect(code).toBe(3);
  });
});

it('a name with a comma is quoted, or stands alone', async () => {
  const input = csv({ '"a,b"': x, c: y });
  expect((await gmmJSON(['fit', '-k', '2', '--columns', 'c,"a,b"'], { input })).featureNames).toEqual(['c', 'a,b']);
  expect((await gmmJSON(['fit', '-k', '2', '--columns', 'a,b'], { input })).featureNames).toEqual(['a,b']);
});
