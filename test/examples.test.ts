// The examples, each as a process of its own on the built package: that they run, and that their numbers are right.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fitSync } from '../src/index.js';

const FOLDER = new URL('../examples/', import.meta.url);

function run(name: string, ...args: string[]): string {
  const file = fileURLToPath(new URL(name, FOLDER));
  return execFileSync(process.execPath, [file, ...args], { encoding: 'utf8' });
}

/** The numbers of a text, in order. */
function numbersIn(text: string): number[] {
  return (text.match(/-?\d+(\.\d+)?(e[+-]?\d+)?/g) ?? []).map(Number);
}

const tried: string[] = [];

function example(name: string, check: () => void) {
  tried.push(name);
  it(name, check, 60_000);
}

describe('examples', () => {
  example('command-line.mjs', () => {
    const output = run('command-line.mjs');
    expect(output).toContain('series.csv: 50 rows of 1 feature; 3 components, full');
    expect(output).toMatch(/log-likelihood +-106\.1861/);
    expect(output).toContain('the lowest BIC of the healthy ones: 3 components');
    expect(output).toContain('density');
  });

  it('command-line.mjs hands on what it is given, and the exit code', () => {
    expect(run('command-line.mjs', '--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(() => run('command-line.mjs', 'fit', 'no-such-file.csv', '-k', '2')).toThrow(/no-such-file\.csv/);
  }, 60_000);

  example('own-em.mjs', () => {
    const data = Float64Array.from({ length: 1000 }, (_, i) => Math.sin(i * 12.9898) + (i % 3 === 0 ? 6 : 0));
    const model = fitSync(data, { nComponents: 2, meansInit: [0, 6], tol: 1e-12 });
    const [low, high, logLikelihood] = numbersIn(run('own-em.mjs'));
    expect(low).toBeCloseTo(model.means[0][0], 3);
    expect(high).toBeCloseTo(model.means[1][0], 3);
    expect(logLikelihood).toBeCloseTo(model.logLikelihood, 3);
  });

  example('held-means.mjs', () => {
    const output = run('held-means.mjs').trim().split('\n');
    const expected = heldMeans();
    expect(output.length).toBe(4);
    expected.lines.forEach(({ mean, weight, variance }, c) => {
      const [shownMean, shownWeight, shownDeviation] = numbersIn(output[c]);
      expect(shownMean).toBeCloseTo(mean, 5);
      expect(shownWeight).toBeCloseTo(weight, 5);
      expect(shownDeviation).toBeCloseTo(Math.sqrt(variance), 5);
    });
    expect(numbersIn(output[0])[0]).toBe(511);
    expect(numbersIn(output[2])[0]).toBe(662);
    expect(numbersIn(output[3])[0]).toBeCloseTo(expected.logLikelihood, 4);
  });

  example('matrix-type.mjs', () => {
    const rows = Array.from({ length: 300 }, (_, i) => {
      const far = i % 3 === 0;
      return [Math.sin(i * 12.9898) + (far ? 6 : 0), Math.cos(i * 78.233) - (far ? 4 : 0)];
    });
    const model = fitSync(rows, { nComponents: 2 });
    const [first, second, labels, logLikelihood, same] = run('matrix-type.mjs').trim().split('\n');
    [first, second].forEach((line, c) => {
      const [x, y, weight] = numbersIn(line);
      expect(x).toBeCloseTo(model.means[c][0], 5);
      expect(y).toBeCloseTo(model.means[c][1], 5);
      expect(weight).toBeCloseTo(model.weights[c], 5);
    });
    expect(numbersIn(labels)).toEqual([...model.predict(rows.slice(0, 6))]);
    expect(numbersIn(logLikelihood)[0]).toBeCloseTo(model.logLikelihood, 5);
    expect(same).toBe('the same from its transpose: true');
  });

  example('replace-loop.mjs', () => {
    const [logLikelihoods, difference, speed] = run('replace-loop.mjs').trim().split('\n');
    const [before, after] = numbersIn(logLikelihoods);
    expect(before).toBeLessThan(-1e4);
    expect(Math.abs(after - before)).toBeLessThan(2e-6);
    expect(difference).toMatch(/^largest difference of a parameter /);
    expect(numbersIn(difference)[0]).toBeLessThan(1e-9);
    expect(speed).toMatch(/^\d+ ms before, \d+ ms after: \d+\.\d times as fast$/);
  });

  it('each of them is tried', () => {
    const all = readdirSync(FOLDER).filter((name) => name.endsWith('.mjs'));
    expect(tried.sort()).toEqual(all.sort());
  });
});

it('the first lines of README.md, in a folder with nothing but the package', () => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const [, code] = /^```js\n(.*?)^```$/ms.exec(readFileSync(join(root, 'README.md'), 'utf8'))!;
  const folder = mkdtempSync(join(tmpdir(), 'gmm-wasm-readme-'));
  try {
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(root, join(folder, 'node_modules/gmm-wasm'), 'junction');
    const shown = 'console.log(...model.weights, model.logLikelihood, ...model.predict([24, 40]));';
    writeFileSync(join(folder, 'first.mjs'), code + shown);
    const output = execFileSync(process.execPath, ['first.mjs'], { cwd: folder, encoding: 'utf8' });
    const claim = (of: string) =>
      code
        .split(`model.${of}; // `)[1]
        .split('\n')[0]
        .replace(/\w+Array/, '');
    const claimed = ['weights', 'logLikelihood', 'predict([24, 40])'].flatMap((of) => numbersIn(claim(of)));
    expect(numbersIn(output)).toHaveLength(claimed.length);
    numbersIn(output).forEach((value, i) => {
      expect(value).toBeCloseTo(claimed[i], 3);
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 60_000);

/** The example's problem by a loop that has nothing of the kernel: EM in which the first and third mean are held. */
function heldMeans() {
  const line = (n: number, mean: number, scale: number) =>
    Array.from({ length: n }, (_, i) => mean + scale * Math.log((i + 0.5) / (n - i - 0.5)));
  const data = [...line(1500, 511.3, 3), ...line(500, 583, 8), ...line(2000, 661.2, 4)];
  const lines = [511, 600, 662].map((mean) => ({ weight: 1 / 3, mean, variance: 100 }));
  let logLikelihood = 0;
  for (let step = 0; step < 300; step++) {
    logLikelihood = 0;
    const sums = lines.map(() => ({ n: 0, s: 0, q: 0 }));
    for (const x of data) {
      const densities = lines.map(
        ({ weight, mean, variance }) =>
          (weight * Math.exp(-((x - mean) ** 2) / (2 * variance))) / Math.sqrt(2 * Math.PI * variance),
      );
      const total = densities.reduce((sum, density) => sum + density, 0);
      logLikelihood += Math.log(total);
      densities.forEach((density, c) => {
        const r = density / total;
        sums[c].n += r;
        sums[c].s += r * (x - lines[c].mean);
        sums[c].q += r * (x - lines[c].mean) ** 2;
      });
    }
    sums.forEach(({ n, s, q }, c) => {
      const shift = c === 1 ? s / n : 0;
      lines[c].weight = n / data.length;
      lines[c].mean += shift;
      lines[c].variance = q / n - shift ** 2 + 1e-6;
    });
  }
  return { lines, logLikelihood };
}
