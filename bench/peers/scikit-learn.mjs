import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environment, startChild, UNKNOWN_CORE, widestCore, withThreads } from '../child.mjs';
import { writeNpy } from '../npy.mjs';
import { REG_COVAR } from '../problem.mjs';

/** Native scikit-learn; `threads` are those of BLAS and OpenMP. */
export async function scikitLearn(python, threads = 1) {
  const script = fileURLToPath(new URL('scikit_learn.py', import.meta.url));
  const start = (core) => startChild('the Python', python, [script, String(threads)], environment(threads, core));
  let child = start();
  if ((await child.ready).blas.some((library) => library.endsWith(UNKNOWN_CORE))) {
    // a BLAS older than the processor would be measured with kernels of twenty years ago
    child.end();
    child = start(widestCore());
  }
  const { version, prefix, python: pythonVersion, numpy, blas } = await child.ready;
  const folder = mkdtempSync(join(tmpdir(), 'gmm-wasm-bench-'));
  return {
    name: withThreads(`scikit-learn ${version}`, threads),
    stem: 'scikit-learn',
    isScikitLearn: true,
    threads,
    python,
    // tells two installations apart, and one from itself by another name
    place: `${prefix} ${threads}`,
    versions: { scikitLearn: version, python: pythonVersion, numpy, blas },
    tolerance: 1e-8,
    unsuitable: () => undefined,
    async prepare({ n, d, nComponents, covarianceType, data }) {
      const path = join(folder, 'data.npy');
      writeNpy(path, data, [n, d]);
      await child.ask({ command: 'load', path });
      rmSync(path);
      const fit = { command: 'fit', nComponents, covarianceType, regCovar: REG_COVAR };
      return {
        run: async (iterations) => (await child.ask({ ...fit, iterations })).seconds,
        /** One fit from a given model until it stops by itself: its seconds and iterations. */
        converge: (start, tol, iterations) => child.ask({ ...fit, start, tol, iterations }),
        score: async () => (await child.ask({ command: 'score' })).score,
        residentSet: () => child.ask({ command: 'memory' }),
      };
    },
    close() {
      child.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
