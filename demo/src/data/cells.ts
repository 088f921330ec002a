// How a file separates its cells and writes its numbers.

/** In this order where several would do: the earlier, the less likely within a cell. */
const SEPARATORS = ['\t', ';', '|', ',', ' '] as const;
export type Separator = (typeof SEPARATORS)[number];

/** As many lines tell which. */
const LOOKED_AT = 20;

/** The separator that divides the first lines into equally many cells; if none does, the one that the first has most of. */
export function separatorOf(text: string): Separator {
  const lines = text
    .slice(0, 50_000)
    .split(/\r\n?|\n/)
    .map((line) => line.replaceAll(/"[^"]*"/g, '').trim())
    .filter((line) => line !== '')
    .slice(0, LOOKED_AT);
  const counts = (separator: Separator) =>
    lines.map((line) => line.split(separator === ' ' ? / +/ : separator).length - 1);
  const isEven = (all: readonly number[]) => all[0]! > 0 && all.every((count) => count === all[0]);
  const even = SEPARATORS.find((separator) => isEven(counts(separator)));
  if (even) return even;
  const first = (separator: Separator) => counts(separator)[0] ?? 0;
  // blanks are everywhere: in words, and after commas
  const most = (['\t', ';', '|', ','] as const).reduce((best, next) => (first(next) > first(best) ? next : best));
  return first(most) > 0 ? most : ',';
}

const WITH_COMMA = /^[+-]?(\d*|\d{1,3}(\.\d{3})+),\d+(e[+-]?\d+)?$/i;
const WITH_POINT = /^[+-]?\d*\.\d+(e[+-]?\d+)?$/i;

/** Whether numbers are written as 3,285: some are, and none as 3.285. */
export function hasDecimalCommas(records: readonly (readonly string[])[]): boolean {
  let commas = 0;
  for (const record of records) {
    for (const cell of record) {
      if (WITH_POINT.test(cell)) return false;
      if (WITH_COMMA.test(cell)) commas++;
    }
  }
  return commas > 0;
}

export const looksLikeDecimalComma = (cell: string) => WITH_COMMA.test(cell);

/** 1.234,5 → 1234.5 */
export const withPoint = (cell: string) => (WITH_COMMA.test(cell) ? cell.replaceAll('.', '').replace(',', '.') : cell);

/** What files write where they have no value. */
const GAPS = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '-', '.', '?']);

export const isGap = (cell: string) => GAPS.has(cell.toLowerCase());

export const isNumber = (cell: string) => cell !== '' && Number.isFinite(Number(cell));
