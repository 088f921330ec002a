// What a model says of each row, as columns.

/** Rows asked about at a time: the matrix of all responsibilities is never there twice. */
const SLICE = 65_536;

/**
 * @typedef {import('gmm-wasm').GaussianMixture} GaussianMixture
 * @typedef {import('./output/columns.mjs').Column} Column
 */

/**
 * @param {GaussianMixture} model
 * @param {readonly Float64Array[]} columns
 * @returns {Promise<Column>}
 */
export async function labelColumn(model, columns) {
  return { name: 'label', values: await model.predictAsync({ columns }) };
}

/**
 * @param {GaussianMixture} model
 * @param {readonly Float64Array[]} columns
 * @returns {Column[]}
 */
export function responsibilityColumns(model, columns) {
  const k = model.nComponents;
  const n = columns[0].length;
  const shares = Array.from({ length: k }, () => new Float64Array(n));
  for (let from = 0; from < n; from += SLICE) {
    const part = columns.map((column) => column.subarray(from, from + SLICE));
    const rows = model.predictProba({ columns: part });
    for (let i = 0; i * k < rows.length; i++) {
      for (let c = 0; c < k; c++) shares[c][from + i] = rows[i * k + c];
    }
  }
  return shares.map((values, c) => ({ name: `component_${c}`, values }));
}

/**
 * @param {GaussianMixture} model
 * @param {readonly Float64Array[]} columns
 * @returns {Column}
 */
export function uncertaintyColumn(model, columns) {
  return { name: 'uncertainty', values: model.uncertainty({ columns }) };
}

/**
 * @param {GaussianMixture} model
 * @param {readonly Float64Array[]} columns
 * @returns {Promise<Column>}
 */
export async function logDensityColumn(model, columns) {
  return { name: 'log_density', values: await model.scoreSamplesAsync({ columns }) };
}
