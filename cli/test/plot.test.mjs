// What is handed to gmm-wasm-plot: a stand-in that repeats its arguments takes its place.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { clusters, csv } from './data.mjs';
import { folder, gmm, said, start } from './gmm.mjs';

const { x, y } = clusters(60);
const path = folder();
const at = (/** @type {string} */ name) => join(path, name);
const file = at('data.csv');

const STAND_IN = `
const told = (kind, { data, model, ...rest }) =>
  ({ kind, ...rest, ...(data && { rows: (data.columns?.[0] ?? data).length }), ...(model && { k: model.nComponents, d: model.nFeatures }) });
export const [histogram, scatter, pairs, criteria, trace, uncertainty] =
  ['histogram', 'scatter', 'pairs', 'criteria', 'trace', 'uncertainty'].map((kind) => (args) => told(kind, args));
export const toSVG = async (spec) => '<svg>' + JSON.stringify(spec) + '</svg>';
export const toPNG = async (spec, { scale }) => new Uint8Array([137, 80, 78, 71, scale]);
export const toText = (kind, args, size) => JSON.stringify({ ...told(kind, args), size });
`;

/** @param {string} name @param {string} resolve the body of a resolve hook for gmm-wasm-plot */
function hook(name, resolve) {
  const hooks = `export const resolve = async (name, context, next) => { if (name !== 'gmm-wasm-plot') return next(name, context); ${resolve} };`;
  const register = `import { register } from 'node:module'; register('data:text/javascript,${encodeURIComponent(hooks).replaceAll("'", '%27')}');`;
  writeFileSync(at(name), register);
  return ['--import', `file://${at(name)}`];
}

/** @type {string[]} */ let withPlots;
/** @type {string[]} */ let without;

beforeAll(async () => {
  writeFileSync(file, csv({ x, y }));
  const url = `data:text/javascript,${encodeURIComponent(STAND_IN)}`;
  withPlots = hook('with.mjs', `return { url: ${JSON.stringify(url)}, shortCircuit: true };`);
  const error = `Object.assign(new Error("Cannot find package 'gmm-wasm-plot'"), { code: 'ERR_MODULE_NOT_FOUND' })`;
  without = hook('without.mjs', `throw ${error};`);
  await gmm(['fit', file, '-k', '2', '--out', at('model.json')]);
});

/** @param {readonly string[]} args @param {string} [input] */
const plot = (args, input) => gmm(['plot', ...args], { node: withPlots, ...(input !== undefined && { input }) });

