import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SCRIPTS } from './contenders.mjs';
import { COMMAND } from './native/build.mjs';

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
    scikitLearn: distinct(contenders.filter(({ isScikitLearn }) => isScikitLearn)),
    native: distinct(contenders.filter(({ stem, isScikitLearn }) => stem && !isScikitLearn)),
    compiler: COMMAND,
    packages: Object.fromEntries(
      contenders.filter(({ name }) => SCRIPTS.includes(name)).flatMap(({ name }) => version(name)),
    ),
  };
}

/** The versions behind contenders, once where they differ in threads only. */
function distinct(contenders) {
  const texts = contenders.map(({ versions }) => JSON.stringify(versions));
  return [...new Set(texts)].map((text) => JSON.parse(text));
}

/** Of an npm package; the hand-written peer is none. */
function version(name) {
  try {
    const manifest = new URL(`../node_modules/${name}/package.json`, import.meta.url);
    return [[name, JSON.parse(readFileSync(manifest, 'utf8')).version]];
  } catch {
    return [];
  }
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
