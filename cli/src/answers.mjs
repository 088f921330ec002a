// What a model says of each row, as columns.

/** Rows asked about at a time: the matrix of all responsibilities is never there twice. */
const SLICE = 65_536;

/**
 * @typedef {import('gmm-wasm').GaussianMixture} GaussianMixture
 * @typedef {import('./interrupt.mjs').Interrupt} Interrupt
 * @typedef {import('./output/columns.mjs').Column} Column
 */

/**
 * @param {GaussianMixture} model
 * @param {readonly Float64Array[]} columns
 * @param {Interrupt} interrupt
 * @returns {Promise<Column>}
 */
export async function labelColumn(model, columns, { signal }) {
  return { name: 'label', values: await model.predictAsync({ columns }, { signal }) };
}

/**
 * @param {GaussianMixture} model
 * @param {readonly Float64Array[]} columns
 * @param {Interrupt} interrupt
 * @returns {Promise<Column[]>}
 */
export async function responsibilityColumns(model, columns, interrupt) {
  const k = model.nComponents;
  const n = columns[0].length;
  const shares = Array.from({ length: k }, () => new Float64Array(n));
  for await (const { from, part } of slices(columns, interrupt)) {
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
 * @param {Interrupt} interrupt
 * @returns {Promise<Column>}
 */
export async function uncertaintyColumn(model, columns, interrupt) {
  const values = new Float64Array(columns[0].length);
  for await (const { from, part } of slices(columns, interrupt)) values.set(model.uncertainty({ columns: part }), from);
  return { name: 'uncertainty', values };
}

/**
 * @param {GaussianMixture} model
 * @param {readonly Float64Array[]} columns
 * @param {Interrupt} interrupt
 * @returns {Promise<Column>}
 */
export async function logDensityColumn(model, columns, { signal }) {
  return { name: 'log_density', values: await model.scoreSamplesAsync({ columns }, { signal }) };
}

/**
 * @param {readonly Float64Array[]} columns
 * @param {Interrupt} interrupt
 */
async function* slices(columns, interrupt) {
  for (let from = 0; from < columns[0].length; from += SLICE) {
    await interrupt.pause();
    yield { from, part: columns.map((column) => column.subarray(from, from + SLICE)) };
  }
}
