// How the numbers of an axis are written: plainly where they are short, else by powers of ten, or, of values that
// differ only in their last digits, as differences from a round one that the title names.

import { type Interval, roundStep } from './ranges.js';

export interface AxisNumbers {
  /** What is taken from every value; the title says so. */
  readonly offset: number;
  /** Whether as in 6e+9. */
  readonly exponents: boolean;
  /** Decimals, of the number or of its factor. */
  readonly decimals: number;
}

/** More significant digits than this are too wide for an axis. */
const MOST_DIGITS = 6;

/** @param count - about how many ticks there are */
export function axisNumbers([low, high]: Interval, count = 5): AxisNumbers {
  const step = Math.floor(Math.log10(roundStep((high - low) / count)) + 1e-9);
  const size = Math.floor(Math.log10(Math.max(Math.abs(low), Math.abs(high))) + 1e-9);
  const digits = size - step + 1;
  if (digits > MOST_DIGITS) {
    const offset = offsetOf([low, high], size);
    if (offset !== 0) return { ...axisNumbers([low - offset, high - offset], count), offset };
  }
  const exponents = size >= 6 || step < -4;
  return { offset: 0, exponents, decimals: exponents ? digits - 1 : Math.max(0, -step) };
}

/** The roundest number so near that differences from it are at most some hundred times the interval. */
function offsetOf([low, high]: Interval, size: number): number {
  const middle = (low + high) / 2;
  for (let power = size; ; power--) {
    const unit = 10 ** power;
    const offset = Number((Math.round(middle / unit) * unit).toPrecision(15));
    if (Math.abs(middle - offset) <= 100 * (high - low)) return offset;
  }
}

/** A value on an axis. */
export function shown(value: number, { offset, exponents, decimals }: AxisNumbers): string {
  const number = Number((value - offset).toPrecision(12));
  const text = exponents && number !== 0 ? number.toExponential() : String(Number(number.toFixed(decimals)));
  return text.replaceAll('-', '−');
}

/** What is taken from the values, to stand with the title: "− 1,000,000,000"; empty if nothing is. */
export function offsetWords({ offset }: AxisNumbers): string {
  if (offset === 0) return '';
  return `${offset > 0 ? '−' : '+'} ${Math.abs(offset).toLocaleString('en', { maximumSignificantDigits: 15 })}`;
}

/** The same for an axis of Vega-Lite; nothing where its own numbers are good. */
export function vegaNumbers(numbers: AxisNumbers): { format?: string; labelExpr?: string } {
  const { offset, exponents, decimals } = numbers;
  if (offset === 0 && !exponents) return {};
  const format = exponents ? `.${decimals}~e` : `,.${decimals}~f`;
  if (offset === 0) return { labelExpr: `datum.value === 0 ? '0' : format(datum.value, '${format}')` };
  // what the difference leaves of rounding is not written: −0 is 0
  const difference = `datum.value - ${offset}`;
  return { labelExpr: `abs(${difference}) < 1e-12 * abs(${offset}) ? '0' : format(${difference}, '${format}')` };
}
