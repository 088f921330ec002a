import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { writeNpy } from '../npy.mjs';
import { REG_COVAR } from '../problem.mjs';

/** Native scikit-learn in a Python that stays alive between fits, so that it can take its turn in every round. */
export async function scikitLearn(python) {
  const child = start(python);
  const { version, python: pythonVersion, numpy, blas } = await child.ready;
  const folder = mkdtempSync(join(tmpdir(), 'gmm-wasm-bench-'));
  return {
    name: `scikit-learn ${version}`,
    isScikitLearn: true,
    versions: { scikitLearn: version, python: pythonVersion, numpy, blas },
    tolerance: 1e-8,
    unsuitable: () => undefined,
    async prepare({ n, d, nComponents, covarianceType, data }) {
      const path = join(folder, 'data.npy');
      writeNpy(path, data, [n, d]);
      await child.ask({ command: 'load', path });
      rmSync(path);
      return {
        async run(iterations) {
          const fit = { command: 'fit', nComponents, covarianceType, iterations, regCovar: REG_COVAR };
          return (await child.ask(fit)).seconds;
        },
        score: async () => (await child.ask({ command: 'score' })).score,
      };
    },
    close() {
      child.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One line of JSON there, one line of JSON back; the first one back tells the versions. */
function start(python) {
  const script = fileURLToPath(new URL('scikit_learn.py', import.meta.url));
  const child = spawn(python, [script], { env: environment(), stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = [];
  const next = () => new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  const ready = next();

  let ended;
  const fail = (message) => {
    ended ??= new Error(message);
    for (const { reject } of waiting.splice(0)) reject(ended);
  };
  child.on('error', (error) => fail(`cannot start the Python: ${error.code}`));
  child.on('close', (code) => fail(`the Python ended with status ${code}`));
  child.stdin.on('error', () => {}); // a broken pipe: 'close' tells the reason
  createInterface({ input: child.stdout }).on('line', (line) => {
    const answer = JSON.parse(line);
    const { resolve, reject } = waiting.shift();
    if (answer.error) reject(new Error(answer.error));
    else resolve(answer);
  });

  return {
    ready,
    async ask(question) {
      if (ended) throw ended;
      const answer = next();
      child.stdin.write(`${JSON.stringify(question)}\n`);
      return answer;
    },
    end: () => child.stdin.end(),
  };
}

/** One thread, and BLAS free to choose its own kernels and block sizes. */
function environment() {
  const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };
  delete env.OPENBLAS_CORETYPE;
  delete env.OPENBLAS_L2_SIZE;
  return env;
}
