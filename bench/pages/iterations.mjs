import { EXP } from '../flops.mjs';
import { LONG } from '../race.mjs';
import { askedOf, askedOfWorst, NPM } from '../targets.mjs';
import { digits, shapeName, table, times, verdict } from './table.mjs';

/** The tables of whole EM iterations, shortest answer first. */
export function iterationsPage({ races, worst, npm, exponential, byDefault }, { peak, figure }) {
  return [
    '## Whole EM iterations',
    '',
    'Strict arithmetic is double precision with the same bits everywhere; relaxed may fuse multiply and add. Beside the',
    'faster scikit-learn with as many threads at most; ns are per sample, component and iteration.',
    '',
    ...figure('ratios'),
    ...short(races, askedOf, peak),
    ...verdict(
      'one thread, strict, beside the faster scikit-learn on one thread, as in the table',
      cases(races, askedOf),
    ),
    ...worstPage(worst, peak),
    ...npm.flatMap((race) => npmPage(race, { exponential, byDefault, peak })),
    ...all([...races, ...worst, ...npm]),
  ];
}

const row = (race, name) => race.rows.find((one) => one.name === name);

const cases = (races, askedOf) =>
  races.map((race) => ({
    where: `${race.covarianceType} (${shapeName(race)})`,
    asked: askedOf(race),
    reached: row(race, 'strict')?.timesScikitLearn,
  }));

/** One line a race: this package, one thread and several, against what is asked. */
function short(races, askedOf, peak) {
  const parallel = [...new Set(races.flatMap(({ rows }) => rows.map(({ threads }) => threads)))].filter((t) => t > 1);
  const head = [
    'family',
    'n, d, K',
    'asked',
    'strict',
    'relaxed',
    'strict, ns',
    'of peak',
    'relaxed, ns',
    'of fused peak',
  ];
  for (const threads of parallel) {
    head.push(`strict, ${threads} threads`, `strict × scikit-learn's best on up to ${threads}`);
  }
  const families = [...new Set(races.map(({ covarianceType }) => covarianceType))];
  const grouped = races.toSorted((a, b) => families.indexOf(a.covarianceType) - families.indexOf(b.covarianceType));
  const body = grouped.map((race) => {
    const strict = row(race, 'strict');
    const relaxed = row(race, 'relaxed');
    return [
      race.covarianceType,
      shapeName(race),
      times(askedOf(race)),
      times(strict?.timesScikitLearn),
      times(relaxed?.timesScikitLearn),
      digits(strict?.ns),
      fraction(strict?.gflops, peak?.plain),
      digits(relaxed?.ns),
      fraction(relaxed?.gflops, peak?.fused),
      ...parallel.flatMap((threads) => [
        times(row(race, `strict, ${threads} threads`)?.timesScikitLearn),
        times(strict?.timesBestScikitLearn),
      ]),
    ];
  });
  return [...table(head, body), ''];
}

const fraction = (gflops, peak) => (gflops && peak ? `${Math.round((100 * gflops) / peak.gflops)} %` : '');

function worstPage(worst, peak) {
  if (worst.length === 0) return [];
  return [
    '### Worst case: nothing can be skipped',
    '',
    'All centres in one place (`--spread 0`), so that every component has a share in every sample.',
    '',
    ...short(worst, askedOfWorst, peak),
    ...verdict('one thread, strict, not slower: full up to d = 32, diag up to d = 16', cases(worst, askedOfWorst)),
  ];
}

function npmPage(race, { exponential, byDefault, peak }) {
  const strict = row(race, 'strict');
  if (!strict) return [];
  const faster = (name) => {
    const peer = row(race, name);
    return peer && peer.msPerIteration / strict.msPerIteration;
  };
  return [
    `### The npm packages, (${shapeName(race)})`,
    '',
    ...table(
      ['contender', 'ms/iteration', 'strict is so many times as fast', 'asked'],
      race.rows.map(({ name, msPerIteration }) => [
        name,
        digits(msPerIteration),
        times(faster(name)),
        times(NPM[name]),
      ]),
    ),
    '',
    ...verdict(
      `times as fast, strict, one thread: ${Object.entries(NPM)
        .map(([name, asked]) => `${asked}× ${name}`)
        .join(', ')}`,
      Object.entries(NPM).map(([name, asked]) => ({ where: name, asked, reached: faster(name) })),
    ),
    ...defaultPace(race, byDefault),
    ...(exponential ? boundOfNpm(race, strict, exponential, peak) : []),
  ];
}

