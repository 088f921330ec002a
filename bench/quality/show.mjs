import { table } from '../pages/table.mjs';
import { NARROW, verdict } from './judge.mjs';

/** The problems where one contender did not find the best known answer: how far it is, and who found it. */
export function showFailures({ problems }, name) {
  const rows = problems
    .filter(({ outcomes, best }) => best && outcomes[name])
    .map((problem) => ({ problem, outcome: problem.outcomes[name], ...verdict(problem.outcomes[name], problem.best) }))
    .filter(({ kind }) => kind !== 'found')
    // errors and faults first, then the widest gaps
    .sort((a, b) => (b.gap ?? Infinity) - (a.gap ?? Infinity) || 0);
  const body = rows.map(({ problem, outcome, kind, gap }) => [
    problem.id,
    `${problem.n}, ${problem.d}, ${problem.nComponents}`,
    kind === 'missed' ? gap.toPrecision(4) : (outcome.error ?? outcome.faults.join(', ')),
    problem.best.logLikelihood.toFixed(4),
    findersOf(problem).join('; ') || earlier(problem),
    traitsOf(problem).join(', '),
  ]);
  return [
    `${name}: ${rows.length} of ${problems.filter(({ outcomes }) => outcomes[name]).length} problems not found`,
    '',
    ...table(['problem', 'n, d, K', 'gap or fault', 'best known', 'found by', 'with'], body),
  ].join('\n');
}

/** Everything about one problem. */
export function showProblem({ problems }, id, answers) {
  const problem = problems.find((one) => one.id === id);
  if (!problem) return `--show: expected 'failures' or the name of a problem in the last results, got '${id}'`;
  const { outcomes, ...rest } = problem;
  const lines = [JSON.stringify(rest, null, 1).replaceAll(/\n\s*/g, ' ')];
  for (const [name, outcome] of Object.entries(outcomes)) {
    lines.push('', `${name}: ${problem.best ? verdict(outcome, problem.best).kind : ''} ${JSON.stringify(outcome)}`);
    const stored = answers[name]?.[id];
    if (stored?.hash === problem.hash) lines.push(...parameters(stored.answer));
  }
  return lines.join('\n');
}

function parameters({ weights, means, covariances }) {
  const short = (values) =>
    JSON.stringify(values, (_, value) => (typeof value === 'number' ? Number(value.toPrecision(6)) : value));
  return [`  weights ${short(weights)}`, `  means ${short(means)}`, `  covariances ${short(covariances)}`];
}

function findersOf({ outcomes, best }) {
  return Object.keys(outcomes).filter((name) => verdict(outcomes[name], best).kind === 'found');
}

/** Nobody that is in the results: a recorded fit, or somebody's answer in an earlier run. */
const earlier = ({ outcomes, best: { by } }) => (outcomes[by] ? `${by}, earlier` : by);

const traitsOf = ({ weights, scales, ties, outliers, best }) => [
  ...(best.leastEigenvalue < NARROW ? ['a narrow best'] : []),
  ...(weights === 'unequal' ? ['unequal weights'] : []),
  ...(scales === 'unequal' ? ['unequal units'] : []),
  ...(ties ? ['ties'] : []),
  ...(outliers ? ['outliers'] : []),
];

/** What a contender finds now and did not before, and the other way round; both against what is known now. */
export function showChanges(problems, earlier, name) {
  const before = new Map(earlier.map((problem) => [`${problem.id} ${problem.hash}`, problem.outcomes[name]]));
  const changes = { 'found now': [], 'lost now': [] };
  for (const { id, hash, outcomes, best } of problems) {
    const old = before.get(`${id} ${hash}`);
    if (!old || !outcomes[name] || !best) continue;
    const [was, is] = [old, outcomes[name]].map((outcome) => verdict(outcome, best).kind === 'found');
    if (is && !was) changes['found now'].push(id);
    if (was && !is) changes['lost now'].push(id);
  }
  return Object.entries(changes).map(([word, ids]) => `${name}, ${word} (${ids.length}): ${ids.join(' ') || 'none'}`);
}
