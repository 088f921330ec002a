import { problemOf } from '../compete.mjs';
import { median } from '../race.mjs';

/** Shapes, and how many times as fast as scikit-learn one thread shall be. */
const CASES = [
  { n: 1e5, d: 2, nComponents: 8, asked: 10 },
  { n: 5e4, d: 16, nComponents: 16, asked: 5 },
];

/** Plain iterations before the start that both are given. */
const HEAD = 50;

/** All that is called converged lies within this of the best, in the mean log-likelihood. */
const WITHIN = 1e-6;

const DEFAULT_TOL = 1e-7;
const TIGHTEST = 1e-12;
const MOST_ITERATIONS = 20000;
const ROUNDS = 3;

/** A run of scikit-learn that would take longer is the time of some iterations times their number. */
const PATIENCE_SECONDS = 45;
const PATIENCE_OF_TRIAL = 3;
const SAMPLE_ITERATIONS = 50;

/** Time to a converged model, from the same start to the same log-likelihood, each by its own stopping rule. */
export async function converged({ contenders, options, shrink }) {
  const cases = [];
  for (const { asked, ...shape } of CASES) cases.push({ asked, ...(await one(contenders, shrink(shape), options)) });
  return cases;
}

async function one(contenders, shape, options) {
  const problem = problemOf({ ...shape, covarianceType: 'full', spread: 1 }, options);
  const own = contenders.filter((contender) => contender.own && contender.name !== 'twin');
  const patience = options.quick ? PATIENCE_OF_TRIAL : PATIENCE_SECONDS;
  const strict = own.find(({ name }) => name === 'strict');
  if (!strict) return { ...shape, missing: 'strict was not chosen' };
  console.error(`  (${shape.n}, ${shape.d}, ${shape.nComponents})`);

  const acceleration = await accelerationOf(strict);
  // the same bits, sooner: this finds out how far everybody has to go
  const quickest = own.filter(({ sameBits }) => sameBits).at(-1);
  const session = quickest.prepare(problem);
  const run = (from, settings) => session.converge(from, { maxIter: MOST_ITERATIONS, ...settings });
  const { model: start } = await run(problem.start(), { tol: 0, maxIter: HEAD, acceleration: 'none' });
  const from = plainNumbers(start);
  const { model: tight } = await run(from, { tol: TIGHTEST, acceleration });
  const target = tight.lowerBound - WITHIN;
  const { tol, byDefault, seconds } = await looseTol((value) => run(from, { tol: value, acceleration }), target);
  const plain = (
    await run(from, { tol: 0, acceleration: 'none', onIteration: ({ lowerBound }) => lowerBound < target })
  ).model;
  const reached = plain.lowerBound >= target;
  console.error(`    plain EM needs ${plain.nIter}${reached ? '' : ' or more'} iterations; own tol ${tol}`);

  const entrants = own.map((contender) =>
    ownEntrant(contender, problem, from, { tol, acceleration }, roundsOf(seconds, patience)),
  );
  entrants.push(...(await nativeEntrants(contenders, problem, from, { plain, target, patience })));
  for (let round = 0; round < ROUNDS; round++) {
    for (const entrant of entrants) if (round < entrant.rounds) await entrant.turn();
  }
  const rows = entrants.map((entrant) => rowOf(entrant, tight.lowerBound));
  for (const row of rows) row.timesScikitLearn = fastest(rows, row.threads) / row.seconds || null;
  for (const row of rows) row.timesSingle = fastest(rows, 1) / row.seconds || null;
  for (const { name, seconds } of rows) console.error(`    ${name}: ${seconds.toPrecision(3)} s`);
  return {
    ...shape,
    acceleration,
    tol,
    byDefault,
    bestConverged: tight.converged,
    plainIterations: plain.nIter,
    reached,
    rows,
  };
}

/** SQUAREM where this version has it. */
async function accelerationOf(strict) {
  try {
    await strict.timed([1, 2, 3, 4], { nComponents: 1, acceleration: 'squarem' });
    return 'squarem';
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return 'none';
  }
}