describe('plot', () => {
  it('draws text in the terminal, of a kind that fits the data', async () => {
    const two = JSON.parse((await plot([file, '-k', '2', '--width', '60', '--height', '10'])).stdout);
    expect(two).toEqual({
      kind: 'scatter',
      labels: ['x', 'y'],
      features: [0, 1],
      rows: 60,
      k: 2,
      d: 2,
      size: { width: 60, height: 10, color: false },
    });
    const one = JSON.parse((await plot(['-k', '3'], csv({ x }))).stdout);
    expect(one).toMatchObject({ kind: 'histogram', label: 'x', k: 3, rows: 60 });
    const side = await plot([file, '--model', at('model.json'), '--kind', 'histogram', '--features', 'y']);
    expect(JSON.parse(side.stdout)).toMatchObject({ kind: 'histogram', label: 'y', k: 2, d: 1, rows: 60 });
  });

  it('takes a model, features, a theme, and writes SVG, PNG and the specification', async () => {
    const common = [file, '--model', at('model.json'), '--kind', 'uncertainty', '--features', 'y,x', '--theme', 'dark'];
    expect((await plot([...common, '--out', at('a.json')])).code).toBe(0);
    const spec = JSON.parse(readFileSync(at('a.json'), 'utf8'));
    expect(spec).toEqual({
      kind: 'uncertainty',
      labels: ['y', 'x'],
      features: [1, 0],
      theme: 'dark',
      rows: 60,
      k: 2,
      d: 2,
    });
    await plot([...common, '--out', at('a.svg')]);
    expect(readFileSync(at('a.svg'), 'utf8')).toBe(`<svg>${JSON.stringify(spec)}</svg>`);
    await plot([...common, '--out', at('a.png'), '--scale', '3']);
    expect([...readFileSync(at('a.png'))]).toEqual([137, 80, 78, 71, 3]);
  });

  it('needs no data for a trace and for criteria', async () => {
    const trace = JSON.parse((await plot(['--kind', 'trace', '--model', at('model.json')])).stdout);
    expect(trace).toMatchObject({ kind: 'trace', k: 2 });
    writeFileSync(at('table.json'), (await gmm(['select', file, '-k', '1-2', '--json'])).stdout);
    const criteria = JSON.parse((await plot(['--kind', 'criteria', '--table', at('table.json')])).stdout);
    expect(criteria).toMatchObject({ kind: 'criteria', criterion: 'bic' });
    expect(criteria.table).toHaveLength(2);
    const other = await plot(['--kind', 'criteria', '--table', at('table.json'), '--criterion', 'icl']);
    expect(JSON.parse(other.stdout).criterion).toBe('icl');
    const both = await plot(['--kind', 'criteria', '--table', at('table.json'), '--criterion', 'bic, icl']);
    expect(JSON.parse(both.stdout).criterion).toEqual(['bic', 'icl']);
  });

  it('shows some features of many in pairs', async () => {
    const nine = csv(
      Object.fromEntries([...'abcdefghi'].map((name, j) => [name, j % 2 ? x : y.map((v) => v * (j + 1))])),
    );
    const args = ['-k', '1', '--family', 'diag', '--kind', 'pairs', '--out', at('pairs.json')];
    const all = await plot(args, nine);
    expect(all.stderr).toMatch(/pairs are of 2 to 8 features, not 9: --features says which, such as a,b,c/);
    expect(all.code).toBe(2);
    expect((await plot([...args, '--features', 'c,a,d'], nine)).code).toBe(0);
    expect(JSON.parse(readFileSync(at('pairs.json'), 'utf8'))).toMatchObject({
      labels: ['c', 'a', 'd'],
      d: 3,
      rows: 60,
    });
  });

  it('tells of the warnings of its fit', async () => {
    const { stderr, code } = await plot(['-k', '2', '--max-iter', '1', '--tol', '0'], csv({ x, y }));
    expect(stderr).toMatch(
      /note: The fit had not converged after --max-iter = 1 iterations: raise --max-iter or --tol/,
    );
    expect(code).toBe(0);
  });

  it('says that Ctrl-C has ended the fit of what it draws', async () => {
    const args = ['-k', '3', '--tol', '0', '--max-iter', '2000000000', '--progress', '--out', at('stopped.json')];
    const run = start(['plot', file, ...args], { node: withPlots });
    await said(run, /iteration [1-9]/);
    run.child.kill('SIGINT');
    const { code, stderr } = await run.done;
    expect(stderr).toMatch(/gmm: interrupted: the picture shows the model of the last iteration/);
    expect([code, JSON.parse(readFileSync(at('stopped.json'), 'utf8')).k]).toEqual([130, 3]);
  });

  it('says what is missing', async () => {
    const { code, stderr } = await gmm(['plot', file, '-k', '2'], { node: without });
    expect(stderr).toMatch(/gmm-wasm-plot, which is not installed: npm install gmm-wasm-plot/);
    expect(code).toBe(2);
    expect((await plot([file])).stderr).toMatch(/Name a model with --model, or say how many components with -k/);
    expect((await plot([file, '-k', '2', '--out', at('a.gif')])).stderr).toMatch(/must be \.svg, \.png or \.json/);
    expect((await plot(['--kind', 'criteria', '--criterion', 'bic,gic'])).stderr).toMatch(/Allowed are bic, aic, icl/);
    expect((await plot([file, '-k', '2', '--kind', 'histogram'])).stderr).toMatch(/--features says which of x, y/);
    expect((await plot([file, '-k', '2', '--features', 'x'])).stderr).toMatch(/--features of a scatter are two/);
    expect(existsSync(at('a.gif'))).toBe(false);
  });
});
