import { pick } from '../pick.mjs';

/** The best of so many runs, each of so many steps at most. */
const RUNS = 5;
const STEPS = 100;

/** Labels of rows by k-means of the standardised features, begun by k-means++. */
export function partition({ n, d, k, data }, uniform) {
  const rows = standardised(data, n, d);
  let best;
  for (let run = 0; run < RUNS; run++) {
    const labels = new Int32Array(n).fill(-1);
    const centres = plusPlus(rows, n, d, k, uniform);
    let cost = assign(rows, n, d, centres, labels);
    for (let step = 0; step < STEPS; step++) {
      move(rows, n, d, centres, labels);
      const next = assign(rows, n, d, centres, labels);
      if (!(next < cost)) break;
      cost = next;
    }
    if (!(best?.cost <= cost)) best = { cost, labels };
  }
  return best.labels;
}

/** Mean 0 and variance 1, for units do not matter here; constant features become 0. */
function standardised(data, n, d) {
  const rows = new Float64Array(n * d);
  for (let j = 0; j < d; j++) {
    let mean = 0;
    for (let i = 0; i < n; i++) mean += data[i * d + j] / n;
    let variance = 0;
    for (let i = 0; i < n; i++) variance += (data[i * d + j] - mean) ** 2 / n;
    const unit = variance > 0 ? 1 / Math.sqrt(variance) : 0;
    for (let i = 0; i < n; i++) rows[i * d + j] = (data[i * d + j] - mean) * unit;
  }
  return rows;
}

/** Each further centre is a row, drawn in proportion to its squared distance from the nearest one so far. */
function plusPlus(rows, n, d, k, uniform) {
  const centres = [rowOf(rows, Math.floor(uniform() * n), d).slice()];
  const nearest = new Float64Array(n).fill(Infinity);
  while (centres.length < k) {
    for (let i = 0; i < n; i++) nearest[i] = Math.min(nearest[i], squaredDistance(rows, i * d, centres.at(-1), d));
    const i = pick(nearest, uniform);
    centres.push(rowOf(rows, i, d).slice());
  }
  return centres;
}

const rowOf = (rows, i, d) => rows.subarray(i * d, (i + 1) * d);

function squaredDistance(rows, at, centre, d) {
  let sum = 0;
  for (let j = 0; j < d; j++) sum += (rows[at + j] - centre[j]) ** 2;
  return sum;
}

/** Labels each row with its nearest centre; the sum of squared distances. */
function assign(rows, n, d, centres, labels) {
  let cost = 0;
  for (let i = 0; i < n; i++) {
    let nearest = Infinity;
    for (let c = 0; c < centres.length; c++) {
      const distance = squaredDistance(rows, i * d, centres[c], d);
      if (distance < nearest) {
        nearest = distance;
        labels[i] = c;
      }
    }
    cost += nearest;
  }
  return cost;
}

/** Centres become means; one without rows stays. */
function move(rows, n, d, centres, labels) {
  const counts = new Float64Array(centres.length);
  for (const label of labels) counts[label]++;
  for (let c = 0; c < centres.length; c++) if (counts[c] > 0) centres[c].fill(0);
  for (let i = 0; i < n; i++) {
    const c = labels[i];
    for (let j = 0; j < d; j++) centres[c][j] += rows[i * d + j] / counts[c];
  }
}
