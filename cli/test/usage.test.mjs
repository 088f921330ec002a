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
  'help about a command that is not there': [['help', 'selct'], /unknown command 'selct': did you mean select\?/],
  'help about a command that is nowhere near': [['help', 'foo'], /unknown command 'foo': the .* fit, select, predict/],
  'a fit where there is a model': [
    ['plot', '-', '--model', 'm.json', '-k', '2', '--tol', '1'],
    /--components, --tol: with --model nothing is fitted: leave out one of the two/,
  ],
  'a size of text for a picture': [
    ['plot', '-', '-k', '2', '--width', '40', '--out', 'x.png'],
    /--width: these are of a text/,
  ],
  'a scale without a PNG': [['plot', '-', '-k', '2', '--scale', '2', '--out', 'x.svg'], /--scale: this is of a PNG/],
  'a table of no criteria': [['plot', '-', '-k', '2', '--criterion', 'aic'], /--criterion: this is of --kind criteria/],
  'data for criteria': [['plot', '-', '--kind', 'criteria', '--table', 't.json'], /criteria are those of --table/],
  'data for the trace of a model': [
    ['plot', 'x.csv', '--kind', 'trace', '--model', 'm.json'],
    /x\.csv: the trace is in the model/,
  ],
  'sizes of data that is read': [
    ['bench', '-', '--rows', '10'],
    /--rows: these are of generated data, and a file is named/,
  ],
  'columns of data that is generated': [['bench', '--no-header'], /--no-header: no file is read: name one/],
  'a search for a start that is given': [
    ['fit', '-k', '2', '--means-init', 'm.csv', '--init', 'random'],
    /--init: the start is given/,
  ],
  'labels twice': [['predict', 'm.json', '--out', 'a.csv', '--labels', 'b.csv'], /--labels is the same as --out/],
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
    expect((await gmm(['--help'])).stdout).toMatch(/help \[command\] +tells about[\s\S]*Start here/);
    expect((await gmm(['help'])).stdout).toBe((await gmm(['--help'])).stdout);
    expect((await gmm(['help', 'fit'])).stdout).toBe((await gmm(['fit', '--help'])).stdout);
  });
});
