import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { COMMON_FAMILIES } from '../families.mjs';
import { generator, PURPOSES } from './generator.mjs';

export const OVERLAPS = ['far', 'middle', 'near'];

/** Every d with every overlap and family, this many times. */
const ROUNDS = 2;
const MOST_FEATURES = 10;
const MOST_ROWS = 3000;

/** In one or two features more components than this cannot be told apart by anybody. */
const MOST_COMPONENTS = { 1: 4, 2: 6 };

/**
 * The generated problems, each as the small record from which `draw` makes its data. What goes in turn (features,
 * overlap, family) covers every combination; the rest is drawn from the seed.
 */
export function records(seed) {
  const list = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const covarianceType of COMMON_FAMILIES) {
      for (const overlap of OVERLAPS) {
        for (let d = 1; d <= MOST_FEATURES; d++)
          list.push(record({ seed, index: list.length, d, covarianceType, overlap }));
      }
    }
  }
  return list;
}

function record({ seed, index, d, covarianceType, overlap }) {
  const rng = generator(seed, index, PURPOSES.record);
  const uniform = () => uniformFloat64(rng);
  const nComponents = 2 + Math.floor(uniform() * ((MOST_COMPONENTS[d] ?? 8) - 1));
  const least = Math.max(200, 30 * nComponents * (d + 1));
  return {
    seed,
    index,
    // few rows are harder, so there are more of them
    n: Math.round(least * (MOST_ROWS / least) ** (uniform() ** 2)),
    d,
    nComponents,
    covarianceType,
    overlap,
    weights: uniform() < 0.6 ? 'unequal' : 'equal',
    scales: uniform() < 0.35 ? 'unequal' : 'equal',
    ties: uniform() < 0.2,
    outliers: uniform() < 0.2,
  };
}

/** A name that says most of it. */
export function nameOf({ seed, index, d, nComponents, covarianceType, overlap }) {
  return `s${seed}-${String(index).padStart(3, '0')}-d${d}-k${nComponents}-${covarianceType}-${overlap}`;
}
