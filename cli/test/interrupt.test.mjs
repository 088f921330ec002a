import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { GaussianMixture } from 'gmm-wasm';
import { describe, expect, it } from 'vitest';
import { clusters, csv } from './data.mjs';
import { folder, gmm, said, start } from './gmm.mjs';

const data = clusters(5000);
const path = folder();
const file = join(path, 'data.csv');
writeFileSync(file, csv(data));

const ENDLESS = ['-k', '3', '--tol', '0', '--max-iter', '2000000000', '--progress'];

describe('Ctrl-C', () => {
  it('ends a fit with the model of the last iteration', async () => {
    const out = join(path, 'model.json');
    const run = start(['fit', file, ...ENDLESS, '--json', '--out', out]);
    await said(run, /^iteration [1-9]\d*, .* left, [\d.]+ .*s, mean log-likelihood -\d\.\d+, [\d.e+]+\/s$/m);
    run.child.kill('SIGINT');
    const { code, stdout } = await run.done;
    const result = JSON.parse(stdout);
    expect(code).toBe(130);
    expect([result.converged, result.interrupted]).toEqual([false, true]);
    expect(result.nIter).toBeGreaterThan(0);
    expect(GaussianMixture.fromJSON(JSON.parse(readFileSync(out, 'utf8'))).logLikelihood).toBe(result.logLikelihood);
  });

  it('keeps the best of the runs so far', async () => {
    const run = start(['fit', file, '-k', '6', '--n-init', '1000000', '--progress', '--json']);
    await said(run, /run [2-9]\d* of/);
    run.child.kill('SIGINT');
    const { code, stdout } = await run.done;
    expect(JSON.parse(stdout).nComponents).toBe(6);
    expect(code).toBe(130);
  });

  it('ends a choice with the fits that are done', async () => {
    const run = start(['select', file, ...ENDLESS.slice(2), '-k', '1-9', '--max-iter', '3000', '--json']);
    await said(run, /[1-9] of 9 fits/);
    run.child.kill('SIGINT');
    const { code, stdout, stderr } = await run.done;
    const { table, best, interrupted } = JSON.parse(stdout);
    expect(table.length).toBeGreaterThan(0);
    expect(table.length).toBeLessThan(9);
    expect([best, interrupted]).toEqual([null, true]);
    expect(stderr).toMatch(/gmm: interrupted/);
    expect(code).toBe(130);
  });

  it('marks the best of the fits that are done, and writes it', async () => {
    const out = join(path, 'best.json');
    const args = ['-k', '1-9', '--max-iter', '3000', '--tol', '0', '--threads', '1', '--progress'];
    const run = start(['select', file, ...args, '--out', out]);
    await said(run, /[2-9] of 9 fits/);
    run.child.kill('SIGINT');
    const { code, stdout, stderr } = await run.done;
    const [, count] = /interrupted after (\d) of 9 fits: the best of these is in .*best\.json/.exec(stderr) ?? [];
    const [, k] = /^ +\* +(\d) +full .*$/m.exec(stdout) ?? [];
    expect(stdout).toMatch(/\* the lowest BIC.* so far: \d components?, full/);
    expect(Number(k)).toBeLessThanOrEqual(Number(count));
    const best = GaussianMixture.fromJSON(JSON.parse(readFileSync(out, 'utf8')));
    const alone = join(path, 'alone.json');
    await gmm(['fit', file, '-k', k, ...args.slice(2, -1), '--out', alone]);
    expect(JSON.stringify(best)).toBe(
      JSON.stringify(GaussianMixture.fromJSON(JSON.parse(readFileSync(alone, 'utf8')))),
    );
    expect(code).toBe(130);
  });

  it.each(['csv', 'tsv'])('leaves the whole rows written by then: %s', async (extension) => {
    const model = join(path, 'small.json');
    await gmm(['fit', file, '-k', '2', '--out', model]);
    const out = join(path, `drawn.${extension}`);
    const run = start(['sample', model, '-n', '3000000', '--out', out]);
    while (!existsSync(out) || statSync(out).size < 100_000) await new Promise((resolve) => setTimeout(resolve, 5));
    run.child.kill('SIGINT');
    const { code, stderr } = await run.done;
    const [, told] = /interrupted: .*drawn\.\w+ has the first ([\d,]+) of 3,000,000 rows/.exec(stderr) ?? [];
    const rows = readFileSync(out, 'utf8').split('\n').slice(1, -1);
    expect(rows.length).toBe(Number(told.replaceAll(',', '')));
    expect(rows.at(-1)).toMatch(/^-?[\d.e-]+[,\t]-?[\d.e-]+$/);
    expect(code).toBe(130);
  });

  it('ends a prediction between two pieces of it', async () => {
    const model = join(path, 'small.json');
    const large = join(path, 'large.csv');
    await gmm(['fit', file, '-k', '2', '--out', model]);
    await gmm(['sample', model, '-n', '200000', '--out', large]);
    const hook = join(path, 'hook.mjs');
    const library = pathToFileURL(createRequire(import.meta.url).resolve('gmm-wasm')).href;
    writeFileSync(
      hook,
      `import { GaussianMixture } from '${library}';
      const { uncertainty } = GaussianMixture.prototype;
      GaussianMixture.prototype.uncertainty = function (...args) {
        process.stderr.write('asked\\n');
        process.kill(process.pid, 'SIGINT');
        return uncertainty.apply(this, args);
      };`,
    );
    const out = join(path, 'labels.csv');
    const { done } = start(['predict', model, large, '--uncertainty', '--out', out], {
      node: ['--import', pathToFileURL(hook).href],
    });
    const { code, stderr } = await done;
    expect(stderr).toBe('asked\ngmm: interrupted before all was done\n');
    expect([code, existsSync(out)]).toEqual([130, false]);
  });

  it('while reading, nothing was done', async () => {
    const run = start(['fit', '-', '-k', '3', '--progress'], { open: true });
    run.child.stdin.write('1,2\n3,4\n');
    await said(run, /reading standard input/);
    run.child.kill('SIGINT');
    const { code, stdout, stderr } = await run.done;
    expect(stderr).toMatch(/gmm: interrupted while reading: nothing was done/);
    expect([code, stdout]).toEqual([130, '']);
  });
});
