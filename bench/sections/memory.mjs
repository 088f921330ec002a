import { problemOf } from '../compete.mjs';
import { CONTENDERS, SCRIPTS } from '../contenders.mjs';
import { measureMemory } from '../memory.mjs';

/** What is asked for, and a size that the JavaScript peers can do as well. */
const LARGE = { n: 1e6, d: 8, nComponents: 8 };
const SMALL = { n: 1e5, d: 1, nComponents: 3 };

const MIB = 2 ** 20;

/** Peak memory of a fit of three iterations, everybody in a process of his own. */
export async function memory({ contenders, options, shrink }) {
  const rows = [];
  for (const shape of [shrink(LARGE), SMALL]) {
    for (const contender of contenders) {
      if (contender.name.startsWith('relaxed')) continue; // the same memory
      if (SCRIPTS.includes(contender.name) && shape !== SMALL) continue;
      const row = await one(contender, shape, options);
      if (!row) continue;
      rows.push({ ...row, ...shape, name: contender.name, own: contender.own ?? false });
      console.error(`  ${contender.name} (${Object.values(shape).join(', ')}): ${row.error ?? row.residentOfData}`);
    }
  }
  return rows;
}

async function one(contender, shape, options) {
  try {
    if (contender.own) return measureMemory(shape, contender.variant, contender.threads);
    if (SCRIPTS.includes(contender.name)) return measureMemory(shape, contender.name);
    return await native(contender, shape, options);
  } catch (error) {
    const lines = (error.stderr || error.message).split('\n');
    return { error: lines.find((line) => /^\w*Error/.test(line)) ?? lines[0] };
  }
}

/** The growth of the peak resident set of a new process, after the data have been loaded and a small fit made. */
async function native({ stem, python, threads }, shape, options) {
  const problem = (covarianceType) => problemOf({ ...shape, covarianceType, spread: 1 }, options);
  const covarianceType = stem === 'vlfeat' ? 'diag' : 'full';
  const { data } = problem(covarianceType);
  const contender = await CONTENDERS[stem]({ python, threads });
  try {
    const little = await contender.prepare(problem(covarianceType).head(1024));
    await little.run(1);
    const session = await contender.prepare(problem(covarianceType));
    const before = await session.residentSet();
    await session.run(3);
    const resident = Math.max(0, (await session.residentSet()).peak - before.now);
    return {
      dataMiB: data.byteLength / MIB,
      residentMiB: resident / MIB,
      residentOfData: Number((resident / data.byteLength).toFixed(4)),
    };
  } finally {
    contender.close();
  }
}
