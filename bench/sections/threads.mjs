import { unrelated } from '../ceiling.mjs';
import { compete, problemOf } from '../compete.mjs';
import { median } from '../race.mjs';

/** Where threads shall pay: n of at least 1e5. */
const SHAPES = [
  [1e6, 1, 3],
  [1e5, 2, 8],
  [1e5, 8, 8],
  [1e6, 8, 8],
];

/** Whole fits of more rows take seconds. */
const LARGE = 1e5;

/** Small problems, where the restarts are what can be shared out. */
const RESTARTS = [
  [2000, 2, 8],
  [2000, 8, 8],
];

/** A thread is kept from work now and then, for longer than a pass takes: medians of few rounds tell little. */
const MORE_ROUNDS = 3;

/** Each worker has an engine of its own to warm up, and small fits are over before that. */
const WARM_UP = 4;

/** Several threads beside one: by the iteration, a whole fit, and restarts of a small one. */
export async function threads({ contenders, options, shrink }) {
  const own = contenders.filter((contender) => contender.own && contender.name !== 'twin');
  const parallel = own.filter((contender) => contender.threads > 1);
  if (parallel.length === 0) return { missing: 'this version has no threads' };
  const ceilings = [];
  try {
    for (const { variant, threads } of parallel) ceilings.push(await unrelated(variant, threads));
    return await measure(own, ceilings, options, shrink);
  } finally {
    for (const ceiling of ceilings) await ceiling.close();
  }
}

/** Restarts go without unrelated fits: of small problems these get less done than restarts that are shared out. */
async function measure(own, ceilings, options, shrink) {
  const everybody = [...own, ...ceilings];
  const patient = { ...options, rounds: MORE_ROUNDS * options.rounds };
  const races = [];
  const fits = [];
  for (const [n, d, nComponents] of SHAPES) {
    const spec = { ...shrink({ n, d, nComponents }), covarianceType: 'full', spread: 1 };
    races.push(await compete(everybody, spec, patient));
    // all by itself: start, packing, iterations and result
    fits.push(await whole(everybody, spec, { maxIter: 50 }, n > LARGE ? options : patient));
  }
  const restarts = [];
  for (const [n, d, nComponents] of RESTARTS) {
    const spec = { n, d, nComponents, covarianceType: 'full', spread: 1 };
    restarts.push(await whole(own, spec, { nInit: 8, maxIter: 200 }, options, WARM_UP));
  }
  return { races, fits, restarts };
}

/** Whole fits with the package's own start, taking turns; the bits must not depend on threads. */
async function whole(who, spec, settings, options, warmUp = 1) {
  const { n, d, nComponents } = spec;
  const { data } = problemOf(spec, options);
  const entrants = who.map((contender) => ({ contender, seconds: [], model: null }));
  for (let round = 0; round < warmUp + options.rounds; round++) {
    for (const entrant of entrants) {
      const fit = { nComponents, seed: 1, ...settings };
      const { model, seconds } = await entrant.contender.timed({ data, shape: [n, d] }, fit);
      entrant.model = model;
      if (round >= warmUp) entrant.seconds.push(seconds);
    }
  }
  const rows = entrants.map(({ contender: { name, variant, threads, unrelated = false }, seconds, model }) => {
    const single = entrants.find(({ contender }) => contender.variant === variant && contender.threads === 1);
    return {
      name,
      variant,
      threads,
      unrelated,
      ms: median(seconds) * 1e3,
      nIter: model.nIter,
      timesSingle: single ? median(single.seconds) / median(seconds) : null,
      sameBits: single ? Object.is(single.model.lowerBound, model.lowerBound) : null,
    };
  });
  console.error(
    `  whole fits (${n}, ${d}, ${nComponents}): ${rows.map(({ name, ms }) => `${name} ${ms.toFixed(1)} ms`).join(', ')}`,
  );
  return { n, d, nComponents, ...settings, rows };
}
