// From values to pixels, and the round numbers between.

export interface Scale {
  (value: number): number;
  readonly ticks: readonly number[];
}

/** A linear scale; `room` is the share of the range that is left free at both ends. */
export function scale([least, most]: readonly [number, number], from: number, to: number, room: number): Scale {
  const spread = most - least || Math.abs(most) || 1;
  const low = least - room * spread;
  const high = most + room * spread;
  const place = (value: number) => from + ((value - low) / (high - low)) * (to - from);
  return Object.assign(place, { ticks: ticks(low, high, Math.max(2, Math.abs(to - from) / 65)) });
}

/** About so many multiples of 1, 2 or 5 times a power of ten. */
function ticks(low: number, high: number, count: number): number[] {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough)!;
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step);
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

/** A mean and its standard deviation, to the same decimals. */
export function showSpread(mean: number, deviation: number): string {
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(deviation)));
  const isPlain = decimals <= 6 && Math.max(Math.abs(mean), deviation) < 1e7;
  if (!isPlain) return `${show(mean)} ± ${show(deviation, 3)}`;
  return `${fixed(mean, decimals)} ± ${fixed(deviation, decimals)}`;
}

/** A whole number, in groups of three digits. */
export const grouped = (value: number) => value.toLocaleString('en').replaceAll(',', ' ');
