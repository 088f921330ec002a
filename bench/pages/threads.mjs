import { RESTARTS, THREADS, THREADS_FROM } from '../targets.mjs';
import { digits, shapeName, table, times, verdict } from './table.mjs';

/** Several threads beside one. */
export function threadsPage(result) {
  const head = ['## Threads', ''];
  if (result.missing) return [...head, `Left out: ${result.missing}.`, ''];
  const races = result.races.map(byIteration);
  const fits = result.fits.map(wholeFit);
  const restarts = result.restarts.map(wholeFit);
  return [
    ...head,
    '`await fit(...)` on several threads beside `fitSync` on one, in one run; the result must have the same bits.',
    '',
    '**Unrelated** is what the machine gives to as many fits of the same data that share nothing, on one thread each, at once:',
    'their rates together, beside one alone; they take their turn in the same rounds. **Of it** is the share of that which',
    'the threads of one fit reach. What is missing there is lost to the sharing; what is missing in **unrelated**, to',
    'processors that share a core, or memory. As one is measured after the other, it may be more than all.',
    '',
    '### By the iteration',
    '',
    ...table(
      ['n, d, K', 'contender', 'ms/iteration', '× one thread', 'unrelated', 'of it'],
      races.flatMap((race) => shared(race).map((row) => [shapeName(race), row.name, digits(row.ms), ...speedUp(row)])),
    ),
    '',
    ...judged(`${THREADS}× on two threads, n ≥ 10⁵`, races.filter(many), THREADS),
    '### Whole fits',
    '',
    'The start by k-means, packing and result included; 50 iterations at most.',
    '',
    ...wholeTable(fits),
    ...judged(`${THREADS}× on two threads, n ≥ 10⁵`, fits.filter(many), THREADS),
    '### Eight restarts',
    '',
    ...wholeTable(restarts),
    ...judged(`${RESTARTS}× on two threads, n = 2000`, restarts, RESTARTS),
  ];
}

const many = ({ n }) => n >= THREADS_FROM;

/** Each row beside the same arithmetic on one thread, and beside what the machine gives to so many fits. */
function compared(shape, rows) {
  const fasterBy = (row) => {
    const single = rows.find(({ variant, threads }) => variant === row.variant && threads === 1);
    return single ? single.ms / row.ms : null;
  };
  const ceilingOf = ({ variant, threads }) =>
    rows.find((row) => row.unrelated && row.variant === variant && row.threads === threads);
  return {
    ...shape,
    rows: rows.map((row) => {
      const ceiling = ceilingOf(row);
      return { ...row, faster: fasterBy(row), ceiling: ceiling ? fasterBy(ceiling) : null };
    }),
  };
}

const byIteration = ({ rows, ...shape }) =>
  compared(
    shape,
    rows.map(({ msPerIteration, ...row }) => ({ ...row, ms: msPerIteration })),
  );

const wholeFit = ({ rows, ...shape }) => compared(shape, rows);

/** One fit, on however many threads. */
const shared = ({ rows }) => rows.filter(({ unrelated }) => !unrelated);

/** Nothing is said of a ceiling that was not measured. */
const speedUp = ({ faster, ceiling }) => [times(faster), times(ceiling), percent(ceiling ? faster / ceiling : null)];

const percent = (share) => (share === null ? '' : `${Math.round(100 * share)} %`);

function wholeTable(fits) {
  const bounded = fits.some(({ rows }) => rows.some(({ ceiling }) => ceiling));
  const head = ['n, d, K', 'contender', 'iterations', 'ms', 'same bits', '× one thread'];
  const body = fits.flatMap((fit) =>
    shared(fit).map((row) => [
      shapeName(fit),
      row.name,
      row.nIter,
      digits(row.ms),
      row.sameBits === null ? '' : row.sameBits ? 'yes' : '**no**',
      ...speedUp(row),
    ]),
  );
  return [...table(bounded ? [...head, 'unrelated', 'of it'] : head, body), ''];
}

/** The verdict as it was asked for, and what unrelated fits get where it was not reached. */
function judged(words, shapes, asked) {
  const cases = shapes.flatMap((shape) =>
    shared(shape)
      .filter(({ threads }) => threads === 2)
      .map(({ name, faster, ceiling }) => ({
        where: `${name} (${shapeName(shape)})`,
        asked,
        reached: faster,
        ceiling,
      })),
  );
  return [...verdict(words, cases), ...bound(cases)];
}

function bound(cases) {
  const short = cases.filter(({ asked, reached, ceiling }) => ceiling && !(reached >= asked));
  if (short.length === 0) return [];
  const given = short.map(
    ({ where, ceiling, reached }) => `${where} ${times(ceiling)} (${percent(reached / ceiling)})`,
  );
  const below = short.filter(({ asked, ceiling }) => ceiling < asked).length;
  return [
    `Where it is short, two unrelated fits get, and two threads reach of that: ${given.join('; ')}. In ${below} of these ` +
      `${short.length}, unrelated fits get less than was asked for as well.`,
    '',
  ];
}