/** What a caller gets who says nothing about threads, and who asks for them. */
function defaultPace(race, byDefault) {
  const own = byDefault && row(race, byDefault.name);
  if (!own) return [];
  const beside = ({ msPerIteration }) =>
    Object.keys(NPM)
      .filter((name) => row(race, name))
      .map((name) => `${times(row(race, name).msPerIteration / msPerIteration)} ${name}`)
      .join(', ');
  const threads = byDefault.threads === 1 ? 'one thread' : `${byDefault.threads} threads`;
  const others = race.rows.filter(({ name, threads }) => name.startsWith('strict') && threads > byDefault.threads);
  return [
    `\`fit\` with its defaults (\`threads: 'auto'\`) runs this problem on ${threads}, at the pace of ${own.name}: ` +
      `${beside(own)}.${others.map((one) => ` With \`threads: ${one.threads}\`: ${beside(one)}.`).join('')}`,
    '',
  ];
}

/** The package that is furthest from what is asked for, and why: the arithmetic of a pair beside the time there is. */
function boundOfNpm(race, strict, exponential, peak) {
  const [name, asked] = Object.entries(NPM).reduce((a, b) => (b[1] > a[1] ? b : a));
  const peer = row(race, name);
  if (!peer) return [];
  const { operations, ns } = exponential;
  // of up to three components the likeliest takes none
  const share = race.nComponents <= 3 ? (race.nComponents - 1) / race.nComponents : 1;
  const flat = Math.round(race.flopsPerPair - EXP + share * operations);
  const line = (words, operations, ns) => [
    words,
    operations,
    digits(ns),
    peak ? `${Math.round((100 * operations) / ns / peak.plain.gflops)} %` : '',
    times(peer.ns / ns),
  ];
  const atLeast = (count) => count / peak.plain.gflops;
  const bounds = peak
    ? [
        line('whole iteration, at the peak', flat, atLeast(flat)),
        line('exp as it is, the rest at the peak', flat, share * ns + atLeast(flat - share * operations)),
      ]
    : [];
  return [
    'What bounds it: nanoseconds of a pair of a sample and a component, strict, one thread. Operations are additions and',
    'multiplications: of exp as it was compiled, and timed alone on data in the first-level cache; of the iteration those of',
    `bench/flops.mjs with that exp${share < 1 ? `, of which ${race.nComponents - 1} are taken for ${race.nComponents} pairs` : ''}.`,
    '',
    ...table(
      ['', 'operations', 'ns', 'of peak', `× ${name}`],
      [
        line('exp alone', operations, ns),
        ...bounds,
        line('whole iteration', flat, strict.ns),
        line(`what ${asked}× needs`, flat, peer.ns / asked),
      ],
    ),
    '',
    `Of the time that ${asked}× leaves for a pair, exp takes ${Math.round((100 * share * ns * asked) / peer.ns)} %.`,
    '',
  ];
}

/** Everything, folded away: a reader of one figure need not scroll over four hundred. */
function all(races) {
  return [
    '<details><summary>All rows</summary>',
    '',
    'GFLOP/s count every pair as touched (bench/flops.mjs), so skipped work shows as a higher figure. ± is the median',
    'absolute deviation of the rounds.',
    '',
    ...table(
      ['n, d, K', 'family', 'contender', 'ms/iteration', '±', 'ns', 'GFLOP/s', '× scikit-learn', '× strict', ''],
      races.flatMap(raceRows),
    ),
    '',
    ...agreement(races),
    ...leftOut(races),
    '</details>',
    '',
  ];
}

const familyName = ({ covarianceType, spread }) =>
  spread === 1 ? covarianceType : `${covarianceType}, spread ${spread}`;

function raceRows(race) {
  return race.rows.map((one) => [
    shapeName(race),
    familyName(race),
    one.name,
    digits(one.msPerIteration, 4),
    one.rounds > 1 ? digits(one.madMs, 2) : '',
    digits(one.ns),
    digits(one.gflops),
    times(one.timesScikitLearn),
    times(one.timesStrict),
    one.note,
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
      if (!unsuitable) places.get(line).push(`${familyName(race)} (${shapeName(race)})`);
    }
  }
  if (places.size === 0) return [];
  const lines = Array.from(places, ([line, where]) => (where.length === 0 ? line : `${line}: ${where.join('; ')}`));
  return ['Left out:', '', ...lines, ''];
}
