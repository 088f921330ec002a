import { qualify } from './check.mjs';
import { enter } from './contenders.mjs';
import { makeData } from './data.mjs';
import { restartWithFlags } from './flags.mjs';
import { describeRun } from './machine.mjs';
import { measureMemory } from './memory.mjs';
import { readOptions } from './options.mjs';
import { Problem } from './problem.mjs';
import { race } from './race.mjs';
import { summarise, writeResults } from './report.mjs';

const options = readOptions(process.argv.slice(2));
restartWithFlags();

const { contenders, absent } = await enter(options);
for (const { name, reason } of absent) console.error(`left out: ${name} (${reason})`);
try {
  if (contenders.length === 0) process.exit(1);
  const run = describeRun(contenders);
  const races = await runAll();
  const memory = options.memory ? measureMemories() : [];
  const { quick, spread, seed, rounds, budget, limit } = options;
  const settings = { quick, spread, seed, rounds, budget, limit };
  console.log(writeResults(options.out, { run, settings, absent, races, memory }));
  if (races.some(({ out }) => out.some(({ wrong }) => wrong))) {
    console.error('This package was left out of a race because it failed or its result was not right: see above.');
    process.exitCode = 1;
  }
} finally {
  for (const contender of contenders) contender.close?.();
}

async function runAll() {
  const races = [];
  for (const shape of options.shapes) {
    const data = makeData({ ...shape, spread: options.spread, seed: options.seed });
    for (const covarianceType of options.families) {
      console.error(`${covarianceType} (${shape.n}, ${shape.d}, ${shape.nComponents})`);
      const problem = new Problem({ ...shape, covarianceType, data });
      const field = await qualify(contenders, problem, options);
      for (const { name, reason, unsuitable } of field.out) {
        if (!unsuitable) console.error(`  left out: ${name} (${reason})`);
      }
      const samples = await race(field.entrants, options.rounds);
      const result = summarise(problem, field, samples);
      for (const { name, ns } of result.rows) console.error(`  ${name}: ${ns.toPrecision(3)} ns`);
      races.push(result);
    }
  }
  return races;
}

function measureMemories() {
  const shape = { n: options.quick ? 1e5 : 1e6, d: 8, nComponents: 8 };
  const backends = { strict: 'wasm', twin: 'js' };
  return Object.entries(backends)
    .filter(([name]) => contenders.some((contender) => contender.name === name))
    .map(([, backend]) => {
      try {
        return measureMemory(shape, backend);
      } catch (error) {
        return { ...shape, backend, error: error.message.split('\n')[0] };
      }
    });
}
