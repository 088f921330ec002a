import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { environment } from '../child.mjs';
import { SCRIPTS } from '../contenders.mjs';
import { median } from '../race.mjs';
import { readSeries } from '../series.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What a JavaScript contender does with `values`, from its import to its first result. */
const FIRST_RESULT = {
  strict: `const { fitSync } = await import('./dist/index.js');
    fitSync(values, { nComponents: 3, backend: 'wasm' });`,
  'strict, awaited': `const { fit } = await import('./dist/index.js');
    await fit(values, { nComponents: 3, backend: 'wasm' });`,
  twin: `const { fitSync } = await import('./dist/index.js');
    fitSync(values, { nComponents: 3, backend: 'js' });`,
  'expectation-maximization': `const { default: em } = await import('expectation-maximization');
    em(values.map((value) => [value]), 3);`,
  'gaussian-mixture': `const { default: GMM } = await import('gaussian-mixture');
    new GMM(3, start.weights, start.means.flat(), start.covariances.flat(2)).optimize(values);`,
  'gaussian-mixture-model': `const { default: GMM } = await import('gaussian-mixture-model');
    const mixture = new GMM({ ...start, bufferSize: values.length });
    for (const value of values) mixture.addPoint([value]);
    mixture.runEM(15);`,
};

const PYTHON = `
import json, sys, time
values = json.loads(sys.argv[1])
begin = time.perf_counter()
from sklearn.mixture import GaussianMixture
GaussianMixture(3).fit([[value] for value in values])
print(1e3 * (time.perf_counter() - begin))
`;

/** From nothing to the first fit of 50 values, every time in a new process. */
export async function startup({ contenders, options }) {
  const { values, start } = readSeries();
  const own = contenders.some((contender) => contender.own);
  const names = Object.keys(FIRST_RESULT).filter((name) =>
    SCRIPTS.includes(name) ? contenders.some((contender) => contender.name === name) : own,
  );
  const runs = names.map((name) => ({ name, run: () => scripted(FIRST_RESULT[name], values, start), samples: [] }));
  const seen = new Set();
  for (const { isScikitLearn, python, name, threads } of contenders) {
    if (!isScikitLearn || threads > 1 || seen.has(python)) continue;
    seen.add(python);
    runs.push({
      name,
      run: () => measured(python, ['-c', PYTHON, JSON.stringify(values)], environment(1)),
      samples: [],
    });
  }
  const rounds = options.quick ? 3 : 9;
  for (let round = 0; round <= rounds; round++) {
    for (const { run, samples } of runs) {
      const sample = run();
      if (round > 0) samples.push(sample); // the first one fills the caches of the file system
    }
  }
  return runs.map(({ name, samples }) => {
    const row = {
      name,
      firstResultMs: median(samples.map(({ inside }) => inside)),
      processMs: median(samples.map(({ process }) => process)),
    };
    console.error(`  ${name}: ${row.firstResultMs.toFixed(1)} ms`);
    return row;
  });
}

function scripted(body, values, start) {
  const script = `const values = ${JSON.stringify(values)}, start = ${JSON.stringify(start)};
    const begin = performance.now();
    ${body}
    console.log(performance.now() - begin);`;
  return measured(process.execPath, ['--input-type=module', '-e', script], process.env);
}

function measured(command, args, env) {
  const begin = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: ROOT, env, encoding: 'utf8' });
  const elapsed = performance.now() - begin;
  if (status !== 0) throw new Error(`a start-up failed: ${stderr.trim().split('\n').at(-1)}`);
  return { inside: Number(stdout.trim().split('\n').at(-1)), process: elapsed };
}
