// npm start                       fits three Gaussians to the 50 values of series.csv
// npm start -- FILE.csv K         fits K to any numeric CSV, with or without a header

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { fit } from 'gmm-wasm';

const USAGE = `Fits a Gaussian mixture to a numeric CSV file and prints it.

  npm start                     the 50 values of examples/series.csv, three components
  npm start -- FILE.csv K       any CSV of numbers, with or without a header line; K components`;

/** A mistake of the user: told without a stack. */
class UsageError extends Error {}

/** The rows of a CSV file and the names of its columns; complains with line and column. */
function readNumbers(file) {
  const lines = parse(readFileSync(file, 'utf8'), { skip_empty_lines: true, trim: true, bom: true, info: true });
  if (lines.length === 0) throw new UsageError(`${file} is empty`);
  const isNumber = (text) => text !== '' && Number.isFinite(Number(text));
  const hasHeader = lines[0].record.every((text) => !isNumber(text));
  const names = lines[0].record.map((text, j) => (hasHeader ? text : `column ${j + 1}`));
  const rows = lines.slice(hasHeader ? 1 : 0).map(({ record, info }) =>
    record.map((text, j) => {
      if (isNumber(text)) return Number(text);
      const what = text === '' ? 'is empty' : `is ${JSON.stringify(text)}`;
      throw new UsageError(`${file}, line ${info.lines}, ${names[j]}: ${what}, but a finite number is needed`);
    }),
  );
  if (rows.length === 0) throw new UsageError(`${file} has a header line but no rows`);
  return { names, rows };
}

const short = (x) => (x !== 0 && (Math.abs(x) >= 1e6 || Math.abs(x) < 1e-3) ? x.toExponential(4) : x.toFixed(4));

/** Columns padded to their widest cell, numbers to the right. */
function table(header, lines) {
  const widths = header.map((title, j) => Math.max(title.length, ...lines.map((line) => line[j].length)));
  const format = (line) => `  ${line.map((cell, j) => cell.padStart(widths[j])).join('   ')}`;
  return [header, ...lines].map(format).join('\n');
}

function componentTable(model, names) {
  const feature = (title, j) => (names.length === 1 ? title : `${title} ${names[j]}`);
  const header = [
    'component',
    'weight',
    ...names.map((_, j) => feature('mean', j)),
    ...names.map((_, j) => feature('sd', j)),
  ];
  const lines = model.means.map((mean, k) => {
    const deviations = names.map((_, j) => short(Math.sqrt(model.covariances[k][j][j])));
    return [String(k), short(model.weights[k]), ...Array.from(mean, short), ...deviations];
  });
  return table(header, lines);
}

function describeExecution({ backend, simd, relaxed, fallbackReason }) {
  const what =
    backend === 'wasm' ? `WebAssembly${simd ? ' SIMD' : ''}${relaxed ? ', relaxed' : ''}` : 'TypeScript twin';
  return fallbackReason ? `${what} (${fallbackReason})` : what;
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return console.log(USAGE);
  if (positionals.length === 1 || positionals.length > 2) throw new UsageError(`a file and K are needed\n\n${USAGE}`);
  const [file = fileURLToPath(new URL('series.csv', import.meta.url)), count = '3'] = positionals;
  if (!/^[0-9]+$/.test(count)) throw new UsageError(`K must be a whole number, got ${JSON.stringify(count)}`);
  const { names, rows } = readNumbers(file);
  // a smaller tol than the default, so that every digit printed has settled
  const model = await fit(rows, { nComponents: Number(count), tol: 1e-10 });

  console.log(
    `${basename(file)}: ${rows.length} rows, ${names.length} ${names.length === 1 ? 'feature' : 'features'}\n`,
  );
  console.log(componentTable(model, names));
  console.log(`
  log-likelihood   ${model.logLikelihood.toFixed(4)}
  BIC              ${model.bic().toFixed(4)}
  iterations       ${model.nIter}
  converged        ${model.converged ? 'yes' : 'no'}
  ran on           ${describeExecution(model.execution)}`);
  for (const warning of model.warnings) console.log(`\n  Warning: ${warning}`);
}

try {
  await main();
} catch (error) {
  const expected =
    error instanceof UsageError ||
    error instanceof TypeError ||
    error instanceof RangeError ||
    error.code ||
    error.name === 'SingularCovarianceError';
  if (!expected) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
