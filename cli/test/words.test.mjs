// What is told in words of the command: columns by name, rows from 1, numbers as far as they matter.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clusters, csv } from './data.mjs';
import { folder, gmm, gmmJSON } from './gmm.mjs';

const { x, y } = clusters(60);
const path = folder();
const at = (/** @type {string} */ name) => join(path, name);

describe('messages', () => {
  it('name columns', async () => {
    const input = csv({ a: x, b: x.map(() => 3), c: y, e: x.map(() => 4) });
    const args = ['fit', '-k', '2', '--family', 'diag'];
    const { stdout } = await gmm(args, { input });
    expect(stdout).toMatch(/warning: Columns b, e are constant, or nearly so beside the range of all features: no/);
    expect((await gmmJSON(args, { input })).warnings[0]).toMatch(/^Columns b, e are constant/);
    const two = await gmm([...args, '--columns', 'a-c'], { input });
    expect(two.stdout).toMatch(/warning: Column b is constant/);
  });

  it('name flags', async () => {
    const args = ['fit', '-k', '3', '--max-iter', '2', '--tol', '0'];
    const { stdout } = await gmm(args, { input: csv({ x, y }) });
    expect(stdout).toMatch(
      /had not converged after --max-iter = 2 iterations: raise --max-iter or --tol, or try --acceleration squarem\./,
    );
  });

  it('know the line of a weight', async () => {
    const { code, stderr } = await gmm(['fit', '-k', '1', '--weights', 'w'], { input: 'x,w\n1,1\n2,-0.5\n' });
    expect(stderr).toMatch(/standard input, line 3, column w: the weight is -0\.5: a weight must not be negative/);
    expect(code).toBe(3);
  });

  it('say nothing of arrays', async () => {
    const row = await gmm(['fit', '-k', '2'], { input: '1,2,3,4\n' });
    expect(row.stderr).toMatch(
      /is more than the n = 1 row of the data: a line is one sample, so single values stand one a line\n$/,
    );
    const wide = await gmm(['fit', '-k', '3'], { input: '1,2,3,4\n5,6,7,8\n' });
    expect(wide.stderr).toMatch(/is more than the n = 2 rows of the data: ask for fewer, or give more rows\n$/);
    const seeded = await gmm(['fit', '-k', '1', '--seed', '4294967296'], { input: '1,2\n' });
    expect(seeded.stderr).toMatch(/--seed must be an integer from 0 to 4294967295, got 4294967296\n$/);
    writeFileSync(at('far.csv'), '1,2\n1e300,3\n');
    const far = await gmm(['fit', '--means-init', at('far.csv')], { input: csv({ x, y }) });
    expect(far.stderr).toMatch(/--means-init, row 2 is too far from the data/);
    await gmm(['fit', '-k', '1', '--out', at('model.json')], { input: csv({ x, y }) });
    const score = await gmm(['score', at('model.json')], { input: 'x,y\n1,2\n1,1e300\n' });
    expect(score.stderr).toMatch(/row 2, feature 2 is 1e\+300: too far from the model/);
  });
});

describe('tables', () => {
  it.each(['full', 'diag'])('tell means apart however far from 0 they are: %s', async (family) => {
    const offset = (/** @type {Float64Array} */ column) => column.map((value) => 1e9 + value);
    const args = ['fit', '-k', '2', '--family', family];
    for (const input of [
      csv({ x: offset(x), y }),
      csv({ x: offset(x), y, z: y, u: y.map((v, i) => v * x[i]), v: x.map((v) => v * v) }),
    ]) {
      const { means } = await gmmJSON(args, { input });
      const { stdout } = await gmm(args, { input });
      const shown = [...stdout.matchAll(/(9{5}\d{4}\.\d+|10{5}\d{4}\.\d+) ±/g)].map(([, text]) => Number(text));
      expect(shown).toHaveLength(2);
      for (const [c, mean] of means.entries()) expect(Math.abs(shown[c] - mean[0])).toBeLessThan(0.01);
    }
  });

  it('bear long names, and names of two lines', async () => {
    const long = (/** @type {string} */ unit) => `a name that goes on and on and on and on and on [${unit}]`;
    const input = csv({ [long('cm')]: x, [long('kg')]: y, '"two\nlines"': x.map((value) => value * value) });
    const { stdout } = await gmm(['fit', '-k', '2', '--covariances'], { input });
    expect(stdout).toMatch(
      /a name that …and on \[cm\]: mean ± sd +a name that …and on \[kg\]: mean ± sd +two lines: mean ± sd\n/,
    );
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
    const { stderr } = await gmm(['fit', '-k', '2', '--columns', 'q'], { input });
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
