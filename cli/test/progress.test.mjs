// The line on standard error: what changes is seen on the narrowest terminal, and what is told of the end holds.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Iterations } from '../src/output/iterations.mjs';
import { duration } from '../src/output/numbers.mjs';
import { clusters, csv } from './data.mjs';
import { folder, said, start } from './gmm.mjs';

const path = folder();
const file = join(path, 'data.csv');
writeFileSync(file, csv(clusters(5000)));

it('a terminal of 40 columns shows iteration and time', async () => {
  const terminal = join(path, 'terminal.mjs');
  writeFileSync(terminal, 'process.stderr.isTTY = true; process.stderr.columns = 40;');
  const args = ['fit', file, '-k', '3', '--tol', '0', '--max-iter', '2000000000'];
  const run = start(args, { node: ['--import', `file://${terminal}`] });
  await said(run, /iteration [1-9]\d*, [\d ,a-z]+ left, [\d.]+ m?s/);
  run.child.kill('SIGINT');
  const { stderr } = await run.done;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what moves the cursor
  const lines = stderr.split(/\u001b\[[\dA-Z;]+/).filter((text) => text.startsWith('iteration'));
  for (const line of lines) expect(line.length).toBeLessThan(40);
});

/**
 * Whether time left is told after each iteration.
 *
 * @param {readonly number[]} steps of the log-likelihood
 */
function told(steps) {
  /** @type {boolean[]} */
  const answers = [];
  const progress = /** @type {any} */ ({
    line: (/** @type {() => string[]} */ parts) => {
      const all = parts();
      const left = all.some((part) => part.endsWith(' left'));
      // what is but a bound is called so
      expect(all.some((part) => /^at most .* more$/.test(part))).toBe(!left && answers.length > 2);
      answers.push(left);
    },
  });
  const iterations = new Iterations(progress, { tol: 1e-7, maxIter: 2000 });
  let lowerBound = -10;
  for (const [iteration, step] of [0, ...steps].entries()) {
    lowerBound += step;
    iterations.see(/** @type {any} */ ({ run: 0, iteration, lowerBound }));
  }
  return answers;
}

it('time left is told once it can be', () => {
  const shrinking = Array.from({ length: 10 }, (_, at) => 0.9 ** at);
  expect(told(shrinking).slice(4)).toEqual(Array.from({ length: 7 }, () => true));
  // which would take ten thousand iterations
  expect(told(Array.from({ length: 10 }, (_, at) => 0.999 ** at))).not.toContain(true);
  expect(told(Array.from({ length: 10 }, (_, at) => (at % 2 ? 0.99 : 0.5) * 0.7 ** at))).not.toContain(true);
});

it('durations are short at every length', () => {
  const [s, min, h] = [1, 60, 3600];
  const texts = [
    0.0184,
    9.96 * s,
    99.94 * s,
    100 * s,
    119.7 * s,
    9.5 * min,
    28.4 * min,
    100 * min,
    9.9 * h,
    28.2 * h,
    600 * h,
  ];
  expect(texts.map(duration)).toEqual([
    '18 ms',
    '10.0 s',
    '99.9 s',
    '1 min 40 s',
    '2 min',
    '9 min 30 s',
    '28 min',
    '1 h 40 min',
    '9 h 54 min',
    '28 h',
    '25 days',
  ]);
});
