import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/**
 * A peer in a process that stays alive between fits, so that it can take its turn in every round: one line there, one
 * line of JSON back; the first one back tells the versions.
 *
 * @param encode - makes the line of a question
 */
export function startChild(name, command, args, env, encode = JSON.stringify) {
  const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = [];
  const next = () => new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  const ready = next();

  let ended;
  const fail = (message) => {
    ended ??= new Error(message);
    for (const { reject } of waiting.splice(0)) reject(ended);
  };
  child.on('error', (error) => fail(`cannot start ${name}: ${error.code}`));
  child.on('close', (code, signal) => fail(`${name} ended with ${signal ?? `status ${code}`}`));
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
      child.stdin.write(`${encode(question)}\n`);
      return answer;
    },
    end: () => child.stdin.end(),
  };
}

/** What OpenBLAS takes a processor for that it does not know: one of 2004. */
export const UNKNOWN_CORE = 'Prescott';

/** The kernels of OpenBLAS that this processor can run and every version of the last years has; undefined to let it choose. */
export function widestCore() {
  let flags = [];
  try {
    flags = /^flags\s*:(.*)/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1].split(' ') ?? [];
  } catch {
    // not Linux
  }
  if (flags.includes('avx512vl')) return 'SkylakeX';
  return flags.includes('avx2') ? 'Haswell' : undefined;
}

/** So many threads, and BLAS free to choose its block sizes, and its kernels unless they are given. */
export function environment(threads, core) {
  const count = String(threads);
  const env = { ...process.env, OMP_NUM_THREADS: count, OPENBLAS_NUM_THREADS: count, MKL_NUM_THREADS: count };
  delete env.OPENBLAS_CORETYPE;
  if (core) env.OPENBLAS_CORETYPE = core;
  delete env.OPENBLAS_L2_SIZE;
  return env;
}

/** The name of a row: one thread is not worth a word. */
export const withThreads = (name, threads) => (threads === 1 ? name : `${name}, ${threads} threads`);
