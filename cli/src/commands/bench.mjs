import { InvalidArgumentError, Option } from 'commander';
import { givenFlags, refuse } from '../conflicts.mjs';
import { atLeastZero, FAMILIES, generalOptions, inputOptions, integer, READING, readOptions } from '../options.mjs';

/** What runs, and the options that make it so. @type {Readonly<Record<string, Record<string, unknown>>>} */
const ENGINES = {
  twin: { backend: 'js', threads: 1 },
  wasm: { backend: 'wasm', threads: 1 },
  relaxed: { backend: 'wasm', threads: 1, arithmetic: 'relaxed' },
  threads: { backend: 'wasm' },
};

const EXAMPLES = `
Examples:
  gmm bench
      100,000 rows of 8 features, 8 components
  gmm bench data.csv -k 5 --family diag
      your own data
  gmm bench --rows 1000000 --features 2 -k 3 --engines wasm,threads --seconds 5

twin is the TypeScript twin, wasm the SIMD kernel, relaxed the same with fused multiply-adds (the engine must have
relaxed SIMD), threads the SIMD kernel on all cores. Every one makes whole EM iterations of the same fit, from the same
start; the fastest of some short series counts, since the machine has other things to do.
`;

/** @param {import('commander').Command} gmm */
export function bench(gmm) {
  const command = gmm
    .command('bench')
    .summary('measures iterations per second here, on your data')
    .description('Measures EM iterations per second on this machine, on your data or on data of a size you say.')
    .argument('[file]', 'as for gmm fit; without: generated data')
    .optionsGroup('Bench:')
    .option('-k, --components <count>', 'how many Gaussians', integer(1), 8)
    .addOption(new Option('-f, --family <name>', 'of which family').choices(FAMILIES).default('full'))
    .option('--rows <count>', 'of generated data', integer(10), 100_000)
    .option('--features <count>', 'of generated data', integer(1), 8)
    .option('--engines <list>', `of ${Object.keys(ENGINES).join(', ')}`, engines, Object.keys(ENGINES))
    .option('--seconds <count>', 'for each engine', atLeastZero, 2)
    .option('--json', 'the result as JSON');
  inputOptions(command);
  generalOptions(command).addHelpText('after', EXAMPLES).action(run);
}

/** @param {string} text */
function engines(text) {
  const names = text.split(',').map((name) => name.trim());
  if (names.every((name) => name in ENGINES)) return names;
  throw new InvalidArgumentError(`Allowed are ${Object.keys(ENGINES).join(', ')}; several with commas between.`);
}

/**
 * @param {string | undefined} file
 * @param {Record<string, any>} options
 * @param {import('commander').Command} command
 */
async function run(file, options, command) {
  const given = givenFlags(command);
  if (file === undefined) refuse(given, READING, 'no file is read: name one');
  else
    refuse(given, ['rows', 'features'], 'these are of generated data, and a file is named: leave out one of the two');
  const { session } = await import('../session.mjs');
  await session(options, async (now) => {
    const { interrupted } = await import('../errors.mjs');
    const table = await dataOf(now, file, options);
    now.interrupt.keepIf(() => true);
    const rows = [];
    for (const name of options.engines) {
      now.progress.line([`measuring ${name}`]);
      const row = { engine: name, ...(await measure(now, table, { ...options, ...ENGINES[name] })) };
      if (now.interrupt.heard) break;
      rows.push(row);
    }
    now.progress.clear();
    if (rows.length === 0) throw interrupted('interrupted: nothing was measured to the end');
    await show(table, rows, options);
    if (now.interrupt.heard) throw interrupted('interrupted: the other engines were not measured');
  });
}

/**
 * @param {import('../session.mjs').Session} now
 * @param {string | undefined} file
 * @param {Record<string, any>} options
 * @returns {Promise<import('../input/table.mjs').Table & { source: string }>}
 */
