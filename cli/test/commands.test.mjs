import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GaussianMixture, select } from 'gmm-wasm';
import { describe, expect, it } from 'vitest';
import { clusters, csv } from './data.mjs';
import { folder, gmm, gmmJSON } from './gmm.mjs';

const { x, y } = clusters();
const path = folder();
const at = (/** @type {string} */ name) => join(path, name);
const file = at('data.csv');
writeFileSync(file, csv({ x, y }));

/** @param {string} name */
const saved = (name) => GaussianMixture.fromJSON(JSON.parse(readFileSync(at(name), 'utf8')));

describe('select', () => {
  it('has the table of the library and writes the best', async () => {
    const args = [
      'select',
      file,
      '-k',
      '1-3,5',
      '--family',
      'full,diag',
      '--criterion',
      'icl',
      '--out',
      at('best.json'),
    ];
    const result = await gmmJSON(args);
    const { best, table } = await select(
      { columns: [x, y] },
      { nComponents: [1, 2, 3, 5], covarianceType: ['full', 'diag'], criterion: 'icl' },
    );
    expect(result.table).toEqual(table);
    expect(result.best.logLikelihood).toBe(best.logLikelihood);
    expect(saved('best.json').logLikelihood).toBe(best.logLikelihood);
  });

  it('marks the best', async () => {
    const { stdout } = await gmm(['select', file, '-k', '1-3', '--family', 'spherical']);
    expect(stdout.match(/^ +\* .*$/gm)).toHaveLength(1);
    expect(stdout).toMatch(/^ +\* +2 +spherical/m);
    expect(stdout).toMatch(/\* the lowest BIC: 2 components, spherical/);
  });
});

describe('select among few rows', () => {
  it('says that it is the best of the healthy ones, and how many there can be', async () => {
    const { stdout, stderr } = await gmm(['select'], { input: '1\n2\n3.5\n' });
    expect(stdout).toMatch(/\* the lowest BIC of the healthy ones: 1 component, full/);
    expect(stderr).toMatch(/note: with 3 rows there are at most 3 components to choose from/);
    const asked = await gmm(['select', '-k', '1,4'], { input: '1\n2\n3.5\n' });
    expect(asked.stdout).toMatch(/--components = 4 is more than the n = 3 rows/);
    expect(asked.stdout).toMatch(/\* the lowest BIC: 1 component, full/);
  });
});

describe('score', () => {
  it('gives what the library does', async () => {
    await gmm(['fit', file, '-k', '2', '--out', at('model.json')]);
    const model = saved('model.json');
    const columns = [x.slice(0, 50), y.slice(0, 50)];
    const input = csv({ x: columns[0], y: columns[1] });
    const result = await gmmJSON(['score', at('model.json'), '--samples', at('densities.csv')], { input });
    expect(result.mean).toBe(model.score({ columns }));
    expect([result.bic, result.aic]).toEqual([model.bic({ columns }), model.aic({ columns })]);
    const densities = readFileSync(at('densities.csv'), 'utf8').trim().split('\n');
    expect(densities).toEqual(['log_density', ...[...model.scoreSamples({ columns })].map(String)]);
  });
});

describe('sample', () => {
  it('draws what the library does', async () => {
    await gmm(['fit', file, '-k', '2', '--out', at('model.json')]);
    const { data, labels } = saved('model.json').sample(20, { seed: 3 });
    const { stdout } = await gmm(['sample', at('model.json'), '-n', '20', '--seed', '3', '--labels']);
    const rows = Array.from(labels, (label, i) => `${data[2 * i]},${data[2 * i + 1]},${label}`);
    expect(stdout.trim().split('\n')).toEqual(['x,y,label', ...rows]);
  });

  it('ends quietly when nobody reads on', async () => {
    await gmm(['fit', file, '-k', '2', '--out', at('model.json')]);
    const { start } = await import('./gmm.mjs');
    const { child, done } = start(['sample', at('model.json'), '-n', '500000']);
    child.stdout.once('data', () => child.stdout.destroy());
    const { code, stderr } = await done;
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });
});

describe('bench', () => {
  it('measures each engine that is asked for, on the data given', async () => {
    const args = ['bench', file, '-k', '2', '--seconds', '0.05', '--engines', 'twin,wasm'];
    const { rows, nSamples } = await gmmJSON(args);
    expect(nSamples).toBe(200);
    expect(rows.map((/** @type {any} */ row) => [row.engine, row.execution.backend])).toEqual([
      ['twin', 'js'],
      ['wasm', 'wasm'],
    ]);
    for (const { iterationsPerSecond } of rows) expect(iterationsPerSecond).toBeGreaterThan(1);
  });

  it('has no figures of an engine that is not there', async () => {
    const args = ['bench', file, '-k', '2', '--seconds', '0.05', '--engines', 'wasm,relaxed'];
    const [, relaxed] = (await gmmJSON(args)).rows;
    const { stdout } = await gmm(args);
    expect(stdout).toMatch(/^ +wasm +\d/m);
    expect(stdout).toMatch(
      relaxed.execution.relaxed ? /^ +relaxed +\d/m : /^ +relaxed +– +– +– +not here: .*relaxed SIMD$/m,
    );
  });

  it('or on data of a size', async () => {
    const { stdout } = await gmm(['bench', '--rows', '500', '--features', '3', '-k', '2', '--seconds', '0.05']);
    expect(stdout).toMatch(/generated data: 500 rows of 3 features; 2 components, full/);
    expect(stdout.match(/thread/g)?.length).toBeGreaterThanOrEqual(4);
  });
});
