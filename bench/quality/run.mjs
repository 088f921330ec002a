import { writeFileSync } from 'node:fs';
import { enter } from './contenders.mjs';
import { readOptions } from './options.mjs';
import { overview, toMarkdown } from './page.mjs';
import { Results } from './results.mjs';
import { showChanges, showFailures, showProblem } from './show.mjs';
import { placesOf, readAnswers, readLast, readWhole } from './store.mjs';

const args = process.argv.slice(2);
const options = readOptions(args);
if (options.runs) await run();
if (options.render)
  writeFileSync(placesOf({ ...options, whole: true }).page, toMarkdown(readWhole(options.seed) ?? nothing()));
const last = readLast(options.seed) ?? nothing();
if (options.show === 'failures') console.log(showFailures(last, options.of));
else if (options.show) console.log(showProblem(last, options.show, readAnswers()));

async function run() {
  const earlier = readWhole(options.seed);
  const results = new Results(options, args);
  const { contenders, absent } = await enter({ ...options, score: results.score });
  for (const { name, reason } of absent) console.error(`left out: ${name} (${reason})`);
  if (contenders.length === 0 && !options.cached) process.exit(1);
  results.absent = absent;
  for (const contender of contenders) {
    try {
      await results.add(contender);
    } finally {
      contender.close?.();
    }
  }
  const { names, problems, places } = results.write();
  console.log(overview(problems, names).join('\n'));
  if (earlier && contenders.some(({ name }) => name === 'gmm-wasm')) {
    console.log(`\nBeside the last whole run:\n${showChanges(problems, earlier.problems, 'gmm-wasm').join('\n')}`);
  }
  console.error(`\n${places.page}`);
}

function nothing() {
  console.error('there are no results yet: run it first');
  process.exit(1);
}
