import { enter } from './contenders.mjs';
import { restartWithFlags } from './flags.mjs';
import { describeRun } from './machine.mjs';
import { readOptions, shrunk } from './options.mjs';
import { placesOf, readResults, render, writeResults } from './results.mjs';
import { SECTIONS } from './sections/index.mjs';

const options = readOptions(process.argv.slice(2));
const places = placesOf(options.out);
if (options.render) {
  await render(readResults(places), places);
  process.exit(0);
}
restartWithFlags();

const minutes = (begin) => ((performance.now() - begin) / 60000).toFixed(1);

const { contenders, absent } = await enter(options);
for (const { name, reason } of absent) console.error(`left out: ${name} (${reason})`);
if (contenders.length === 0) process.exit(1);
try {
  const { quick, spread, seed, rounds, budget, limit } = options;
  const fresh = {
    run: describeRun(contenders),
    settings: { quick, spread, seed, rounds, budget, limit },
    absent,
    sections: {},
  };
  const results = options.merge ? readResults(places) : fresh;
  const { date, commit, command } = fresh.run;
  const begin = performance.now();
  for (const section of options.sections) {
    console.error(`${section} (${minutes(begin)} min)`);
    const context = { contenders, options, shrink: quick ? shrunk : (shape) => shape };
    const measured = await attempt(() => SECTIONS[section](context));
    results.sections[section] = options.merge ? { ...measured, measured: { date, commit, command } } : measured;
    // written after each section: what has been measured is not lost
    writeResults(results, places);
  }
  if (!options.merge) results.run.minutes = Number(minutes(begin));
  writeResults(results, places);
  await render(results, places);
  console.error(`done in ${minutes(begin)} min: ${places.page}`);
  if (wrong(results)) {
    console.error('This package was left out of a race because it failed or its result was not right: see the page.');
    process.exitCode = 1;
  }
} finally {
  for (const contender of contenders) contender.close?.();
}

/** One section that fails must not take the others with it. */
async function attempt(measure) {
  try {
    return await measure();
  } catch (error) {
    console.error(error);
    return { failed: error.message };
  }
}

function wrong({ sections }) {
  const { races = [], worst = [], npm = [] } = sections.iterations ?? {};
  const failed = Object.values(sections).some((section) => section.failed);
  return failed || [...races, ...worst, ...npm].some(({ out }) => out.some(({ wrong }) => wrong));
}
