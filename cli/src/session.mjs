// What every command that works has: Ctrl-C, progress, and an end that leaves no thread behind.

import { EXIT, interrupted } from './errors.mjs';
import { Interrupt, turn } from './interrupt.mjs';
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
    const code = (await work({ interrupt, progress, library })) ?? EXIT.fine;
    await turn();
    if (interrupt.heard && code !== EXIT.interrupted) throw interrupted('interrupted, but all was done by then');
    process.exitCode = code;
  } catch (error) {
    throw error === interrupt.signal.reason ? interrupted('interrupted before all was done') : error;
  } finally {
    progress.clear();
    interrupt[Symbol.dispose]();
    library.dispose();
  }
}
