// Gaussian mixtures for a library that has a matrix type of its own. Nothing is copied by hand: a column-major matrix, a
// block of it and its transpose are the same store seen with other strides, and that is a form `fit` reads.
// Run it with `node examples/matrix-type.mjs` after `npm run build`.

import { fitSync } from 'gmm-wasm';

// ---- the library as it is ------------------------------------------------------------------------------------------

/** A column-major matrix as LAPACK has it: entry (i, j) is data[offset + i·rowStride + j·columnStride]. */
class Matrix {
  constructor(rows, columns, data = new Float64Array(rows * columns), offset = 0, rowStride = 1, columnStride = rows) {
    Object.assign(this, { rows, columns, data, offset, rowStride, columnStride });
  }

  at(i, j) {
    return this.data[this.offset + i * this.rowStride + j * this.columnStride];
  }

  /** Rows `top` … `bottom` − 1 of columns `left` … `right` − 1, in the same store. */
  block(top, bottom, left, right) {
    const offset = this.offset + top * this.rowStride + left * this.columnStride;
    return new Matrix(bottom - top, right - left, this.data, offset, this.rowStride, this.columnStride);
  }

  get transpose() {
    return new Matrix(this.columns, this.rows, this.data, this.offset, this.columnStride, this.rowStride);
  }
}

// ---- what is added -------------------------------------------------------------------------------------------------

/** The matrix as gmm-wasm reads it. */
const view = ({ rows, columns, data, offset, rowStride, columnStride }) => ({
  data,
  shape: [rows, columns],
  strides: [rowStride, columnStride],
  offset,
});

/** n × K numbers, row by row: the store of a column-major K × n matrix, transposed. */
const fromRows = (numbers, n, k) => new Matrix(k, n, numbers).transpose;

/** A mixture of Gaussians, in the library's own words. */
class Mixture {
  #model;

  constructor(samples, components, options = {}) {
    this.#model = fitSync(view(samples), { nComponents: components, ...options });
  }

  get means() {
    const { means, nComponents: k, nFeatures: d } = this.#model;
    return fromRows(Float64Array.from(means.flatMap((mean) => [...mean])), k, d);
  }

  get logLikelihood() {
    return this.#model.logLikelihood;
  }

  labels(samples) {
    return this.#model.predict(view(samples));
  }

  responsibilities(samples) {
    return fromRows(this.#model.predictProba(view(samples)), samples.rows, this.#model.nComponents);
  }
}

// ---- and how it is used --------------------------------------------------------------------------------------------

// 300 samples of 3 features; of the last one nothing is wanted
const samples = new Matrix(300, 3);
for (let i = 0; i < 300; i++) {
  samples.data[i] = Math.sin(i * 12.9898) + (i % 3 === 0 ? 6 : 0);
  samples.data[300 + i] = Math.cos(i * 78.233) - (i % 3 === 0 ? 4 : 0);
  samples.data[600 + i] = Number.NaN;
}
const wanted = samples.block(0, 300, 0, 2);
const mixture = new Mixture(wanted, 2);
const shares = mixture.responsibilities(wanted);
for (let c = 0; c < 2; c++) {
  let weight = 0;
  for (let i = 0; i < 300; i++) weight += shares.at(i, c) / 300;
  console.log(
    `mean ${mixture.means.at(c, 0).toFixed(6)}, ${mixture.means.at(c, 1).toFixed(6)}; weight ${weight.toFixed(6)}`,
  );
}
console.log(`labels of the first rows: ${[...mixture.labels(wanted.block(0, 6, 0, 2))].join(' ')}`);
console.log(`log-likelihood ${mixture.logLikelihood.toFixed(6)}`);

// features in rows: the transpose of such a matrix is the same data
const other = new Mixture(
  new Matrix(
    2,
    300,
    Float64Array.from({ length: 600 }, (_, i) => wanted.at(i >> 1, i & 1)),
  ).transpose,
  2,
);
console.log(`the same from its transpose: ${Object.is(other.logLikelihood, mixture.logLikelihood)}`);
