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

/**
 * A duration with two figures or so, short enough for a line of progress: `850 ms`, `12.3 s`, `4 min 20 s`, `31 min`,
 * `2 h 5 min`, `31 h`, `12 days`.
 *
 * @param {number} seconds
 */
export function duration(seconds) {
  if (seconds < 0.9995) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 99.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 100 * 60) return parts(seconds, 'min', 's');
  if (seconds < 100 * 3600) return parts(seconds / 60, 'h', 'min');
  return `${Math.round(seconds / 86400)} days`;
}

/**
 * @param {number} count of the smaller unit, sixty of which make the larger one
 * @param {string} larger
 * @param {string} smaller
 */
function parts(count, larger, smaller) {
  const whole = Math.floor(Math.round(count) / 60);
  const rest = Math.round(count) % 60;
  if (whole >= 10) return `${Math.round(count / 60)} ${larger}`;
  return rest === 0 ? `${whole} ${larger}` : `${whole} ${larger} ${rest} ${smaller}`;
}

/** A line for each key; typed arrays become lists. @param {object} value */
export function toJSON(value) {
  const plain = (/** @type {string} */ _, /** @type {unknown} */ item) =>
    ArrayBuffer.isView(item) ? [.../** @type {Float64Array} */ (item)] : item;
  const lines = Object.entries(value).map(([key, item]) => `  ${JSON.stringify(key)}: ${JSON.stringify(item, plain)}`);
  return `{\n${lines.join(',\n')}\n}`;
}
