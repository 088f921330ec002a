// What a project in TypeScript writes, without the types of DOM or Node.

import {
  bootstrap,
  type CovarianceType,
  type Execution,
  type FitOptions,
  fit,
  fitSync,
  GaussianMixture,
  SingularCovarianceError,
  select,
} from 'gmm-wasm';
import { acquireArena, chooseSync, toRows } from 'gmm-wasm/kernel';

const rows = [
  [1, 2],
  [3, 4],
];

export async function use(bytes: ArrayBuffer): Promise<number> {
  const tied: GaussianMixture<'tied'> = await fit(rows, { nComponents: 2, covarianceType: 'tied' });
  const covariance: Float64Array[] = tied.covariances;
  const spherical: Float64Array = fitSync(rows, { nComponents: 1, covarianceType: 'VII' }).covariances;
  const options: FitOptions = { nComponents: 2, threads: 'auto', wasm: new Uint8Array(bytes) };
  const model: GaussianMixture<CovarianceType> = await fit(new Float32Array([1, 2, 3]), options);
  const { backend, fallbackReason }: Execution = model.execution;
  const { best, table } = await select(rows, { nComponents: [1, 2] });
  const { standardErrors } = await bootstrap(rows, best, { replicates: 10 });
  const again = GaussianMixture.fromJSON(JSON.stringify(best.toJSON()));

  // @ts-expect-error an option that does not exist
  await fit(rows, { nComponents: 2, components: 3 });
  // @ts-expect-error a module that has not been waited for
  await fit(rows, { nComponents: 2, wasm: Promise.resolve(bytes) });
  // @ts-expect-error a family that does not exist
  fitSync(rows, { nComponents: 2, covarianceType: 'fulll' });

  acquireArena(toRows(rows).n, chooseSync({}).module !== undefined);
  if (backend === 'js' && fallbackReason !== undefined) throw new SingularCovarianceError(0, fallbackReason);
  return covariance.length + spherical.length + table.length + standardErrors.weights.length + again.bic();
}
