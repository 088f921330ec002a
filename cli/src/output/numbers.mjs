// Numbers as text: for people in few digits, for machines in all.

/**
 * @param {number} value
 * @param {number} [digits]
 */
export function short(value, digits = 5) {
  return Number.isFinite(value) ? String(Number(value.toPrecision(digits))) : '–';
}

/** Digits that a double has. */
const DIGITS = 15;

/**
 * A mean and its deviation; the mean as far as the deviation matters, however far from 0 it is.
 *
 * @param {number} mean
 * @param {number} deviation
 */
export function spread(mean, deviation) {
  const order = (/** @type {number} */ value) => Math.floor(Math.log10(Math.abs(value)));
  const needed = mean !== 0 && deviation > 0 ? order(mean) - order(deviation) + 3 : 0;
  return `${short(mean, Math.min(DIGITS, Math.max(5, needed)))} ± ${short(deviation)}`;
}

/** Log-likelihoods and criteria are compared by their differences. @param {number} value */
export const long = (value) => short(value, 8);

/** @param {number} count */
export const grouped = (count) => String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');

/**
 * @param {number} count
 * @param {string} what
 */
export const counted = (count, what) => `${grouped(count)} ${what}${count === 1 ? '' : 's'}`;

/** @param {number} seconds */
export function duration(seconds) {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 100
    ? `${minutes} min ${Math.round(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A line for each key; typed arrays become lists. @param {object} value */
export function toJSON(value) {
  const plain = (/** @type {string} */ _, /** @type {unknown} */ item) =>
    ArrayBuffer.isView(item) ? [.../** @type {Float64Array} */ (item)] : item;
  const lines = Object.entries(value).map(([key, item]) => `  ${JSON.stringify(key)}: ${JSON.stringify(item, plain)}`);
  return `{\n${lines.join(',\n')}\n}`;
}
