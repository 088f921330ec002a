// Points drawn from a mixture that is known, so that the fit can be compared with the truth.

import { GaussianMixture } from 'gmm-wasm';
import type { Table } from './table.js';
import { SEED, TRUTH } from './truth.js';

export function generated(n: number): Table {
  const { data } = GaussianMixture.fromParameters(TRUTH).sample(n, { seed: SEED });
  const column = (j: number) => Float64Array.from({ length: n }, (_, i) => data[2 * i + j]!);
  return {
    name: `generated-${n}`,
    n,
    ignored: [],
    columns: [
      { name: 'x', values: column(0) },
      { name: 'y', values: column(1) },
    ],
  };
}
