import { qualify } from './check.mjs';
import { makeData } from './data.mjs';
import { Problem } from './problem.mjs';
import { race } from './race.mjs';
import { summarise } from './report.mjs';

/** The data of the last problem: families and contenders share them. */
let cached = { key: '', data: null };

export function problemOf({ n, d, nComponents, covarianceType, spread }, { seed }) {
  const key = [n, d, nComponents, spread, seed].join();
  if (cached.key !== key) cached = { key, data: makeData({ n, d, nComponents, spread, seed }) };
  return new Problem({ n, d, nComponents, covarianceType, data: cached.data });
}

/**
 * One race: everybody of `contenders` who can, checked first.
 *
 * @param spec - n, d, nComponents, covarianceType and spread
 * @param options - rounds, budget, limit and seed
 */
export async function compete(contenders, spec, options) {
  const { n, d, nComponents, covarianceType, spread } = spec;
  const problem = problemOf(spec, options);
  console.error(`  ${covarianceType} (${n}, ${d}, ${nComponents})${spread === 1 ? '' : `, spread ${spread}`}`);
  const field = await qualify(contenders, problem, options);
  for (const { name, reason, unsuitable } of field.out) {
    if (!unsuitable) console.error(`    left out: ${name} (${reason})`);
  }
  const samples = await race(field.entrants, options.rounds);
  const result = summarise(spec, field, samples);
  const figures = result.rows.map(({ name, ns }) => `${name} ${ns.toPrecision(3)}`);
  console.error(`    ns: ${figures.join(', ')}`);
  return result;
}
