// Other programs, with a time limit: whatever they leave running is ended with them.

import { spawn } from 'node:child_process';

/**
 * Starts a program in a process group of its own.
 *
 * @returns `ended`, fulfilled with the exit code (null if it was killed); `output()`, what it has printed so far;
 * `end()`, which kills the group
 */
export function start(command, args, { cwd, env } = {}) {
  const child = spawn(command, args, {
    ...{ cwd, env: { ...process.env, ...env }, detached: true },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let all = '';
  child.stdout.on('data', (text) => {
    out += text;
    all += text;
  });
  child.stderr.on('data', (text) => {
    all += text;
  });
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  ended.catch(() => {});
  const end = () => {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // it has ended by itself
    }
  };
  return { ended, end, printed: () => out, output: () => all };
}

/** Runs a program to its end; after `limit` milliseconds it is killed, and `late` is true. */
export async function run(command, args, { limit, ...options }) {
  const child = start(command, args, options);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.end();
  }, limit);
  try {
    const code = await child.ended;
    return { code, late, printed: child.printed(), output: child.output() };
  } finally {
    clearTimeout(timer);
    child.end();
  }
}
