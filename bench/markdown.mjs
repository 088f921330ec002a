import { LONG } from './race.mjs';

/** The results as a page that reads well in a terminal and in a browser. */
export function toMarkdown({ run, settings, absent, races, memory }) {
  return [
    '# Whole EM iterations, one thread',
    '',
    ...describe(run, settings),
    ...absent.map(({ name, reason }) => `- left out: ${name} (${reason})`),
    '',
    ...ratios(races),
    'A ratio of 2 means twice as fast. ns are per sample, component and iteration. GFLOP/s count every pair as touched',
    '(bench/flops.mjs), so skipped work shows as a higher figure. ± is the median absolute deviation of the rounds.',
    '',
    ...table(
      ['n, d, K', 'family', 'contender', 'ms/iteration', '±', 'ns', 'GFLOP/s', '× scikit-learn', '× strict', ''],
      races.flatMap(raceRows),
    ),
    '',
    ...agreement(races),
    ...leftOut(races),
    ...memoryTable(memory),
  ].join('\n');
}

function describe(run, { quick, spread, rounds }) {
  const { cpu, cores, memoryGiB, platform } = run.machine;
  const lines = [
    `- ${run.date}, commit ${run.commit ?? 'unknown'}`,
    `- \`${run.command}\``,
    `- ${cpu}, ${cores} cores, ${memoryGiB} GiB, ${platform}; Node ${run.node}, V8 ${run.v8}`,
    ...run.scikitLearn.map(
      ({ scikitLearn, python, numpy, blas }) =>
        `- scikit-learn ${scikitLearn}, Python ${python}, NumPy ${numpy}, ${blas.join(', ')}`,
    ),
    `- centres drawn with standard deviation ${spread}; median of ${rounds} rounds, contenders taking turns`,
  ];
  if (quick) lines.push('- **a quick trial with fewer rows and rounds, not a result**');
  return lines;
}

/** The answer in short: how many times as fast as the faster scikit-learn, by shape and family. */
function ratios(races) {
  const families = [...new Set(races.map((race) => race.covarianceType))];
  const columns = families.flatMap((family) => ['strict', 'relaxed'].map((name) => ({ family, name })));
  const shapes = [...new Set(races.map(shapeOf))];
  const cell = (shape, { family, name }) => {
    const found = races.find((race) => shapeOf(race) === shape && race.covarianceType === family);
    return times(found?.rows.find((row) => row.name === name)?.timesScikitLearn);
  };
  const rows = shapes.map((shape) => columns.map((column) => cell(shape, column)));
  if (rows.flat().every((text) => text === '')) return [];
  const head = ['n, d, K', ...columns.map(({ family, name }) => `${family}, ${name}`)];
  return [
    'Times as fast as the faster scikit-learn:',
    '',
    ...table(
      head,
      rows.map((row, i) => [shapes[i], ...row]),
    ),
    '',
  ];
}

const shapeOf = ({ n, d, nComponents }) => `${n}, ${d}, ${nComponents}`;

const times = (ratio) => (ratio == null ? '' : ratio.toPrecision(3));

function raceRows(race) {
  return race.rows.map((row) => [
    shapeOf(race),
    race.covarianceType,
    row.name,
    row.msPerIteration.toPrecision(4),
    row.rounds > 1 ? row.madMs.toPrecision(2) : '',
    row.ns.toPrecision(3),
    row.gflops.toPrecision(3),
    times(row.timesScikitLearn),
    times(row.timesStrict),
    row.note,
  ]);
}

/** How far the results lie from the reference at most. */
function agreement(races) {
  const worst = new Map();
  for (const { rows } of races) {
    for (const { name, deviation, compared } of rows) {
      if (compared && deviation !== null) worst.set(name, Math.max(worst.get(name) ?? 0, deviation));
    }
  }
  const references = [...new Set(races.map(({ reference }) => reference))].filter((name) => name !== null);
  if (references.length === 0) return [];
  const list = Array.from(worst, ([name, deviation]) => `${name} ${deviation.toExponential(0)}`);
  return [
    `Largest relative difference from ${references.join(' or ')} in the mean log-likelihood after ${LONG} iterations:`,
    `${list.join(', ')}.`,
    '',
  ];
}

/** Who did not run where, and why; one line for each contender and reason. */
function leftOut(races) {
  const places = new Map();
  for (const race of races) {
    for (const { name, reason, wrong, unsuitable } of race.out) {
      const line = `- ${wrong ? '**' : ''}${name}: ${reason}${wrong ? '**' : ''}`;
      if (!places.has(line)) places.set(line, []);
      if (!unsuitable) places.get(line).push(`${race.covarianceType} (${shapeOf(race)})`);
    }
  }
  if (places.size === 0) return [];
  const lines = Array.from(places, ([line, where]) => (where.length === 0 ? line : `${line}: ${where.join('; ')}`));
  return ['Left out:', '', ...lines, ''];
}

function memoryTable(memory) {
  if (memory.length === 0) return [];
  const rows = memory.map((row) => {
    const shape = shapeOf(row);
    if (row.error) return [shape, row.backend, row.error, '', '', ''];
    const { dataMiB, peakMiB, wasmMiB, peakOfData, residentOfData } = row;
    return [shape, row.backend, dataMiB.toFixed(1), peakMiB.toFixed(1), wasmMiB.toFixed(1), peakOfData, residentOfData];
  });
  return [
    "Peak memory of a fit beyond the caller's data: WebAssembly memory and ArrayBuffers, and as a multiple of the data",
    '(the last column: growth of the peak resident set, an upper bound).',
    '',
    ...table(['n, d, K', 'backend', 'data MiB', 'peak MiB', 'of it WASM', 'of data', 'resident, of data'], rows),
    '',
  ];
}

/** A Markdown table whose columns line up in a terminal as well. */
function table(head, body) {
  const rows = [head, ...body].map((row) => row.map(String));
  const widths = head.map((_, j) => Math.max(3, ...rows.map((row) => (row[j] ?? '').length)));
  const line = (row) => `| ${widths.map((width, j) => (row[j] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(rows[0]), line(widths.map((width) => '-'.repeat(width))), ...rows.slice(1).map(line)];
}
