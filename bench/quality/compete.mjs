import { median } from '../race.mjs';

/** Fits that take longer are timed once only. */
const SHORT_SECONDS = 0.1;

/** Problems solved before the clock counts: compilers and caches are warm then. */
const WARM_UP = 5;

/**
 * Lets a contender answer all problems that suit it.
 *
 * @param rounds - how often short fits are timed; the median counts
 * @param tell - (problem, outcome, answer) is called as each comes
 */
export async function compete(contender, problems, { rounds, score, tell }) {
  const suited = problems.filter((problem) => contender.suits(problem));
  if (!contender.once) for (const problem of suited.slice(0, WARM_UP)) await attempt(contender, problem);
  for (const problem of suited) {
    const solved = await attempt(contender, problem);
    if (solved.error) {
      tell(problem, { error: solved.error, healthy: false, faults: ['error'], logLikelihood: null });
      continue;
    }
    const { answer, iterations, converged, told } = solved;
    const seconds = [solved.seconds];
    while (!contender.once && solved.seconds < SHORT_SECONDS && seconds.length < rounds) {
      seconds.push((await attempt(contender, problem)).seconds ?? solved.seconds);
    }
    tell(problem, { ...score(problem, answer), seconds: median(seconds), iterations, converged, told }, answer);
  }
}

async function attempt(contender, problem) {
  try {
    return await contender.solve(problem);
  } catch (error) {
    return { error: error.message };
  }
}
