import { parseArgs } from 'node:util';
import { CONTENDERS } from './contenders.mjs';
import { HELD_OUT, isKept, TUNED } from './store.mjs';

const USUAL = Object.keys(CONTENDERS).filter((name) => name !== 'thorough');

const HELP = `The quality of answers: the same problems to everybody, each answer judged by one independent scorer.

  npm run bench:quality -- [options]      or, when dist/ is built:      node bench/quality/run.mjs [options]

A whole run writes bench/quality/RESULTS.md and results.json, with --seed ${HELD_OUT} HELD-OUT.md and held-out.json; a part or a
trial writes part.local.md and .json there.
Whoever is not installed is left out with a word:

  scikit-learn         any Python that has it: --python, which may be given several times
  mclust               apt-get install r-cran-mclust, or install.packages('mclust')

To tune the package against its peers' stored answers, in seconds:

  node bench/quality/run.mjs --cached --only gmm-wasm --show failures

scikit-learn-patient has n_init=10, tol=1e-8, max_iter=10000; mclust-patient stops at 1e-12 instead of 1e-5.

Options
  --only LIST      any of ${Object.keys(CONTENDERS).join(',')}  (default all but thorough)
  --cached         keep the stored outcomes of everybody else, where the problem is still the same
  --publish        with --cached: write the page and its JSON all the same
  --rescore        judge stored answers again (after a change of the rule; they are in answers.local.json)
  --thorough       let the package search long as well: it takes part, and what it finds is known
  --seeds N        of each kind of start of that search (default 5)
  --dist PATH      another build of the package (a folder with index.js)
  --with JSON      other options for the package's fit, such as '{"nInit":5}'
  --problems REGEX only problems whose names match
  --seed N         of the generated problems (default ${TUNED}); another one has no reference data, which are the same for
                   all seeds, and tells whether tuning has fitted the problems
  --quick          one generated problem of seven
  --rounds N       how often short fits are timed (default 3; 1 with --cached)
  --python PATH    a Python with scikit-learn (default python3 and python)
  --rscript PATH   an Rscript with mclust     (default Rscript)
  --show WHAT      'failures', or the name of a problem: printed from the last results; alone, nothing runs
  --of NAME        whose failures (default gmm-wasm)
  --note TEXT      a word about the run, for the page
  --render         measure nothing: write the page again from the stored results
  --help           this text
`;

/** The command line as one object; ends the process with the help text or with what is wrong. */
export function readOptions(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        only: { type: 'string' },
        cached: { type: 'boolean', default: false },
        publish: { type: 'boolean', default: false },
        rescore: { type: 'boolean', default: false },
        thorough: { type: 'boolean', default: false },
        seeds: { type: 'string', default: '5' },
        dist: { type: 'string' },
        with: { type: 'string' },
        problems: { type: 'string' },
        seed: { type: 'string', default: String(TUNED) },
        quick: { type: 'boolean', default: false },
        rounds: { type: 'string' },
        python: { type: 'string', multiple: true, default: ['python3', 'python'] },
        rscript: { type: 'string', default: 'Rscript' },
        show: { type: 'string' },
        of: { type: 'string', default: 'gmm-wasm' },
        note: { type: 'string' },
        render: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      console.log(HELP);
      process.exit(0);
    }
    const { only, cached, rescore, thorough, dist, problems, quick, show, of, render } = values;
    const shows =
      show !== undefined && args.every((arg) => !/^--(only|cached|rescore|thorough|dist|with|quick)/.test(arg));
    const seed = integer('--seed', values.seed, 0);
    return {
      only: [...list(only ?? USUAL.join(',')), ...(thorough && !only?.includes('thorough') ? ['thorough'] : [])],
      cached,
      rescore,
      seeds: integer('--seeds', values.seeds, 1),
      dist,
      extra: json('--with', values.with ?? '{}'),
      matching: problems === undefined ? undefined : new RegExp(problems),
      seed,
      quick,
      rounds: integer('--rounds', values.rounds ?? (cached ? '1' : '3'), 1),
      pythons: values.python,
      rscript: values.rscript,
      show,
      of,
      runs: !shows && !render,
      render,
      note: values.note,
      // only what answers the whole question is kept
      whole:
        [dist, values.with, problems].every((value) => value === undefined) &&
        isKept(seed) &&
        !quick &&
        (cached ? values.publish : only === undefined),
    };
  } catch (error) {
    console.error(`${error.message}\nSee: node bench/quality/run.mjs --help`);
    process.exit(2);
  }
}

function list(text) {
  const known = Object.keys(CONTENDERS);
  const names = text.split(',');
  for (const name of names) {
    if (!known.includes(name)) throw new RangeError(`--only: expected any of ${known.join(',')}, got '${name}'`);
  }
  return names;
}

function integer(option, text, least) {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < least) {
    throw new RangeError(`${option}: expected an integer of at least ${least}, got '${text}'`);
  }
  return value;
}

function json(option, text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new RangeError(`${option}: expected JSON such as '{"nInit":5}', got '${text}'`);
  }
}
