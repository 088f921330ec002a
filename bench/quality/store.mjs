import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const place = (name) => fileURLToPath(new URL(name, import.meta.url));

/** A whole run is kept; parts and trials are this machine's, and git does not see them. */
const WHOLE = { json: place('results.json'), page: place('RESULTS.md') };
const PART = { json: place('part.local.json'), page: place('part.local.md') };

/** The parameters behind the last outcomes of each contender: too many numbers to keep elsewhere. */
const ANSWERS = place('answers.local.json');

export const placesOf = (whole) => (whole ? WHOLE : PART);

const read = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null);

export const readWhole = () => read(WHOLE.json);

export const readAnswers = () => read(ANSWERS) ?? {};

export const writeAnswers = (answers) => writeFileSync(ANSWERS, JSON.stringify(answers));

/** The last results: those of the last part if it is later than the last whole run. */
export function readLast() {
  const [whole, part] = [readWhole(), read(PART.json)];
  return !whole || part?.run.date > whole.run.date ? part : whole;
}

/**
 * All that is stored, a later part over the whole run: the contenders, and the problems by name. A problem that is no
 * longer the same has another hash.
 */
export function readStored() {
  const [whole, part] = [readWhole(), read(PART.json)];
  const stored = { contenders: {}, problems: new Map() };
  for (const results of whole && part?.run.date < whole.run.date ? [whole] : [whole, part]) {
    if (!results) continue;
    Object.assign(stored.contenders, results.contenders);
    for (const problem of results.problems) {
      const earlier = stored.problems.get(problem.id);
      const outcomes = { ...(earlier?.hash === problem.hash && earlier.outcomes), ...problem.outcomes };
      stored.problems.set(problem.id, { ...problem, outcomes });
    }
  }
  return stored;
}

/** One problem a line: differences can be read. */
export function writeResults({ problems, ...rest }, { json }) {
  const head = JSON.stringify(rest, null, 2).replace(/\n\}$/, '');
  const lines = problems.map((problem) => `    ${JSON.stringify(problem)}`);
  writeFileSync(json, `${head},\n  "problems": [\n${lines.join(',\n')}\n  ]\n}\n`);
}
