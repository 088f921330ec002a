/** A Markdown table whose columns line up in a terminal as well. */
export function table(head, body) {
  const rows = [head, ...body].map((row) => row.map(String));
  const widths = head.map((_, j) => Math.max(3, ...rows.map((row) => (row[j] ?? '').length)));
  const line = (row) => `| ${widths.map((width, j) => (row[j] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(rows[0]), line(widths.map((width) => '-'.repeat(width))), ...rows.slice(1).map(line)];
}

/** Three digits and no exponent, as far as such numbers go. */
export function digits(value, count = 3) {
  if (value === null || value === undefined || !Number.isFinite(value)) return '';
  const text = value.toPrecision(count);
  return text.includes('e') && Math.abs(value) >= 1 ? String(Math.round(Number(text))) : text;
}

/** A ratio, `2.3×`, or nothing. */
export const times = (ratio) => (ratio === null || ratio === undefined ? '' : `${digits(ratio)}×`);

/** 50000 as 5·10⁴: sizes are read at a glance. */
export function count(value) {
  const exponent = Math.floor(Math.log10(value) + 1e-9);
  const mantissa = Number((value / 10 ** exponent).toPrecision(3));
  if (exponent < 4) return String(value);
  const power = `10${Array.from(String(exponent), (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[digit]).join('')}`;
  return mantissa === 1 ? power : `${mantissa}·${power}`;
}

/** `n, d, K` of a race. */
export const shapeName = ({ n, d, nComponents }) => `${count(n)}, ${d}, ${nComponents}`;

/**
 * One line: what was asked for, and where it was not reached.
 *
 * @param cases - { where, asked, reached }: a ratio that shall be at least so large
 */
export function verdict(words, cases) {
  const asked = cases.filter((one) => one.asked !== undefined);
  const known = asked.filter(({ reached }) => reached !== null && reached !== undefined);
  if (known.length === 0) return [`**Asked:** ${words}. **Reached:** not measured.`, ''];
  const short = known.filter(({ asked, reached }) => !(reached >= asked));
  const list = short.map(({ where, asked, reached }) => `${where} ${times(reached)} of ${times(asked)}`);
  const tail = short.length === 0 ? '' : `; short: ${list.join('; ')}`;
  const missing = asked.length > known.length ? `; ${asked.length - known.length} not measured` : '';
  return [`**Asked:** ${words}. **Reached:** ${known.length - short.length} of ${known.length}${tail}${missing}.`, ''];
}
