import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { normals } from './normals.mjs';

/**
 * Unit-variance clusters whose centres are drawn from a normal of standard deviation `spread`:
 * a row is the centre of a label drawn evenly, plus standard normal noise.
 */
export function makeData({ n, d, nComponents, spread = 1, seed = 1 }) {
  const rng = xoroshiro128plus(seed);
  const normal = normals(rng);
  const centres = Float64Array.from({ length: nComponents * d }, () => spread * normal());
  const data = new Float64Array(n * d);
  for (let i = 0; i < n; i++) {
    const label = Math.floor(uniformFloat64(rng) * nComponents);
    for (let j = 0; j < d; j++) data[i * d + j] = centres[label * d + j] + normal();
  }
  return data;
}
