import { writeFileSync } from 'node:fs';
import { command, commit, host } from '../host.mjs';
import { compete } from './compete.mjs';
import { bestOf } from './judge.mjs';
import { toMarkdown } from './page.mjs';
import { floorOf } from './scorer/floor.mjs';
import { score } from './scorer/index.mjs';
import { placesOf, readAnswers, readStored, writeAnswers, writeResults, writeStored } from './store.mjs';
import { suite } from './suite/index.mjs';

/** A long run is written so often, in milliseconds: what has been answered is not lost. */
const SAVE_EVERY = 30_000;

/** Relative, against recorded log-likelihoods. */
const SCORER_ERROR = 1e-12;

/** One run: its problems, who took part, and what they answered, with what is kept of earlier ones. */
export class Results {
  #options;
  #begin = performance.now();
  #answers = readAnswers();
  #contenders = {};
  #floors = new Map();
  #stored;
  #run;
  absent = [];

  constructor(options, args) {
    this.#options = options;
    this.#stored = readStored(options.seed);
    this.#run = {
      date: new Date().toISOString(),
      commit: commit(),
      command: command('bench/quality/run.mjs', args),
      machine: host(),
      node: process.versions.node,
      seed: options.seed,
      part: !options.whole,
      note: options.note,
    };
    const { problems, contenders } = this.#stored;
    this.problems = suite(options).map((problem) => this.#prepare(problem, problems.get(problem.id)));
    if (options.cached) this.#contenders = { ...contenders };
  }

  /** Judges an answer to a problem. */
  score = (problem, answer) => score(problem, answer, this.#floors.get(problem.id));

  /** What is stored of the same problem is taken over: its floor, the best that is known, and with `cached` the outcomes. */
  #prepare(problem, stored) {
    const { hash } = problem;
    const same = stored?.hash === hash ? stored : undefined;
    const { cached, rescore } = this.#options;
    const floor = (!rescore && same?.floor) || floorOf(problem);
    this.#floors.set(problem.id, floor);
    const outcomes = { ...(cached && same?.outcomes) };
    if (rescore) {
      for (const [name, outcome] of Object.entries(outcomes)) {
        const kept = this.#answers[name]?.[problem.id];
        if (kept?.hash === hash) Object.assign(outcome, this.score(problem, kept.answer));
      }
    }
    const recorded = problem.recorded.map((fit) => this.#recorded(problem, fit));
    return { problem, hash, floor, outcomes, recorded, known: rescore ? undefined : same?.best };
  }

  /** A recorded fit judged; its log-likelihood was computed in 80 bits, so it checks the scorer as well. */
  #recorded(problem, { by, answer, loglik }) {
    const judged = this.score(problem, answer);
    if (!(Math.abs(judged.logLikelihood - loglik) <= SCORER_ERROR * Math.abs(loglik))) {
      throw new Error(`the scorer is wrong: ${by} has ${loglik}, not ${judged.logLikelihood}`);
    }
    return { by, ...judged };
  }

  /** Asks one contender everything. */
  async add(contender) {
    const { name, title, versions } = contender;
    this.#contenders[name] = { title, versions, date: this.#run.date };
    this.#answers[name] ??= {};
    const entries = new Map(this.problems.map((entry) => [entry.problem.id, entry]));
    for (const { outcomes } of entries.values()) delete outcomes[name];
    let done = 0;
    let saved = performance.now();
    const tell = (problem, outcome, answer) => {
      const { outcomes, hash } = entries.get(problem.id);
      outcomes[name] = outcome;
      if (answer) this.#answers[name][problem.id] = { hash, answer };
      done++;
      if (performance.now() - saved < SAVE_EVERY) return;
      console.error(`  ${name}: ${done} answers`);
      this.#save();
      saved = performance.now();
    };
    const problems = this.problems.map(({ problem }) => problem);
    const begin = performance.now();
    await compete(contender, problems, { rounds: this.#options.rounds, score: this.score, tell });
    console.error(`${name}: ${done} answers in ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  }

  /** Keeps the outcomes so far on this machine. */
  #save() {
    this.#run.minutes = Number(((performance.now() - this.#begin) / 60000).toFixed(1));
    const problems = this.problems.map(toPlain);
    const names = Object.keys(this.#contenders).filter((name) => problems.some(({ outcomes }) => outcomes[name]));
    const contenders = Object.fromEntries(names.map((name) => [name, this.#contenders[name]]));
    const results = { run: this.#run, contenders, absent: this.absent, problems };
    writeStored(this.#stored, results);
    writeAnswers(this.#answers);
    return results;
  }

  /** Writes the page and its JSON; and gives back what it tells. */
  write() {
    const results = this.#save();
    const places = placesOf(this.#options);
    writeResults(results, places);
    writeFileSync(places.page, toMarkdown(results));
    return { names: Object.keys(results.contenders), problems: results.problems, places };
  }
}

function toPlain({ problem, hash, floor, outcomes, recorded, known }) {
  const { data: _, truth: __, hash: ___, recorded: ____, ...described } = problem;
  return { ...described, hash, floor, best: bestOf({ outcomes, recorded, known }), outcomes };
}
