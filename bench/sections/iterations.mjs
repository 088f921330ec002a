import { compete, problemOf } from '../compete.mjs';
import { SCRIPTS } from '../contenders.mjs';
import { exponential } from '../exponential.mjs';
import { byDefault } from '../peers/gmm-wasm.mjs';

/** The shapes of which tied covariances are asked for. */
const TIED = [
  [5e4, 16, 16],
  [1e4, 64, 16],
];

/** Where the npm packages are compared. */
const NPM = { n: 1e5, d: 1, nComponents: 3 };

/** Whole EM iterations, everybody beside everybody. */
export async function iterations({ contenders, options, shrink }) {
  const { shapes, families, spread, custom } = options;
  const single = contenders.filter(({ threads = 1 }) => threads === 1);
  const quiet = single.filter(({ name }) => !SCRIPTS.includes(name));
  const fast = quiet.filter(({ name }) => name !== 'twin');
  const run = (who, shape, covarianceType, spread) => compete(who, { ...shape, covarianceType, spread }, options);

  const result = { races: [], worst: [], npm: [] };
  for (const shape of shapes) {
    for (const family of families) {
      const everybody = family === 'full' || family === 'diag' ? contenders : quiet;
      const asked =
        custom || family !== 'tied' || TIED.some(([n, d, k]) => isShape(shape, shrink({ n, d, nComponents: k })));
      if (asked) result.races.push(await run(everybody, shape, family, spread));
    }
  }
  if (custom) return result;
  console.error('  nothing can be skipped: all centres in one place');
  for (const shape of shapes) {
    for (const family of ['full', 'diag']) result.worst.push(await run(fast, shape, family, 0));
  }
  console.error('  the npm packages');
  const scripted = contenders.filter(({ name, own }) => SCRIPTS.includes(name) || own);
  result.npm.push(await run(scripted, NPM, 'full', spread));
  if (scripted.some(({ own }) => own)) {
    result.exponential = await exponential();
    result.byDefault = await byDefault(problemOf({ ...NPM, covarianceType: 'full', spread }, options));
  }
  return result;
}

const isShape = (a, b) => a.n === b.n && a.d === b.d && a.nComponents === b.nComponents;
