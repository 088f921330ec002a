import { readFileSync } from 'node:fs';
import { Problem } from '../problem.mjs';
import { median } from '../race.mjs';

const FIXTURE = new URL('../../test/fixtures/so1d.json', import.meta.url);
const START = 'so1d/V/k3/interior';

const WARM = 2000;
const BATCH = 200;
const ROUNDS = 25;

/** A series of 50 values and a start for three components: the smallest fit anybody asks for. */
export function readSeries() {
  const { data, fits } = JSON.parse(readFileSync(FIXTURE, 'utf8'));
  const { init, final } = fits.find(({ id }) => id === START);
  return { values: data.flat(), start: init, meanLogLikelihood: final.meanLoglik };
}

/** Microseconds of a whole fit with default settings, when everything is warm. */
export async function series({ contenders }) {
  const { values, start, meanLogLikelihood } = readSeries();
  const rows = [];
  for (const contender of contenders.filter(({ own, threads }) => own && threads === 1)) {
    rows.push({ name: contender.name, ...(await ownSeries(contender, values, start)) });
  }
  for (const contender of contenders.filter(({ isScikitLearn, threads }) => isScikitLearn && threads === 1)) {
    rows.push({ name: contender.name, ...(await nativeSeries(contender, values, start)) });
  }
  for (const row of rows) row.deviation = Math.abs(row.score / meanLogLikelihood - 1);
  for (const { name, micros } of rows) console.error(`  ${name}: ${micros.toFixed(1)} µs`);
  return { n: values.length, rows };
}

/** The loop is timed from outside: a stopwatch about each fit would be a good part of it. */
async function ownSeries(contender, values, { weights, means, covariances }) {
  const { fitSync } = await import('../../dist/index.js');
  const options = {
    nComponents: 3,
    weightsInit: weights,
    meansInit: means,
    covariancesInit: covariances,
    ...contender.options,
  };
  let model;
  const batch = (count) => {
    for (let i = 0; i < count; i++) model = fitSync(values, options);
  };
  batch(WARM);
  const micros = [];
  for (let round = 0; round < ROUNDS; round++) {
    globalThis.gc?.();
    const begin = performance.now();
    batch(BATCH);
    micros.push(((performance.now() - begin) * 1e3) / BATCH);
  }
  return { micros: median(micros), nIter: model.nIter, score: model.lowerBound };
}

async function nativeSeries(contender, values, start) {
  const problem = new Problem({
    n: values.length,
    d: 1,
    nComponents: 3,
    covarianceType: 'full',
    data: Float64Array.from(values),
  });
  const session = await contender.prepare(problem);
  const runs = [];
  for (let round = 0; round < 2 * ROUNDS; round++) runs.push(await session.converge(start, 1e-3, 100));
  return {
    micros: median(runs.slice(ROUNDS).map(({ seconds }) => seconds * 1e6)),
    nIter: runs[0].nIter,
    score: await session.score(),
  };
}
