// The command, run as a process.

import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const BIN = fileURLToPath(new URL('../src/bin.mjs', import.meta.url));

/** A folder of this test alone. */
export const folder = () => mkdtempSync(join(tmpdir(), 'gmm-cli-'));

/**
 * @param {readonly string[]} args
 * @param {{ input?: string | Uint8Array, open?: boolean, node?: readonly string[] }} [options] `open`: standard input does not end
 */
export function start(args, { input, open = false, node = [] } = {}) {
  const child = spawn(process.execPath, [...node, BIN, ...args], { stdio: 'pipe' });
  const out = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    out.stderr += text;
  });
  child.stdin.on('error', () => {});
  if (!open) child.stdin.end(input);
  /** @type {Promise<{ code: number | null, stdout: string, stderr: string }>} */
  const done = new Promise((resolve) => child.on('close', (code) => resolve({ code, ...out })));
  return { child, out, done };
}

/**
 * Waits until the process has said something of that kind on standard error.
 *
 * @param {ReturnType<typeof start>} run
 * @param {RegExp} text
 * @throws {Error} when it ends before
 */
export async function said({ child, out, done }, text) {
  let ended = false;
  done.then(() => {
    ended = true;
  });
  while (!text.test(out.stderr)) {
    if (ended) throw new Error(`ended without saying ${text}: ${out.stderr}`);
    await Promise.race([done, new Promise((resolve) => child.stderr.once('data', resolve))]);
  }
}

/**
 * @param {readonly string[]} args
 * @param {Parameters<typeof start>[1]} [options]
 */
export const gmm = (args, options) => start(args, options).done;

/**
 * The result of a command with --json.
 *
 * @param {readonly string[]} args
 * @param {Parameters<typeof start>[1]} [options]
 */
export async function gmmJSON(args, options) {
  const { code, stdout, stderr } = await gmm([...args, '--json'], options);
  if (code !== 0) throw new Error(`exit code ${code}: ${stderr}`);
  return JSON.parse(stdout);
}