async function dataOf({ interrupt, progress, library }, file, options) {
  const { readTable } = await import('../input/read.mjs');
  if (file !== undefined) {
    const { tellIfHeld } = await import('../streaming.mjs');
    await tellIfHeld(file, 'bench');
    return readTable(file, { ...readOptions(options), signal: interrupt.signal, progress });
  }
  const { components: k, rows, features: d } = options;
  // centres are a draw as well: from a unit normal, in each coordinate
  const unit = library.GaussianMixture.fromParameters({
    covarianceType: 'spherical',
    weights: [1],
    means: [new Float64Array(d)],
    covariances: [1],
  });
  const centres = unit.sample(k, { seed: 1 }).data;
  const means = Array.from({ length: k }, (_, c) => centres.slice(c * d, (c + 1) * d));
  const weights = new Float64Array(k).fill(1 / k);
  const mixture = library.GaussianMixture.fromParameters({
    covarianceType: 'spherical',
    weights,
    means,
    covariances: new Float64Array(k).fill(1),
  });
  const { data } = mixture.sample(rows, { seed: 2 });
  const columns = Array.from({ length: d }, (_, j) => Float64Array.from({ length: rows }, (__, i) => data[i * d + j]));
  return { n: rows, names: columns.map((_, j) => `x${j}`), columns, source: 'generated data' };
}

/**
 * @param {import('../session.mjs').Session} now
 * @param {import('../input/table.mjs').Table} table
 * @param {Record<string, any>} options
 */
async function measure({ interrupt, library }, { columns, weights }, options) {
  const { components: k, family, backend, arithmetic, threads, seconds } = options;
  const meansInit = Array.from({ length: k }, (_, c) =>
    columns.map((column) => column[Math.floor((c * column.length) / k)]),
  );
  /** @type {number[]} */
  const times = [];
  const { execution } = await library.fit(
    { columns },
    {
      nComponents: k,
      covarianceType: family,
      meansInit,
      tol: 0,
      maxIter: 1_000_000,
      backend,
      ...(arithmetic && { arithmetic }),
      ...(threads && { threads }),
      ...(weights && { sampleWeight: weights }),
      onIteration: () => {
        times.push(performance.now());
        return !interrupt.heard && (times.length < 4 || times[times.length - 1] - times[0] < 1000 * seconds);
      },
    },
  );
  return { iterationsPerSecond: fastest(times), iterations: times.length - 1, execution };
}

/**
 * Iterations per second of the fastest of some series; the first tenth is for warming up.
 *
 * @param {readonly number[]} times
 */
function fastest(times) {
  const length = Math.max(1, Math.floor(times.length / 10));
  let best = 0;
  for (let from = times.length > 10 ? length : 1; from + length < times.length; from += length) {
    best = Math.max(best, (1000 * length) / (times[from + length] - times[from]));
  }
  return best;
}

/**
 * @param {import('../input/table.mjs').Table & { source: string }} table
 * @param {readonly { engine: string, iterationsPerSecond: number, execution: import('gmm-wasm').Execution }[]} rows
 * @param {Record<string, any>} options
 */
async function show({ source, n, names }, rows, { components: k, family, json }) {
  const { counted, toJSON } = await import('../output/numbers.mjs');
  const perUnit = (/** @type {number} */ rate) => 1e9 / (rate * n * k);
  if (json) {
    const result = rows.map((row) => ({ ...row, nanosecondsPerSampleAndComponent: perUnit(row.iterationsPerSecond) }));
    process.stdout.write(
      `${toJSON({ source, nSamples: n, nFeatures: names.length, nComponents: k, covarianceType: family, rows: result })}\n`,
    );
    return;
  }
  const { engine } = await import('../output/model.mjs');
  const { tableOf } = await import('../output/table.mjs');
  const first = rows[0].iterationsPerSecond;
  const body = rows.map(({ engine: name, iterationsPerSecond: rate, execution }) => {
    // what another engine did in its place says nothing of it
    const ran = ENGINES[name].arithmetic !== 'relaxed' || execution.relaxed;
    const figures = [rate.toPrecision(3), `${(rate / first).toFixed(1)} ×`, perUnit(rate).toPrecision(3)];
    return [
      name,
      ...(ran ? figures : ['–', '–', '–']),
      ran ? engine(execution) : `not here: ${execution.fallbackReason}`,
    ];
  });
  const head = ['', 'iterations/s', 'ratio', 'ns a sample·component', 'ran on'];
  process.stdout.write(
    `${source}: ${counted(n, 'row')} of ${counted(names.length, 'feature')}; ${counted(k, 'component')}, ${family}\n\n${tableOf(head, body, { left: [0, 4] })}\n`,
  );
}
