// One line on standard error that says how far long work has come. Standard output stays for results.

import { clearLine, cursorTo } from 'node:readline';
import { duration } from './numbers.mjs';

/** Milliseconds between two lines: on a terminal, and in a log. */
const EVERY = { terminal: 100, log: 2000 };
/** Work that ends sooner is not shown. */
const PATIENCE = 400;

export class Progress {
  #out = process.stderr;
  #shown = false;
  #next = performance.now() + PATIENCE;
  /** @type {NodeJS.Timeout | undefined} */ #timer;
  #active;

  /** @param {boolean | undefined} asked undefined: only on a terminal */
  constructor(asked) {
    this.#active = asked ?? process.stderr.isTTY === true;
  }

  /**
   * Shows a line, unless the last one was a moment ago.
   *
   * @param {readonly string[] | (() => readonly string[])} parts those that a narrow terminal has no room for come last
   */
  line(parts) {
    if (!this.#active) return;
    const now = performance.now();
    if (now < this.#next) return;
    this.#next = now + (this.#out.isTTY ? EVERY.terminal : EVERY.log);
    const all = typeof parts === 'function' ? parts() : parts;
    if (!this.#out.isTTY) {
      this.#out.write(`${all.join(', ')}\n`);
      return;
    }
    cursorTo(this.#out, 0);
    this.#out.write(fitting(all, (this.#out.columns || 80) - 1));
    clearLine(this.#out, 1);
    this.#shown = true;
  }

  /**
   * Shows how much of a file was read.
   *
   * @param {{ readonly bytesRead: number }} source
   * @param {string} what
   * @param {() => number | undefined} sizeOf
   */
  watch(source, what, sizeOf) {
    if (!this.#active) return;
    const start = performance.now();
    this.#timer = setInterval(() => {
      const { bytesRead: read } = source;
      const size = sizeOf();
      const share = size ? `${Math.floor((100 * read) / size)} %` : `${(read / 1e6).toFixed(0)} MB`;
      const spent = (performance.now() - start) / 1000;
      this.line(() => [share, what, `${(read / 1e6 / spent).toFixed(0)} MB/s`, duration(spent)]);
    }, EVERY.terminal);
    this.#timer.unref();
  }

  /** Takes the line away again. */
  clear() {
    clearInterval(this.#timer);
    if (!this.#shown) return;
    cursorTo(this.#out, 0);
    clearLine(this.#out, 0);
    this.#shown = false;
  }
}

/**
 * As many of the parts as there is room for, from the first on.
 *
 * @param {readonly string[]} parts
 * @param {number} width
 */
function fitting([first, ...others], width) {
  let text = first.slice(0, width);
  for (const part of others) if (text.length + part.length + 2 <= width) text += `, ${part}`;
  return text;
}
