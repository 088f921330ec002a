import { cholesky, squaredLength } from '../scorer/matrix.mjs';

/**
 * How far a component's nearest neighbour is, by Mahalanobis' distance under the mean of both covariances: the median
 * over components. At 6 clusters lie apart, at 4 they touch, at 2.5 their sum may have a single hump.
 */
const DISTANCES = { far: 6, middle: 4, near: 2.5 };

/** No two components lie nearer than this share of it. */
const LEAST = 0.6;
const TRIES = 200;

/** K centres (row-major) at the distances of the record's overlap. */
export function centresOf(shapes, { d, overlap }, random) {
  let best;
  for (let attempt = 0; attempt < TRIES && !(best?.evenness >= LEAST); attempt++) {
    const centres = shapes.map(() => Float64Array.from({ length: d }, () => random.normal()));
    const nearest = shapes.map((_, c) => nearestOf(c, centres, shapes, d)).sort((a, b) => a - b);
    const median = nearest[Math.floor(nearest.length / 2)];
    const evenness = nearest[0] / median;
    if (!(best?.evenness >= evenness)) best = { centres, median, evenness };
  }
  const stretch = DISTANCES[overlap] / best.median;
  return best.centres.map((centre) => centre.map((value) => value * stretch));
}

function nearestOf(c, centres, shapes, d) {
  let nearest = Infinity;
  for (let other = 0; other < centres.length; other++) {
    if (other === c) continue;
    const between = shapes[c].covariance.map((value, at) => (value + shapes[other].covariance[at]) / 2);
    const difference = centres[c].map((value, j) => value - centres[other][j]);
    nearest = Math.min(nearest, squaredLength(cholesky(between, d), difference, d));
  }
  return Math.sqrt(nearest);
}
