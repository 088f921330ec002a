import { flops } from './flops.mjs';
import { LONG, mad, median, SHORT } from './race.mjs';

/** What one shape and family gave: a row for each entrant, with its ratios. */
export function summarise(spec, { entrants, out, reference }, samples) {
  const { n, d, nComponents, covarianceType, spread } = spec;
  const flopCount = flops(covarianceType, d, nComponents);
  const finished = entrants.filter(({ failure }) => !failure);
  const failed = entrants.filter(({ failure }) => failure);
  const rows = finished.map(({ name, contender, plan, score, deviation }) => {
    const seconds = median(measured(samples.get(name)));
    const perPair = seconds / (n * nComponents);
    return {
      name,
      threads: contender.threads ?? 1,
      variant: contender.variant ?? null,
      unrelated: contender.unrelated ?? false,
      msPerIteration: seconds * 1e3,
      madMs: mad(measured(samples.get(name))) * 1e3,
      ns: perPair * 1e9,
      gflops: flopCount / (perPair * 1e9),
      rounds: plan.rounds,
      iterations: [plan.long, plan.short],
      meanLogLikelihood: score,
      deviation,
      compared: contender.tolerance !== null,
      isScikitLearn: contender.isScikitLearn ?? false,
      note: note(contender, plan, score),
      samplesMs: samples.get(name).map((value) => value * 1e3),
    };
  });
  addRatios(rows);
  return {
    n,
    d,
    nComponents,
    covarianceType,
    spread,
    flopsPerPair: flopCount,
    reference,
    rows,
    out: [...out, ...failed.map(dropOut)],
  };
}

/** A short fit that took longer than the long one was disturbed: its difference, held at 0, is no measurement. */
function measured(differences) {
  const positive = differences.filter((seconds) => seconds > 0);
  return positive.length > 0 ? positive : [Number.NaN];
}

/** Beside the fastest scikit-learn with no more threads than the row has, and beside the fastest of all of them. */
export function addRatios(rows) {
  const least = (chosen) =>
    Math.min(...rows.filter(chosen).map(({ msPerIteration: ms }) => (ms > 0 ? ms : Number.POSITIVE_INFINITY)));
  const strict = least(({ name }) => name === 'strict');
  for (const row of rows) {
    const fair = least(({ isScikitLearn, threads }) => isScikitLearn && threads <= row.threads);
    const best = least(({ isScikitLearn }) => isScikitLearn);
    row.timesScikitLearn = ratio(fair, row.msPerIteration);
    row.timesBestScikitLearn = ratio(best, row.msPerIteration);
    row.timesStrict = ratio(strict, row.msPerIteration);
  }
}

/** None where there was nobody to compare with. */
const ratio = (ms, ownMs) => (Number.isFinite(ms) ? ms / ownMs : null);

const dropOut = ({ name, contender, failure }) => ({ name, reason: failure, wrong: contender.own });

function note(contender, plan, score) {
  const words = [];
  if (contender.note) words.push(contender.note);
  if (plan.long !== LONG || plan.short !== SHORT) words.push(`${plan.long} less ${plan.short} iterations`);
  if (plan.rounds < 3) words.push(`rounds: ${plan.rounds}`);
  if (contender.tolerance !== null && score === null) words.push('too slow to check');
  return words.join('; ');
}
