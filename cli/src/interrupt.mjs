// Ctrl-C: the first asks the work to stop where it can keep something, the second ends the process.

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

  [Symbol.dispose]() {
    process.off('SIGINT', this.#listen);
  }
}
