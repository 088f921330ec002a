import { execFileSync } from 'node:child_process';
import { arch, cpus, platform, totalmem } from 'node:os';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The machine, as far as figures depend on it. */
export function host() {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${platform()} ${arch()}`,
  };
}

/** Options whose value is a path. */
const PATHS = ['--python', '--rscript', '--dist'];

/** The command line that repeats a run. A path says something about one machine only, so its last name has to do. */
export function command(script, args) {
  const words = args.map((arg, i) => {
    if (PATHS.includes(args[i - 1])) return basename(arg);
    const path = PATHS.find((option) => arg.startsWith(`${option}=`));
    if (path) return `${path}=${basename(arg.slice(path.length + 1))}`;
    return /[^\w.,=/+-]/.test(arg) ? `'${arg}'` : arg;
  });
  return [`node ${script}`, ...words].join(' ');
}

/** The commit of the working tree, or null where there is no git. */
export function commit() {
  try {
    const cwd = fileURLToPath(new URL('.', import.meta.url));
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd, encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return null;
  }
}
