// Ctrl-C: the first asks the work to stop where it can keep something, the second ends the process.

import { setImmediate } from 'node:timers/promises';

/** Lets what has come meanwhile be heard: a Ctrl-C waits while one piece of work follows on another. */
export const turn = () => setImmediate();

export class Interrupt {
  #controller = new AbortController();
  #heard = false;
  /** Whether stopping by itself is possible now; if not, the work is aborted. */
  #keeps = () => false;
  #listen = () => {
    this.#heard = true;
    const keeping = this.#keeps();
    if (!keeping) this.#controller.abort(new Error('interrupted'));
    if (process.stderr.isTTY)
      process.stderr.write(`\n${keeping ? 'stopping after this iteration' : 'stopping'}; Ctrl-C again ends at once\n`);
  };

  constructor() {
    // once: the next one finds no listener, and ends the process
    process.once('SIGINT', this.#listen);
  }

  get heard() {
    return this.#heard;
  }

  get signal() {
    return this.#controller.signal;
  }

  /** @param {() => boolean} keeps */
  keepIf(keeps) {
    this.#keeps = keeps;
  }

  /** Whether it comes from now on: what was ended by an earlier one is written all the same. */
  fromNowOn() {
    const before = this.#heard;
    return () => this.#heard && !before;
  }

  /** A turn, after which aborted work goes no further. */
  async pause() {
    await turn();
    this.signal.throwIfAborted();
  }

  [Symbol.dispose]() {
    process.off('SIGINT', this.#listen);
  }
}