/** The default where it reaches the target, else the loosest power of ten below it; and how far the default comes. */
async function looseTol(run, target) {
  let byDefault;
  for (let tol = DEFAULT_TOL; ; tol = Number((tol / 10).toExponential(0))) {
    const { model, seconds } = await run(tol);
    byDefault ??= { missing: Math.max(0, target + WITHIN - model.lowerBound), nIter: model.nIter };
    if (model.lowerBound >= target || tol <= TIGHTEST) return { tol, byDefault, seconds };
  }
}

/** As many as patience allows, but one at least. */
const roundsOf = (seconds, patience) => Math.max(1, Math.min(ROUNDS, Math.floor(patience / seconds)));

function ownEntrant(contender, problem, from, settings, rounds) {
  const session = contender.prepare(problem);
  const entrant = { ...describe(contender), rounds, tol: settings.tol, seconds: [] };
  entrant.turn = async () => {
    const { model, seconds } = await session.converge(from, { maxIter: MOST_ITERATIONS, ...settings });
    entrant.seconds.push(seconds);
    entrant.nIter = model.nIter;
    entrant.converged = model.converged;
    entrant.score = model.lowerBound;
  };
  return entrant;
}

/** For each number of threads the scikit-learn that is faster here. */
async function nativeEntrants(contenders, problem, from, { plain, target, patience }) {
  const chosen = new Map();
  for (const contender of contenders.filter(({ isScikitLearn }) => isScikitLearn)) {
    const session = await contender.prepare(problem);
    await session.converge(from, 0, 2);
    const pace = (await session.converge(from, 0, SAMPLE_ITERATIONS)).seconds / SAMPLE_ITERATIONS;
    if (!(chosen.get(contender.threads)?.pace <= pace)) chosen.set(contender.threads, { contender, session, pace });
  }
  const tol = loosestOf(plain.history, target);
  return [...chosen.values()].map((choice) =>
    nativeEntrant(choice, from, { loosest: tol, iterations: plain.nIter, patience }),
  );
}

/**
 * The loosest 10^-3·2^-j with which scikit-learn's rule (the last change is below tol) ends within reach of the target:
 * its iterations are those of plain EM, so the history tells.
 */
function loosestOf(history, target) {
  for (let tol = 1e-3; tol > 1e-16; tol /= 2) {
    const stop = history.findIndex((value, t) => t > 0 && Math.abs(value - history[t - 1]) < tol);
    // it stops before its last M-step counts, and returns what that step gave
    if (stop === -1 || history[Math.min(stop + 1, history.length - 1)] >= target) return tol;
  }
  return 0;
}

function nativeEntrant({ contender, session, pace }, from, { loosest, iterations, patience }) {
  const tooLong = pace * iterations > patience;
  const rounds = tooLong ? ROUNDS : roundsOf(pace * iterations, patience);
  const entrant = { ...describe(contender), rounds, tol: loosest, seconds: [], estimated: tooLong };
  entrant.turn = async () => {
    if (tooLong) {
      const { seconds } = await session.converge(from, 0, SAMPLE_ITERATIONS);
      entrant.seconds.push((seconds * iterations) / SAMPLE_ITERATIONS);
      entrant.nIter = iterations;
      return;
    }
    const { seconds, nIter, converged } = await session.converge(from, loosest, MOST_ITERATIONS);
    entrant.seconds.push(seconds);
    Object.assign(entrant, { nIter, converged });
    entrant.score ??= await session.score();
  };
  return entrant;
}

const describe = ({ name, threads = 1, own = false, isScikitLearn = false }) => ({ name, threads, own, isScikitLearn });

function rowOf({ turn: _, rounds, seconds, score, ...entrant }, best) {
  const missing = score === undefined ? null : best - score;
  return { ...entrant, rounds, seconds: median(seconds), missing };
}

/** Seconds of the fastest scikit-learn with no more threads. */
const fastest = (rows, threads) =>
  Math.min(...rows.filter((row) => row.isScikitLearn && row.threads <= threads).map(({ seconds }) => seconds));

/** A model's parameters as JSON has them. */
const plainNumbers = ({ weights, means, covariances }) => ({
  weights: Array.from(weights),
  means: means.map((mean) => Array.from(mean)),
  covariances: covariances.map((matrix) => matrix.map((row) => Array.from(row))),
});
