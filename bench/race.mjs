import { Bench } from 'tinybench';

/** Iterations of the two fits whose difference is timed. */
export const LONG = 15;
export const SHORT = 5;

/** Where even that is too long for a peer. */
const LONG_OF_SLOW = 3;
const SHORT_OF_SLOW = 1;

/** A difference of very short fits is a mean of several, but of no more than this. */
const MOST_REPEATS = 25;

/** Rounds that a peer in a language other than JavaScript gets at least, and more as long as its budget lasts. */
const LEAST_ROUNDS = 3;

/** Idle threads of a library may spin for some milliseconds, and must not do so on the clock of the next. */
const CALM_MS = 60;

/** How a contender runs, given the seconds it needs for one iteration. */
export function plan(secondsPerIteration, { rounds, budget, least, slow, own }) {
  const pair = (LONG + SHORT) * secondsPerIteration;
  const tooLong = slow && pair > budget;
  const long = tooLong ? LONG_OF_SLOW : LONG;
  const short = tooLong ? SHORT_OF_SLOW : SHORT;
  const affordable = Math.floor(budget / ((long + short) * secondsPerIteration));
  return {
    long,
    short,
    rounds: own && !slow ? rounds : Math.min(rounds, Math.max(slow ? 1 : LEAST_ROUNDS, affordable)),
    repeats: Math.max(1, Math.min(MOST_REPEATS, Math.ceil(least / pair))),
  };
}

/**
 * Round by round, every entrant once, so that a noisy minute hits all of them alike.
 * Returns seconds per iteration, one for each round, by entrant name. Who fails gets a `failure` and runs no more.
 */
export async function race(entrants, rounds) {
  const samples = new Map(entrants.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    // One bench a round: tinybench by itself would finish a task before it begins the next.
    const bench = new Bench({ iterations: 1, time: 0, warmup: false, retainSamples: true });
    const running = entrants.filter(({ plan, failure }) => round < plan.rounds && !failure);
    for (const { name, contender, session, plan, threads } of running) {
      const run = async () => {
        // the memory that its threads share is gone, and they with it, once another has taken its turn: not on the clock of
        // the long fit alone
        if (contender.own && threads > 1) await session.run(plan.short);
        const seconds = await difference(session, plan);
        if (threads > 1) await new Promise((resolve) => setTimeout(resolve, CALM_MS));
        return { overriddenDuration: 1000 * seconds };
      };
      bench.add(name, run, { async: true });
    }
    await bench.run();
    for (const entrant of running) {
      const { result } = bench.getTask(entrant.name);
      if (result.state === 'errored') entrant.failure = result.error.message;
      else samples.get(entrant.name).push(result.latency.samples[0] / 1000);
    }
  }
  return samples;
}

/** Seconds of one iteration, from the difference of a long and a short fit; tinybench refuses negative ones. */
async function difference(session, { long, short, repeats }) {
  let sum = 0;
  for (let i = 0; i < repeats; i++) {
    const seconds = await session.run(long);
    sum += seconds - (await session.run(short));
  }
  return Math.max(0, sum / (repeats * (long - short)));
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Median absolute deviation from the median. */
export function mad(values) {
  const centre = median(values);
  return median(values.map((value) => Math.abs(value - centre)));
}
