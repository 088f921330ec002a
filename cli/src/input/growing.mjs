// Columns of doubles that grow: what is not yet written takes no memory, since the system gives pages when touched.

export class GrowingColumn {
  #values = new Float64Array(1024);
  length = 0;

  /** @param {number} value */
  push(value) {
    if (this.length === this.#values.length) this.#reserve(this.length + 1);
    this.#values[this.length++] = value;
  }

  /** @param {ArrayLike<number>} values */
  append(values) {
    if (this.length + values.length > this.#values.length) this.#reserve(this.length + values.length);
    this.#values.set(values, this.length);
    this.length += values.length;
  }

  /** What was written, without a copy. */
  values() {
    return this.#values.subarray(0, this.length);
  }

  /** @param {number} length */
  #reserve(length) {
    const grown = new Float64Array(Math.max(length, 2 * this.#values.length));
    grown.set(this.#values.subarray(0, this.length));
    this.#values = grown;
  }
}
