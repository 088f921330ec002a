// Columns of doubles that grow: what is not yet written takes no memory, since the system gives pages when touched.

export class GrowingColumn {
  #values = new Float64Array(1024);
  length = 0;

  /** Room for more values, to be written at once. @param {number} count */
  extend(count) {
    const start = this.length;
    this.length += count;
    if (this.length > this.#values.length) this.#reserve(start);
    return this.#values.subarray(start, this.length);
  }

  /** What was written, without a copy. */
  values() {
    return this.#values.subarray(0, this.length);
  }

  /** @param {number} written */
  #reserve(written) {
    const grown = new Float64Array(Math.max(this.length, 2 * this.#values.length));
    grown.set(this.#values.subarray(0, written));
    this.#values = grown;
  }
}
