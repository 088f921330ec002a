import { fit } from 'gmm-wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { clusters, csv } from './data.mjs';
import { gmm, gmmJSON } from './gmm.mjs';

const { x, y } = clusters(60);
const label = Array.from(x, (_, i) => (i % 2 ? 'odd' : 'even'));
/** @type {number} */ let expected;

beforeAll(async () => {
  expected = (await fit({ columns: [x, y] }, { nComponents: 2 })).logLikelihood;
});

/**
 * @param {string} input
 * @param {...string} args
 */
const logLikelihood = async (input, ...args) => (await gmmJSON(['fit', '-k', '2', ...args], { input })).logLikelihood;

describe('csv', () => {
  it('without a header', async () => {
    const input = csv({ x, y }).split('\n').slice(1).join('\n');
    expect(await logLikelihood(input)).toBe(expected);
    const { nSamples } = await gmmJSON(['fit', '-k', '2', '--header'], { input });
    expect(nSamples).toBe(59);
  });

  it('with names that are numbers, when told so', async () => {
    const input = csv({ x, y }).replace('x,y', '2020,2021');
    const result = await gmmJSON(['fit', '-k', '2', '--header'], { input });
    expect(result.featureNames).toEqual(['2020', '2021']);
    expect(result.logLikelihood).toBe(expected);
  });

  it('a first line of both kinds is asked about, not guessed', async () => {
    const { code, stderr } = await gmm(['fit', '-k', '2'], { input: csv({ id: x, 2021: y }) });
    expect(code).toBe(3);
    expect(stderr).toMatch(/line 1 has both numbers and text: say --header/);
  });

  it.each([';', '|', '\t'])('separated by %j', async (delimiter) => {
    expect(await logLikelihood(csv({ x, y }, delimiter))).toBe(expected);
  });

  it('separated by what is said', async () => {
    expect(await logLikelihood(csv({ x, y }, ' '), '--delimiter', 'space')).toBe(expected);
  });

  it('quotes, breaks within them, a byte order mark, CRLF and blank lines', async () => {
    const rows = Array.from(x, (value, i) => `"a\nb, ""${i}""","${value}",${y[i]}`);
    const input = `\ufeff"a, note","x",y\r\n${rows.join('\r\n')}\r\n\r\n`;
    const result = await gmmJSON(['fit', '-k', '2', '--columns', 'x,y'], { input });
    expect(result.logLikelihood).toBe(expected);
  });

  it.each(['x,y', 'x-y', '2-3', '2,y'])('columns %s of four', async (columns) => {
    expect(await logLikelihood(csv({ label, x, y, z: x }), '--columns', columns)).toBe(expected);
  });

  it('weights count as copies', async () => {
    const weight = Float64Array.from(x, (_, i) => 1 + (i % 3));
    const { logLikelihood: total, featureNames } = await gmmJSON(['fit', '-k', '2', '--weights', 'w'], {
      input: csv({ x, w: weight, y }),
    });
    const model = await fit({ columns: [x, y] }, { nComponents: 2, sampleWeight: weight });
    expect(total).toBe(model.logLikelihood);
    expect(featureNames).toEqual(['x', 'y']);
  });

  it('quotes that mean nothing', async () => {
    const inches = Array.from(x, (_, i) => (i === 7 ? '"5' : '5'));
    const input = csv({ inches, x, y });
    expect(await logLikelihood(input, '--columns', 'x,y', '--quote', '')).toBe(expected);
    const { code, stderr } = await gmm(['fit', '-k', '2', '--columns', 'x,y'], { input });
    expect(stderr).toMatch(/line 9: a quote is not closed; close it, or say --quote ''/);
    expect(code).toBe(3);
  });

  it.each([';', '\t'])('decimal commas between %j, of which a note tells', async (delimiter) => {
    const input = csv({ x, y }, delimiter).replaceAll('.', ',');
    expect(await logLikelihood(input)).toBe(expected);
    const { stderr } = await gmm(['fit', '-k', '2'], { input });
    expect(stderr).toMatch(/note: standard input: commas were read as decimal points, .*; --decimal says otherwise/);
    expect((await gmm(['fit', '-k', '2', '--decimal', 'comma'], { input })).stderr).toBe('');
    expect((await gmm(['fit', '-k', '2', '--decimal', 'point'], { input })).code).toBe(3);
  });

  it('UTF-16, and what is not UTF-8', async () => {
    const named = csv({ Größe: x, y });
    const wide = await gmm(['fit', '-k', '2'], { input: Buffer.from(`\ufeff${named}`, 'utf16le') });
    expect(wide.stdout).toMatch(/Größe: mean ± sd/);
    expect([wide.code, wide.stderr]).toEqual([0, '']);
    const western = await gmm(['fit', '-k', '2'], { input: Buffer.from(named, 'latin1') });
    expect(western.stdout).toMatch(/Größe: mean ± sd/);
    expect(western.stderr).toMatch(/note: standard input is not UTF-8: it was read as Windows-1252/);
  });

  it('a line of numbers above other numbers may be names', async () => {
    const input = csv({ x, y }).replace('x,y', '2020,2021');
    expect((await gmm(['fit', '-k', '2'], { input })).stderr).toMatch(
      /note: .*the first line \(2020, 2021\).*--header/,
    );
    expect((await gmm(['fit', '-k', '2', '--header'], { input })).stderr).toBe('');
  });

  it('a column of labels is no feature, perhaps', async () => {
    const input = csv({ x, y, label: Array.from(x, (_, i) => i % 2) });
    const { stderr, stdout } = await gmm(['fit', '-k', '2'], { input });
    expect(stderr).toMatch(/note: .*column label is taken as a feature; --columns x,y leaves it out/);
    expect(stdout).toMatch(/3 features/);
    expect((await gmm(['fit', '-k', '2', '--columns', 'x,y'], { input })).stderr).toBe('');
  });

  it('options of a CSV are refused where there is none', async () => {
    const args = ['fit', '-k', '2', '--header', '--decimal', 'comma'];
    const { code, stderr } = await gmm(args, { input: '{"x":1}\n{"x":2}\n{"x":3}\n' });
    expect(stderr).toMatch(/--header, --decimal: this is jsonl, which has none; it belongs to a CSV/);
    expect(code).toBe(2);
  });

  it('rows that cross chunks', async () => {
    const big = clusters(20_000);
    const model = await fit({ columns: [big.x, big.y] }, { nComponents: 2 });
    expect(await logLikelihood(csv(big))).toBe(model.logLikelihood);
  });
});
