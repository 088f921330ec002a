import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment, startChild, widestCore, withThreads } from '../child.mjs';
import { buildNative } from '../native/build.mjs';
import { REG_COVAR } from '../problem.mjs';

/** Armadillo's gmm_full and gmm_diag. Its `var_floor` is a lower bound; scikit-learn adds to the variances. */
export const armadillo = (threads) =>
  native(threads, {
    stem: 'armadillo',
    title: 'Armadillo',
    tolerance: 1e-5,
    note: 'a lower bound of variances, nothing added',
    unsuitable: ({ covarianceType }) =>
      ['full', 'diag'].includes(covarianceType) ? undefined : 'full and diag covariances only',
  });

/** VLFeat's vl_gmm: its statistics leave out responsibilities below 0.01 / K, so it ends nearby only. */
export const vlfeat = (threads) =>
  native(threads, {
    stem: 'vlfeat',
    title: 'VLFeat',
    tolerance: 1e-3,
    note: 'leaves out small responsibilities; E-steps that it repeats are taken off',
    unsuitable: ({ covarianceType }) => (covarianceType === 'diag' ? undefined : 'diag covariances only'),
  });

async function native(threads, { stem, title, tolerance, note, unsuitable }) {
  const program = buildNative(stem);
  const encode = (words) => words.join(' ');
  // its BLAS does not say whether it knows the processor
  const child = startChild(title, program, [], environment(threads, widestCore()), encode);
  const { version, compiler } = await child.ready;
  const folder = mkdtempSync(join(tmpdir(), 'gmm-wasm-bench-'));
  return {
    stem,
    name: withThreads(title, threads),
    threads,
    versions: { [stem]: version, compiler },
    tolerance,
    note,
    slow: true,
    unsuitable,
    async prepare({ n, d, nComponents, covarianceType, data }) {
      const path = join(folder, 'data');
      writeFileSync(path, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
      await child.ask(['load', path, n, d]);
      rmSync(path);
      return {
        run: async (iterations) =>
          (await child.ask(['fit', covarianceType, nComponents, iterations, REG_COVAR])).seconds,
        score: async () => (await child.ask(['score'])).score,
        residentSet: () => child.ask(['memory']),
      };
    },
    close() {
      child.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
