// From values to pixels, and the round numbers between.

export interface Scale {
  (value: number): number;
  readonly ticks: readonly number[];
  /** A tick in words, short enough for an axis. */
  readonly words: (tick: number) => string;
  /** What the words leave out, to stand with the name: "− 1 000 000 000"; or nothing. */
  readonly offset: string;
}

/** A linear scale; `room` is the share of the range that is left free at both ends. */
export function scale([least, most]: readonly [number, number], from: number, to: number, room: number): Scale {
  const spread = most - least || Math.abs(most) || 1;
  const low = least - room * spread;
  const high = most + room * spread;
  const place = (value: number) => from + ((value - low) / (high - low)) * (to - from);
  const step = stepOf(low, high, Math.max(2, Math.abs(to - from) / 65));
  const offset = offsetOf(low, high, step);
  return Object.assign(place, {
    ticks: ticks(low, high, step),
    words: (tick: number) => tickWords(tick - offset, step),
    offset: offset === 0 ? '' : `${offset < 0 ? '+' : MINUS} ${groupedAll(Math.abs(offset))}`,
  });
}

/** 1, 2 or 5 times a power of ten: about so many steps from low to high. */
function stepOf(low: number, high: number, count: number): number {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough)!;
}

function ticks(low: number, high: number, step: number): number[] {
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step);
}

/** An axis has room for about so many digits. */
const MOST_DIGITS = 6;

const exponentOf = (value: number) => Math.floor(Math.log10(Math.abs(value)) + 1e-9);

/** 0, or of values that differ only in their last digits the roundest one about as near as they are to each other. */
function offsetOf(low: number, high: number, step: number): number {
  const size = exponentOf(Math.max(Math.abs(low), Math.abs(high)));
  if (size - exponentOf(step) + 1 <= MOST_DIGITS) return 0;
  const middle = (low + high) / 2;
  for (let power = size; ; power--) {
    const unit = 10 ** power;
    const offset = Number((Math.round(middle / unit) * unit).toPrecision(15));
    if (Math.abs(middle - offset) <= 100 * (high - low)) return offset;
  }
}

/** With the decimals that tell it from the next tick. */
function tickWords(value: number, step: number): string {
  if (Math.abs(value) < step / 2) return '0';
  const decimals = -exponentOf(step);
  const size = exponentOf(value);
  if (size >= 6 || decimals > 4)
    return value
      .toExponential(Math.max(0, size + decimals))
      .replaceAll('-', MINUS)
      .replace(/\.0+e/, 'e');
  return fixed(value, Math.max(0, decimals));
}

const MINUS = '−';

/** A number with so many significant digits, if they help. */
export function show(value: number, digits = 4): string {
  if (value === 0) return '0';
  if (Number.isNaN(value)) return '–';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-3) return value.toExponential(digits - 1).replaceAll('-', MINUS);
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return fixed(value, decimals)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
}

/** A number with so many decimals, and a minus that is as wide as a plus. */
export const fixed = (value: number, decimals: number) => value.toFixed(decimals).replace('-', MINUS);

/** A mean and its standard deviation, to the same decimals: three digits of the deviation, however large the mean. */
export function showSpread(mean: number, deviation: number): string {
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(deviation)));
  const largest = Math.max(Math.abs(mean), deviation);
  if (decimals <= 6 && largest < 1e15 && deviation < 1e7)
    return `${digits(mean, decimals)} ± ${digits(deviation, decimals)}`;
  const more = Math.max(0, exponentOf(mean || deviation) - exponentOf(deviation));
  return `${show(mean, Math.min(16, 3 + more))} ± ${show(deviation, 3)}`;
}

/** A value with the digits that tell it from others in its range. */
export function showWithin(value: number, [least, most]: readonly [number, number]): string {
  const spread = most - least;
  const largest = Math.max(Math.abs(least), Math.abs(most));
  const more = spread > 0 ? exponentOf(largest) - exponentOf(spread) : 0;
  if (more <= 1) return show(value);
  const decimals = Math.max(0, 3 - exponentOf(spread));
  return decimals <= 6 && largest < 1e15 ? digits(value, decimals) : show(value, Math.min(16, 4 + more));
}

/** With so many decimals, and groups of three digits where there are many. */
function digits(value: number, decimals: number): string {
  const text = fixed(value, decimals);
  return Math.abs(value) < 1e5 ? text : text.replace(/\d+/, (whole) => grouped(Number(whole)));
}

/** A whole number, in groups of three digits. */
export const grouped = (value: number) => value.toLocaleString('en').replaceAll(',', ' ');

const groupedAll = (value: number) => value.toLocaleString('en', { maximumSignificantDigits: 15 }).replaceAll(',', ' ');
