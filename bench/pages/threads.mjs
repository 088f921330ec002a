import { RESTARTS, THREADS, THREADS_FROM } from '../targets.mjs';
import { digits, shapeName, table, times, verdict } from './table.mjs';

/** Several threads beside one. */
export function threadsPage(result) {
  const head = ['## Threads', ''];
  if (result.missing) return [...head, `Left out: ${result.missing}.`, ''];
  const { races, ceilings, fits, restarts } = result;
  return [
    ...head,
    '`await fit(...)` on several threads beside `fitSync` on one, in one run; the result must have the same bits.',
    '',
    '### By the iteration',
    '',
    ...table(['n, d, K', 'contender', 'ms/iteration', '× one thread'], races.flatMap(raceRows)),
    '',
    ...verdict(`${THREADS}× on two threads, n ≥ 10⁵`, races.flatMap(raceCases)),
    'What bounds it: two fits that have nothing to do with each other, on one thread each, at once beside one alone.',
    '',
    ...table(
      ['n, d, K', 'two at once'],
      ceilings.map((shape) => [shapeName(shape), times(shape.twoAtOnce)]),
    ),
    '',
    '### Whole fits',
    '',
    'The start by k-means, packing and result included; 50 iterations at most.',
    '',
    ...wholeTable(fits),
    ...verdict(
      `${THREADS}× on two threads, n ≥ 10⁵`,
      wholeCases(
        fits.filter(({ n }) => n >= THREADS_FROM),
        THREADS,
      ),
    ),
    '### Eight restarts',
    '',
    ...wholeTable(restarts),
    ...verdict(`${RESTARTS}× on two threads, n = 2000`, wholeCases(restarts, RESTARTS)),
  ];
}

/** Each row beside the same arithmetic on one thread. */
const speedUps = ({ rows }) =>
  rows.map((row) => {
    const single = rows.find(({ variant, threads }) => variant === row.variant && threads === 1);
    return { ...row, faster: single ? single.msPerIteration / row.msPerIteration : null };
  });

const raceRows = (race) =>
  speedUps(race).map(({ name, msPerIteration, faster }) => [
    shapeName(race),
    name,
    digits(msPerIteration),
    times(faster),
  ]);

const raceCases = (race) =>
  speedUps(race)
    .filter(({ threads }) => threads === 2)
    .map(({ name, faster }) => ({
      where: `${name} (${shapeName(race)})`,
      asked: race.n >= THREADS_FROM ? THREADS : undefined,
      reached: faster,
    }));

const wholeTable = (fits) => [
  ...table(
    ['n, d, K', 'contender', 'iterations', 'ms', '× one thread', 'same bits'],
    fits.flatMap((fit) =>
      fit.rows.map(({ name, nIter, ms, timesSingle, sameBits }) => [
        shapeName(fit),
        name,
        nIter,
        digits(ms),
        times(timesSingle),
        sameBits === null ? '' : sameBits ? 'yes' : '**no**',
      ]),
    ),
  ),
  '',
];

const wholeCases = (fits, asked) =>
  fits.flatMap((fit) =>
    fit.rows
      .filter(({ threads }) => threads === 2)
      .map(({ name, timesSingle }) => ({ where: `${name} (${shapeName(fit)})`, asked, reached: timesSingle })),
  );
