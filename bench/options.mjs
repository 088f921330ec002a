import { parseArgs } from 'node:util';
import { CONTENDERS } from './contenders.mjs';
import { SECTIONS } from './sections/index.mjs';

/** `(n, d, K)`: from one feature, where everything stays in registers, to many, where the matrix products decide. */
const SHAPES = '1e6,1,3;1e5,2,8;1e5,8,8;5e4,16,16;2e4,32,16;1e4,64,16;5e3,128,8';

/** A trial does without many features: there rows cannot be spared. */
const SHAPES_OF_TRIAL = '1e6,1,3;1e5,2,8;1e5,8,8;5e4,16,16';

const FAMILIES = ['full', 'diag', 'tied', 'spherical'];

const HELP = `gmm-wasm beside other implementations: same data, same start, same result.

  npm run bench -- [options]        or, when dist/ is built:        node bench/run.mjs [options]

Everything is measured in one run, and written to bench/RESULTS.md with its figures in bench/results/. Whoever is not
installed is left out with a word:

  scikit-learn         any Python that has it: --python, which may be given several times; the faster one counts
  Armadillo, VLFeat    apt-get install g++ libarmadillo-dev libvlfeat-dev; compiled by bench/native/build.mjs
  npm packages         npm install

Sections
  peak         what vectors of two doubles give at most on this machine, multiplied and added, and fused
  iterations   whole EM iterations: a fit of 15 less a fit of 5, divided by 10, so that packing, the last pass and the
               building of the result cancel. The contenders take turns (A B C, A B C, ...), so that a noisy machine hits
               all alike; the median of the rounds is reported. Where this package has several threads, a turn begins with
               a fit of 5 that is not timed, so that both fits find threads and memory in place. Before any clock starts,
               the mean log-likelihood after 15 iterations must agree with scikit-learn's (or, without it, the first
               contender's) to 1e-8. Beside the npm packages: what the exponentials of an iteration take alone
  converged    time to a converged model, from the same start to the same log-likelihood
  threads      several threads beside one, and beside as many fits that share nothing: iterations, whole fits, restarts
  series       a whole fit of 50 values
  startup      a new process, from the import to the first result
  memory       peak memory of a fit
  scaling      time by the iteration as n, d and K grow
  replacements the entries that take the place of npm packages, beside the originals

Options
  --sections LIST   any of ${Object.keys(SECTIONS).join(',')} (default all)
  --python PATH     a Python with scikit-learn; several times for several  (default python3 and python)
  --threads LIST    numbers of threads                       (default 1,2)
  --only LIST       any of ${Object.keys(CONTENDERS).join(',')}
  --rounds N        rounds of each shape                     (default 5; 2 with --quick)
  --budget S        seconds a peer may take at one shape; slow ones get fewer rounds (default 6; 0.5 with --quick)
  --limit S         leave a slow peer out where one iteration would take longer      (default 5; 0.3 with --quick)
  --seed N          of the data                              (default 1)
  --merge           put the sections into the page that is there, each with its own date, commit and command
  --out NAME        write bench/results/NAME.json and .md    (default bench/RESULTS.md; trial.local if it is only a part)
  --quick           a tenth of the rows (but at least 8 for each feature and component), few features, few rounds: a
                    trial, not a result
  --render          measure nothing: write the page and the figures again from the JSON
  --help            this text

Of the iterations only
  --shapes LIST     n,d,K separated by semicolons            (default '${SHAPES}')
  --families LIST   any of ${FAMILIES.join(',')}
  --spread X        standard deviation of the cluster centres (default 1). Far apart, many responsibilities are exactly
                    zero and their work is skipped; 0 is the worst case, where nothing can be skipped

Examples
  node bench/run.mjs --quick
  node bench/run.mjs --sections converged,memory --python python3 --python ./venv/bin/python
  node bench/run.mjs --only twin,strict,relaxed --sections iterations --shapes '1e5,8,8' --families full,tied
`;

/** The command line as one object; ends the process with the help text or with what is wrong. */
export function readOptions(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        sections: { type: 'string', default: Object.keys(SECTIONS).join(',') },
        python: { type: 'string', multiple: true, default: ['python3', 'python'] },
        threads: { type: 'string', default: '1,2' },
        shapes: { type: 'string' },
        families: { type: 'string' },
        only: { type: 'string', default: Object.keys(CONTENDERS).join(',') },
        rounds: { type: 'string' },
        budget: { type: 'string' },
        limit: { type: 'string' },
        spread: { type: 'string' },
        seed: { type: 'string', default: '1' },
        out: { type: 'string' },
        quick: { type: 'boolean', default: false },
        render: { type: 'boolean', default: false },
        merge: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      console.log(HELP);
      process.exit(0);
    }
    const { quick, merge } = values;
    const sections = list('--sections', values.sections, Object.keys(SECTIONS));
    const only = list('--only', values.only, Object.keys(CONTENDERS));
    // A table of some shapes is no answer to the questions that the whole one answers.
    const custom = [values.shapes, values.families, values.spread].some((value) => value !== undefined);
    if (merge && (quick || custom))
      throw new RangeError('--merge takes whole sections: leave out --quick, --shapes, …');
    const whole = !quick && !custom && sections.length === Object.keys(SECTIONS).length;
    return {
      sections,
      pythons: values.python,
      threads: values.threads.split(',').map((text) => number('--threads', text, 1)),
      shapes: (values.shapes ?? (quick ? SHAPES_OF_TRIAL : SHAPES)).split(';').map((text) => shape(text, quick)),
      families: list('--families', values.families ?? FAMILIES.join(','), FAMILIES),
      custom,
      only,
      rounds: number('--rounds', values.rounds ?? (quick ? '2' : '5'), 1),
      budget: number('--budget', values.budget ?? (quick ? '0.5' : '6'), 0),
      limit: number('--limit', values.limit ?? (quick ? '0.3' : '5'), 0),
      spread: number('--spread', values.spread ?? '1', 0),
      seed: number('--seed', values.seed, 0),
      out:
        values.out === undefined ? (whole || values.render || merge ? null : 'trial.local') : name('--out', values.out),
      // seconds of warm-up, so that the optimising compilers are done, and of one measurement of short fits
      warmUp: quick ? 0.1 : 0.5,
      least: quick ? 0.04 : 0.2,
      quick,
      render: values.render,
      merge,
    };
  } catch (error) {
    console.error(`${error.message}\nSee: node bench/run.mjs --help`);
    process.exit(2);
  }
}

/** A tenth of the rows; but fewer than this leave singular covariances, whose fits differ by rounding alone. */
export function shrunk({ n, d, nComponents }) {
  const least = Math.min(n, 8 * d * nComponents);
  return { n: Math.max(Math.round(n / 10), least), d, nComponents };
}

function shape(text, quick) {
  const [n, d, nComponents, ...rest] = text.split(',').map(Number);
  if (rest.length > 0 || ![n, d, nComponents].every((size) => Number.isInteger(size) && size > 0)) {
    throw new RangeError(`--shapes: expected n,d,K such as 1e5,8,8, got '${text}'`);
  }
  const asked = { n, d, nComponents };
  return quick ? shrunk(asked) : asked;
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
