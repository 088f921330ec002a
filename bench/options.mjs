import { parseArgs } from 'node:util';
import { CONTENDERS } from './contenders.mjs';

/** `(n, d, K)`: from one feature, where everything stays in registers, to many, where the matrix products decide. */
const SHAPES = '1e6,1,3;1e5,2,8;1e5,8,8;5e4,16,16;2e4,32,16;1e4,64,16;5e3,128,8';
const FAMILIES = ['full', 'tied', 'diag', 'spherical'];

const HELP = `Whole EM iterations of gmm-wasm beside other implementations: same data, same start, same result, one thread.

  npm run bench -- [options]        or, when dist/ is built:        node bench/run.mjs [options]

What is measured: a fit of 15 iterations less a fit of 5, divided by 10, so that packing, the last pass and the building
of the result cancel. The contenders take turns (A B C, A B C, ...), so that a noisy machine hits all alike; the median
of the rounds is reported. Before any clock starts, the mean log-likelihood after 15 iterations must agree with
scikit-learn's (or, without it, the first contender's) to 1e-8.

Options
  --python PATH     a Python with scikit-learn; may be given several times, and the faster one counts
  --shapes LIST     n,d,K separated by semicolons            (default '${SHAPES}')
  --families LIST   any of ${FAMILIES.join(',')}           (default full,diag)
  --only LIST       any of ${Object.keys(CONTENDERS).join(',')}
  --rounds N        rounds of each shape                     (default 7; 3 with --quick)
  --budget S        seconds a peer written in JavaScript may take at one shape; slow ones get fewer rounds
                                                             (default 30; 3 with --quick)
  --limit S         leave such a peer out where one iteration would take longer    (default 20; 1 with --quick)
  --spread X        standard deviation of the cluster centres (default 1). Far apart, many responsibilities are exactly
                    zero and their work is skipped; --spread 0 is the worst case, where nothing can be skipped
  --seed N          of the data                              (default 1)
  --out NAME        write bench/results/NAME.json and .md    (default latest)
  --no-memory       leave out the peak memory of a fit
  --quick           a tenth of the rows (but at least 8 for each feature and component), few rounds: a trial, not a result
  --help            this text

Examples
  node bench/run.mjs --quick
  node bench/run.mjs --only twin,strict,relaxed --shapes '1e5,8,8' --families full,tied,diag,spherical
  node bench/run.mjs --python python3 --python ./venv/bin/python
  node bench/run.mjs --spread 0 --out worst-case --python python3
`;

/** The command line as one object; ends the process with the help text or with what is wrong. */
export function readOptions(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        python: { type: 'string', multiple: true, default: [] },
        shapes: { type: 'string', default: SHAPES },
        families: { type: 'string', default: 'full,diag' },
        only: { type: 'string', default: Object.keys(CONTENDERS).join(',') },
        rounds: { type: 'string' },
        budget: { type: 'string' },
        limit: { type: 'string' },
        spread: { type: 'string', default: '1' },
        seed: { type: 'string', default: '1' },
        out: { type: 'string', default: 'latest' },
        'no-memory': { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      console.log(HELP);
      process.exit(0);
    }
    return {
      pythons: values.python,
      shapes: values.shapes.split(';').map((text) => shape(text, values.quick)),
      families: list('--families', values.families, FAMILIES),
      only: list('--only', values.only, Object.keys(CONTENDERS)),
      rounds: number('--rounds', values.rounds ?? (values.quick ? '3' : '7'), 1),
      budget: number('--budget', values.budget ?? (values.quick ? '3' : '30'), 0),
      limit: number('--limit', values.limit ?? (values.quick ? '1' : '20'), 0),
      spread: number('--spread', values.spread, 0),
      seed: number('--seed', values.seed, 0),
      out: name('--out', values.out),
      memory: !values['no-memory'],
      quick: values.quick,
    };
  } catch (error) {
    console.error(`${error.message}\nSee: node bench/run.mjs --help`);
    process.exit(2);
  }
}

function shape(text, quick) {
  const [n, d, nComponents, ...rest] = text.split(',').map(Number);
  if (rest.length > 0 || ![n, d, nComponents].every((size) => Number.isInteger(size) && size > 0)) {
    throw new RangeError(`--shapes: expected n,d,K such as 1e5,8,8, got '${text}'`);
  }
  // Fewer rows than this leave singular covariances, whose fits differ by rounding alone.
  const least = Math.min(n, 8 * d * nComponents);
  return { n: quick ? Math.max(Math.round(n / 10), least) : n, d, nComponents };
}

function list(option, text, known) {
  const values = text.split(',');
  for (const value of values) {
    if (!known.includes(value)) throw new RangeError(`${option}: expected any of ${known.join(',')}, got '${value}'`);
  }
  return values;
}

function number(option, text, least) {
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value < Infinity)) {
    throw new RangeError(`${option}: expected a number of at least ${least}, got '${text}'`);
  }
  return value;
}

function name(option, text) {
  if (!/^[\w.-]+$/.test(text)) throw new RangeError(`${option}: expected a file name without extension, got '${text}'`);
  return text;
}
