// What every command that works has: Ctrl-C, progress, and an end that leaves no thread behind.

import { Interrupt } from './interrupt.mjs';
import { Progress } from './output/progress.mjs';

/**
 * @typedef {object} Session
 * @property {Interrupt} interrupt
 * @property {Progress} progress
 * @property {typeof import('gmm-wasm')} library
 */

/**
 * @param {{ progress?: boolean | undefined }} options
 * @param {(session: Session) => Promise<number | void>} work gives the exit code
 */
export async function session(options, work) {
  const interrupt = new Interrupt();
  const progress = new Progress(options.progress);
  const library = await import('gmm-wasm');
  try {
    process.exitCode = (await work({ interrupt, progress, library })) ?? 0;
  } finally {
    progress.clear();
    interrupt[Symbol.dispose]();
    library.dispose();
  }
}
