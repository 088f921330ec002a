import { execFileSync } from 'node:child_process';
import { arch, cpus, platform, totalmem } from 'node:os';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What anybody needs to know to believe a figure or to repeat it. */
export function describeRun(contenders) {
  return {
    date: new Date().toISOString(),
    commit: commit(),
    command: command(process.argv.slice(2)),
    flags: process.execArgv,
    machine: {
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      platform: `${platform()} ${arch()}`,
    },
    node: process.versions.node,
    v8: process.versions.v8,
    scikitLearn: contenders.filter(({ isScikitLearn }) => isScikitLearn).map(({ versions }) => versions),
  };
}

/** A path to a Python says something about one machine only, so its name has to do. */
function command(args) {
  const words = args.map((arg, i) => {
    if (args[i - 1] === '--python') return basename(arg);
    if (arg.startsWith('--python=')) return `--python=${basename(arg.slice('--python='.length))}`;
    return /[^\w.,=/+-]/.test(arg) ? `'${arg}'` : arg;
  });
  return ['node bench/run.mjs', ...words].join(' ');
}

function commit() {
  try {
    const cwd = fileURLToPath(new URL('.', import.meta.url));
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd, encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return null;
  }
}
