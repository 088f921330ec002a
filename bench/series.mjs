/**
 * Microseconds of a whole fit of 50 values, when everything is warm:
 *
 *   node bench/series.mjs [strict|relaxed|twin]
 *
 * In a process of its own, as a caller would have it: where several kernels and sizes have run, or everything has just
 * been collected, the engine's optimised code is another.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { median } from './race.mjs';

const FIXTURE = new URL('../test/fixtures/so1d.json', import.meta.url);
const START = 'so1d/V/k3/interior';

const OPTIONS = {
  strict: { backend: 'wasm' },
  relaxed: { backend: 'wasm', arithmetic: 'relaxed' },
  twin: { backend: 'js' },
};

const WARM = 5000;
const BATCH = 200;
const ROUNDS = 50;

/** A series of 50 values and a start for three components: the smallest fit anybody asks for. */
export function readSeries() {
  const { data, fits } = JSON.parse(readFileSync(FIXTURE, 'utf8'));
  const { init, final } = fits.find(({ id }) => id === START);
  return { values: data.flat(), start: init, meanLogLikelihood: final.meanLoglik };
}

export function measureSeries(name) {
  const script = fileURLToPath(import.meta.url);
  return JSON.parse(execFileSync(process.execPath, [...process.execArgv, script, name], { encoding: 'utf8' }));
}

/** The loop is timed from outside: a stopwatch about each fit would be a good part of it. */
async function measureHere(name) {
  const { fitSync } = await import('../dist/index.js');
  const { values, start } = readSeries();
  const options = {
    nComponents: 3,
    weightsInit: start.weights,
    meansInit: start.means,
    covariancesInit: start.covariances,
    ...OPTIONS[name],
  };
  let model;
  const batch = (count) => {
    for (let i = 0; i < count; i++) model = fitSync(values, options);
  };
  batch(WARM);
  const micros = [];
  for (let round = 0; round < ROUNDS; round++) {
    const begin = performance.now();
    batch(BATCH);
    micros.push(((performance.now() - begin) * 1e3) / BATCH);
  }
  const { backend } = model.execution;
  return { micros: median(micros), least: Math.min(...micros), nIter: model.nIter, score: model.lowerBound, backend };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(JSON.stringify(await measureHere(process.argv[2] ?? 'strict')));
}
