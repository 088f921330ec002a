import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const place = (name) => fileURLToPath(new URL(name, import.meta.url));

/** The seed of the generated problems that the package's defaults were tuned on, and one that nothing was chosen by. */
export const TUNED = 1;
export const HELD_OUT = 2;

/** A whole run is kept, by seed; parts and trials are this machine's, and git does not see them. */
const WHOLE = {
  [TUNED]: { json: place('results.json'), page: place('RESULTS.md') },
  [HELD_OUT]: { json: place('held-out.json'), page: place('HELD-OUT.md') },
};
const PART = { json: place('part.local.json'), page: place('part.local.md') };

/** All outcomes of this machine with a seed, the last of each contender at each problem, for `--cached`. */
const cacheOf = (seed) => place(`outcomes-${seed}.local.json`);

/** The parameters behind them: too many numbers to keep elsewhere. */
const ANSWERS = place('answers.local.json');

export const placesOf = ({ whole, seed }) => (whole ? WHOLE[seed] : PART);

/** Whether a whole run with this seed is kept. */
export const isKept = (seed) => seed in WHOLE;

const read = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null);

export const readWhole = (seed) => (isKept(seed) ? read(WHOLE[seed].json) : null);

export const readAnswers = () => read(ANSWERS) ?? {};

export const writeAnswers = (answers) => writeFileSync(ANSWERS, JSON.stringify(answers));

/** The last results of a seed: those of the last part if it is later than the last whole run. */
export function readLast(seed) {
  const [whole, last] = [readWhole(seed), read(PART.json)];
  const part = last?.run.seed === seed ? last : null;
  return !whole || part?.run.date > whole.run.date ? part : whole;
}

/**
 * All outcomes of a seed that are known, of the whole run and of this machine, the later over the earlier: the contenders, and the
 * problems by name. A problem that is no longer the same has another hash.
 */
export function readStored(seed) {
  const sources = [readWhole(seed), read(cacheOf(seed))].filter((results) => results !== null);
  sources.sort((a, b) => (a.run.date < b.run.date ? -1 : 1));
  const stored = { contenders: {}, problems: new Map() };
  for (const results of sources) overlay(stored, results);
  return stored;
}

/** Puts the outcomes of a run over those that are stored, and keeps all. */
export function writeStored(stored, results) {
  overlay(stored, results);
  const { run, contenders } = results;
  const all = { run: { date: run.date, seed: run.seed }, contenders: { ...stored.contenders, ...contenders } };
  writeResults({ ...all, problems: [...stored.problems.values()] }, { json: cacheOf(run.seed) });
}

function overlay(stored, { contenders, problems }) {
  Object.assign(stored.contenders, contenders);
  for (const problem of problems) {
    const earlier = stored.problems.get(problem.id);
    const outcomes = { ...(earlier?.hash === problem.hash && earlier.outcomes), ...problem.outcomes };
    stored.problems.set(problem.id, { ...problem, outcomes });
  }
}

/** One problem a line: differences can be read. */
export function writeResults({ problems, ...rest }, { json }) {
  const head = JSON.stringify(rest, null, 2).replace(/\n\}$/, '');
  const lines = problems.map((problem) => `    ${JSON.stringify(problem)}`);
  writeFileSync(json, `${head},\n  "problems": [\n${lines.join(',\n')}\n  ]\n}\n`);
}
