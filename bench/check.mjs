import { LONG, plan } from './race.mjs';

/** A check may take this many seconds of a slow peer. */
const CHECK_SECONDS = 15;

/** Least rows (and for each feature and component, lest a covariance be singular) by which a slow peer is judged. */
const PROBE_ROWS = 32;
const PROBE_ROWS_PER_FEATURE = 2;
const PROBE_ROWS_PER_COMPONENT = 2;

/** Seconds from which it can be judged. */
const PROBE_SECONDS = 0.3;

/**
 * Prepares, warms up and checks everybody who can run this problem.
 * Returns who may race, and a word about each who may not; `wrong` marks what fails the bench: this package itself.
 */
export async function qualify(contenders, problem, options) {
  const entrants = [];
  const out = [];
  for (const contender of contenders) {
    const { name } = contender;
    try {
      const unsuitable = contender.unsuitable(problem);
      const reason = unsuitable ?? (await tooSlow(contender, problem, options));
      if (reason) out.push({ name, reason, unsuitable: unsuitable !== undefined });
      else entrants.push(await warmUp(contender, problem, options));
    } catch (error) {
      out.push({ name, reason: error.message, wrong: contender.own });
    }
  }
  return compare(entrants, out);
}

/** One iteration on ever more of the first rows, until the time of all can be told. */
async function tooSlow(contender, problem, { limit }) {
  // this package is never spared; and on few rows it uses fewer threads
  if (!contender.slow || contender.own) return undefined;
  const { d, nComponents } = problem;
  const least = Math.max(PROBE_ROWS, PROBE_ROWS_PER_FEATURE * d, PROBE_ROWS_PER_COMPONENT * nComponents);
  for (let n = Math.min(least, problem.n); ; n = Math.min(4 * n, problem.n)) {
    const session = await contender.prepare(problem.head(n));
    const seconds = await session.run(1);
    if (seconds < PROBE_SECONDS && n < problem.n) continue;
    const all = (seconds * problem.n) / n;
    return all > limit ? `one iteration would take about ${all.toPrecision(1)} s` : undefined;
  }
}

async function warmUp(contender, problem, options) {
  const { name, tolerance } = contender;
  const slow = contender.slow ?? false;
  const session = await contender.prepare(problem);
  let pace = await session.run(1);
  let total = pace;
  let score = null;
  const checked = tolerance !== null && (!slow || pace * LONG <= CHECK_SECONDS);
  while (total < options.warmUp || (checked && score === null)) {
    pace = (await session.run(LONG)) / LONG;
    total += pace * LONG;
    score ??= await session.score();
  }
  const { threads = 1, own } = contender;
  return { name, contender, threads, session, score, plan: plan(pace, { ...options, slow, own }) };
}

/** scikit-learn is the reference; without it, the first of those who must come closest. */
function compare(entrants, out) {
  const comparable = entrants.filter(({ contender, score }) => contender.tolerance !== null && score !== null);
  const closest = Math.min(...comparable.map(({ contender }) => contender.tolerance));
  const reference =
    comparable.find(({ contender }) => contender.isScikitLearn) ??
    comparable.find(({ contender }) => contender.tolerance === closest);
  const strict = comparable.find(({ name }) => name === 'strict');
  const good = entrants.filter((entrant) => {
    const { name, contender, score } = entrant;
    entrant.deviation = reference && score !== null ? Math.abs(score / reference.score - 1) : null;
    const wrong = verdict(entrant, reference, strict);
    if (wrong) out.push({ name, reason: wrong, wrong: contender.own });
    return !wrong;
  });
  return { entrants: good, out, reference: reference?.name ?? null };
}

function verdict({ contender, score, deviation }, reference, strict) {
  if (score !== null && !Number.isFinite(score)) return `its mean log-likelihood is ${score}`;
  if (contender.tolerance === null || deviation === null) return undefined;
  // Written so that NaN is a failure too.
  if (!(deviation <= contender.tolerance)) {
    return `mean log-likelihood ${score} is not ${reference.name}'s ${reference.score} (off by ${deviation.toExponential(1)})`;
  }
  if (contender.sameBits && strict && !Object.is(score, strict.score)) {
    return `not the bits of strict: ${score} and ${strict.score}`;
  }
  return undefined;
}
