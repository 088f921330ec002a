import { Problem } from '../problem.mjs';
import { median } from '../race.mjs';
import { measureSeries, readSeries } from '../series.mjs';

const ROUNDS = 25;

/** A whole fit with default settings from a given start, when everything is warm. */
export async function series({ contenders }) {
  const { values, start, meanLogLikelihood } = readSeries();
  const rows = [];
  for (const { name } of contenders.filter(({ own, threads }) => own && threads === 1)) {
    rows.push({ name, ...measureSeries(name) });
  }
  for (const contender of contenders.filter(({ isScikitLearn, threads }) => isScikitLearn && threads === 1)) {
    rows.push({ name: contender.name, ...(await nativeSeries(contender, values, start)) });
  }
  for (const row of rows) row.deviation = Math.abs(row.score / meanLogLikelihood - 1);
  for (const { name, micros } of rows) console.error(`  ${name}: ${micros.toFixed(1)} µs`);
  return { n: values.length, rows };
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
  const micros = runs.slice(ROUNDS).map(({ seconds }) => seconds * 1e6);
  return {
    micros: median(micros),
    least: Math.min(...micros),
    nIter: runs[0].nIter,
    score: await session.score(),
  };
}
