import { describe, expect, it } from 'vitest';
import { gmm } from './gmm.mjs';

const DATA = '1\n2\n3\n7\n8\n9\n';

/** @type {Record<string, [string[], RegExp]>} */
const WRONG = {
  'an unknown option, with the nearest': [
    ['fit', '--componets', '3'],
    /unknown option '--componets'\s+\(Did you mean --components\?\)/,
  ],
  'an unknown command, with the nearest': [['selct'], /unknown command 'selct'\s+\(Did you mean select\?\)/],
  'no K': [['fit'], /how many components\? Say -k 3/],
  'a K that is no number': [['fit', '-k', 'three'], /must be an integer of at least 1/],
  'a K larger than n': [['fit', '-k', '7'], /--components = 7 is more than the n = 6 rows of the data: ask for fewer/],
  'a family that is none': [['fit', '-k', '2', '--family', 'fulll'], /Allowed choices are full, tied/],
  'a range that is none': [['select', '-k', '3-1'], /must be a range or a list of counts/],
  'a prior that is none': [['fit', '-k', '2', '--prior', 'dof:4'], /must be default, or settings/],
  'two starts': [['fit', '-k', '2', '--warm-start', 'a', '--means-init', 'b'], /both say where to begin/],
  'a file of labels of no known kind': [
    ['fit', '-k', '2', '--labels', 'labels.xlsx'],
    /must be \.csv, \.tsv or \.parquet/,
  ],
  'a seed that the library refuses': [
    ['fit', '-k', '2', '--seed', '4294967296'],
    /--seed must be an integer from 0 to 4294967295/,
  ],
};

describe('a wrong command line has code 2 and says what to do', () => {
  it.each(Object.keys(WRONG))('%s', async (name) => {
    const [args, message] = WRONG[name];
    const { code, stdout, stderr } = await gmm(args, { input: DATA });
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
    expect(stdout).toBe('');
  });
});

describe('help', () => {
  it.each(['fit', 'select', 'predict', 'score', 'sample', 'plot', 'bench'])(
    'gmm %s --help has examples',
    async (command) => {
      const { code, stdout } = await gmm([command, '--help']);
      expect(stdout).toMatch(new RegExp(`Usage: gmm ${command}[^]*Examples:\n  gmm ${command}`));
      expect(code).toBe(0);
    },
  );

  it('tells of input and exit codes', async () => {
    expect((await gmm(['help', 'input'])).stdout).toMatch(/parquet/);
    expect((await gmm(['help', 'exit-codes'])).stdout).toMatch(/130 {3}interrupted/);
    expect((await gmm(['--help'])).stdout).toMatch(/Start here/);
  });
});
