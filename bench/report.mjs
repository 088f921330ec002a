import { mkdirSync, writeFileSync } from 'node:fs';
import { flops } from './flops.mjs';
import { toMarkdown } from './markdown.mjs';
import { LONG, mad, median, SHORT } from './race.mjs';

/** What one shape and family gave: a row for each entrant, with its ratios. */
export function summarise(problem, { entrants, out, reference }, samples) {
  const { n, d, nComponents, covarianceType } = problem;
  const flopCount = flops(covarianceType, d, nComponents);
  const finished = entrants.filter(({ failure }) => !failure);
  const failed = entrants.filter(({ failure }) => failure);
  const rows = finished.map(({ name, contender, plan, score, deviation }) => {
    const seconds = median(samples.get(name));
    const perPair = seconds / (n * nComponents);
    return {
      name,
      msPerIteration: seconds * 1e3,
      madMs: mad(samples.get(name)) * 1e3,
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
  const fastest = Math.min(...rows.filter((row) => row.isScikitLearn).map((row) => row.msPerIteration));
  const strict = rows.find((row) => row.name === 'strict')?.msPerIteration;
  for (const row of rows) {
    row.timesScikitLearn = Number.isFinite(fastest) ? fastest / row.msPerIteration : null;
    row.timesStrict = strict === undefined ? null : strict / row.msPerIteration;
  }
  return {
    n,
    d,
    nComponents,
    covarianceType,
    flopsPerPair: flopCount,
    reference,
    rows,
    out: [...out, ...failed.map(dropOut)],
  };
}

const dropOut = ({ name, contender, failure }) => ({ name, reason: failure, wrong: contender.own });

function note(contender, plan, score) {
  const words = [];
  if (contender.note) words.push(contender.note);
  if (plan.long !== LONG || plan.short !== SHORT) words.push(`${plan.long} less ${plan.short} iterations`);
  if (contender.slow && plan.rounds < 3) words.push(`rounds: ${plan.rounds}`);
  if (contender.tolerance !== null && score === null) words.push('too slow to check');
  return words.join('; ');
}

export function writeResults(name, results) {
  const folder = new URL('results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  const markdown = toMarkdown(results);
  writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(new URL(`${name}.md`, folder), markdown);
  return markdown;
}
