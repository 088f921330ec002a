import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fit, GaussianMixture } from 'gmm-wasm';
import { parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { clusters, csv } from './data.mjs';
import { folder, gmm, gmmJSON } from './gmm.mjs';

const { x, y } = clusters();
const path = folder();
const file = join(path, 'data.csv');
writeFileSync(file, csv({ x, y }));
const at = (/** @type {string} */ name) => join(path, name);

/** @param {string} name */
const lines = (name) => readFileSync(at(name), 'utf8').trim().split('\n');

describe('fit', () => {
  it('--json has the numbers of the library', async () => {
    const result = await gmmJSON([
      'fit',
      file,
      '-k',
      '3',
      '--family',
      'diag',
      '--n-init',
      '2',
      '--seed',
      '5',
      '--tol',
      '1e-9',
    ]);
    const model = await fit(
      { columns: [x, y] },
      { nComponents: 3, covarianceType: 'diag', nInit: 2, seed: 5, tol: 1e-9 },
    );
    expect(result.weights).toEqual([...model.weights]);
    expect(result.covariances).toEqual(model.covariances.map((row) => [...row]));
    expect([result.bic, result.aic, result.nIter]).toEqual([model.bic(), model.aic(), model.nIter]);
    expect(result.converged).toBe(true);
    expect(result.execution.backend).toBe('wasm');
  });

  it('the options reach the library', async () => {
    const args = [
      '--max-iter',
      '3',
      '--init',
      'kmeans',
      '--reg-covar',
      'relative:1e-3',
      '--prior',
      'shrinkage=0.1,dof=6',
    ];
    const engine = ['--backend', 'js', '--acceleration', 'squarem', '--precision', 'f32', '--threads', '1'];
    const result = await gmmJSON(['fit', file, '-k', '3', ...args, ...engine]);
    const model = await fit(
      { columns: [x, y] },
      {
        nComponents: 3,
        maxIter: 3,
        initParams: 'kmeans',
        regCovar: { relative: 1e-3 },
        prior: { shrinkage: 0.1, dof: 6 },
        acceleration: 'squarem',
        precision: 'f32',
      },
    );
    expect(result.logLikelihood).toBe(model.logLikelihood);
    expect(result.execution.backend).toBe('js');
    expect(result.converged).toBe(false);
  });

  it('prints a table', async () => {
    const { stdout, stderr, code } = await gmm(['fit', file, '-k', '2', '--covariances']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/200 rows of 2 features; 2 components, full/);
    expect(stdout).toMatch(/component +weight +x: mean ± sd +y: mean ± sd\n +0 +0\.\d+ +-?0\.\d+ ± 0\.9/);
    expect(stdout).toMatch(/component 1 +x +y\n/);
    expect(stdout).toMatch(/converged +yes, after \d+ iterations?/);
    expect(stdout).toMatch(/WebAssembly with SIMD, 1 thread/);
  });

  it('--out, --labels and --responsibilities agree with predict and the library', async () => {
    const answers = ['--labels', at('labels.csv'), '--responsibilities', at('shares.csv')];
    await gmm(['fit', file, '-k', '2', '--out', at('model.json'), ...answers]);
    const model = GaussianMixture.fromJSON(JSON.parse(readFileSync(at('model.json'), 'utf8')));
    const labels = [...model.predict({ columns: [x, y] })].map(String);
    expect(lines('labels.csv')).toEqual(['label', ...labels]);
    const shares = model.predictProba({ columns: [x, y] });
    expect(lines('shares.csv')[0]).toBe('component_0,component_1');
    expect(lines('shares.csv').slice(1).join(',')).toBe([...shares].join(','));
    const predicted = await gmm(['predict', at('model.json'), file, '--out', at('again.parquet'), '--uncertainty']);
    expect(predicted.code).toBe(0);
    const bytes = readFileSync(at('again.parquet'));
    const rows = await parquetReadObjects({
      file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
    });
    expect(rows.map(({ label }) => String(label))).toEqual(labels);
    expect(rows.map(({ uncertainty }) => uncertainty)).toEqual([...model.uncertainty({ columns: [x, y] })]);
  });

  it('predict finds the features of a model by name', async () => {
    await gmm(['fit', file, '-k', '2', '--out', at('model.json')]);
    const plain = await gmm(['predict', at('model.json'), file]);
    const other = csv({ note: Array.from(x, () => 'a'), y, x });
    expect(await gmm(['predict', at('model.json')], { input: other })).toEqual(plain);
    const wrong = await gmm(['predict', at('model.json')], { input: csv({ a: x, b: x, c: x }) });
    expect(wrong.stderr).toMatch(
      /the model has 2 features \(x, y\), but standard input has 3 \(a, b, c\): say which with --columns/,
    );
    expect(wrong.code).toBe(3);
  });

  it('goes on from a model, and begins at means', async () => {
    await gmm(['fit', file, '-k', '2', '--max-iter', '1', '--out', at('early.json')]);
    const early = GaussianMixture.fromJSON(JSON.parse(readFileSync(at('early.json'), 'utf8')));
    const warm = await gmmJSON(['fit', file, '--warm-start', at('early.json')]);
    expect(warm.logLikelihood).toBe(
      (await fit({ columns: [x, y] }, { nComponents: 2, warmStart: early })).logLikelihood,
    );
    writeFileSync(at('means.csv'), '5,-2\n0,1\n');
    const given = await gmmJSON(['fit', file, '--means-init', at('means.csv')]);
    const meansInit = [
      [5, -2],
      [0, 1],
    ];
    expect(given.means).toEqual(
      (await fit({ columns: [x, y] }, { nComponents: 2, meansInit })).means.map((row) => [...row]),
    );
  });

  it('warnings are shown, and matter with --strict only', async () => {
    const input = '1\n1\n1\n1\n5\n6\n7\n8\n9\n';
    const plain = await gmm(['fit', '-k', '2'], { input });
    expect(plain.stdout).toMatch(/warning: Component 0 has collapsed.*--reg-covar/);
    expect(plain.code).toBe(0);
    expect((await gmm(['fit', '-k', '2', '--strict'], { input })).code).toBe(1);
    expect((await gmm(['fit', file, '-k', '2', '--strict'])).code).toBe(0);
  });

  it('a fit that cannot be is code 4', async () => {
    const { code, stderr } = await gmm(['fit', '-k', '1', '--reg-covar', '0'], { input: '1,1\n2,2\n3,3\n4,4\n' });
    expect(stderr).toMatch(/not positive definite.*raise --reg-covar/);
    expect(code).toBe(4);
  });
});
