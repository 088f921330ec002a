import { median } from '../race.mjs';

/** Who comes so near to the best known log-likelihood, in total, has found it. */
export const WITHIN = 1e-3;

/** And who comes so near has climbed the right hill, and perhaps stopped before its top. */
export const NEAR = 1;

/**
 * Floors below which the best known answer has a narrow component: a standard deviation of a tenth of the usual one. The
 * rule calls it healthy, but who has found another optimum need not be sorry.
 */
export const NARROW = 1e4;

/** The best healthy answer that anybody gave or that is recorded: its log-likelihood and by whom; null if there is none. */
export function bestOf({ outcomes, recorded = [], known }) {
  const given = Object.entries(outcomes).map(([by, outcome]) => ({ by, ...outcome }));
  const all = [...given, ...recorded, ...(known ? [{ ...known, healthy: true }] : [])].filter(({ healthy }) => healthy);
  let best = null;
  for (const { by, logLikelihood, leastEigenvalue, fewestRows } of all) {
    // the first to come near keeps the name: the others only rounded differently
    if (!best || logLikelihood > best.logLikelihood + WITHIN) best = { logLikelihood, by, leastEigenvalue, fewestRows };
    else best.logLikelihood = Math.max(best.logLikelihood, logLikelihood);
  }
  return best;
}

/** `found`, `missed`, `unhealthy` or `error`; and how far a healthy answer is from the best known one. */
export function verdict(outcome, best) {
  if (outcome.error) return { kind: 'error' };
  if (!outcome.healthy) return { kind: 'unhealthy' };
  const gap = Math.max(0, best.logLikelihood - outcome.logLikelihood);
  return { kind: gap <= WITHIN ? 'found' : 'missed', gap };
}

/** What one contender did over problems that it was asked. */
export function summarise(problems, name) {
  const rows = problems
    .filter(({ outcomes }) => outcomes[name])
    .map(({ id, outcomes, best }) => ({ id, best, outcome: outcomes[name], ...verdict(outcomes[name], best) }));
  const judged = rows.filter(({ best }) => best);
  const healthy = rows.filter(({ gap }) => gap !== undefined);
  const worst = healthy.reduce((worst, row) => (worst && worst.gap >= row.gap ? worst : row), null);
  const count = (list, kind) => list.filter((row) => row.kind === kind).length;
  const seconds = rows.filter(({ kind }) => kind !== 'error').map(({ outcome }) => outcome.seconds);
  return {
    asked: rows.length,
    judged: judged.length,
    found: count(judged, 'found'),
    nearShare: judged.length === 0 ? null : judged.filter(({ gap }) => gap <= NEAR).length / judged.length,
    foundShare: judged.length === 0 ? null : count(judged, 'found') / judged.length,
    meanGap: healthy.length === 0 ? null : healthy.reduce((sum, { gap }) => sum + gap, 0) / healthy.length,
    worstGap: worst?.gap ?? null,
    worstProblem: worst?.id ?? null,
    unhealthy: count(rows, 'unhealthy'),
    avoidable: count(judged, 'unhealthy'),
    errors: count(rows, 'error'),
    medianSeconds: seconds.length === 0 ? null : median(seconds),
    totalSeconds: seconds.reduce((sum, value) => sum + value, 0),
  };
}

/** The groups that results are told by: name, and the groups' names with their members. */
export function groupsOf(problems) {
  const by = (title, of, names) => ({
    title,
    groups: names.map((name) => ({ name, problems: problems.filter((problem) => of(problem) === name) })),
  });
  const drawn = (problem) => problem.source === 'generated';
  const special = {
    'unequal weights': ({ weights }) => weights === 'unequal',
    'unequal units': ({ scales }) => scales === 'unequal',
    ties: ({ ties }) => ties,
    outliers: ({ outliers }) => outliers,
    'none of these': ({ weights, scales, ties, outliers }) =>
      weights === 'equal' && scales === 'equal' && !ties && !outliers,
  };
  return [
    by('source', ({ source }) => source, ['reference', 'generated']),
    by('reference data', (problem) => problem.source === 'reference' && problem.id.replace(/-[EV][EVI]*-k\d+$/, ''), [
      ...new Set(problems.filter((problem) => !drawn(problem)).map(({ id }) => id.replace(/-[EV][EVI]*-k\d+$/, ''))),
    ]),
    by('overlap', ({ overlap }) => overlap, ['far', 'middle', 'near']),
    by('family', ({ covarianceType }) => covarianceType, [
      ...new Set(problems.map(({ covarianceType }) => covarianceType)),
    ]),
    by('features', ({ d }) => (d <= 2 ? String(d) : d <= 5 ? '3 to 5' : '6 to 10'), ['1', '2', '3 to 5', '6 to 10']),
    by('components', ({ nComponents: k }) => (k <= 3 ? String(k) : k <= 5 ? '4 or 5' : '6 to 8'), [
      ...['1', '2', '3', '4 or 5', '6 to 8'],
    ]),
    {
      title: 'generated with',
      groups: Object.entries(special).map(([name, has]) => ({
        name,
        problems: problems.filter((problem) => drawn(problem) && has(problem)),
      })),
    },
  ].map(({ title, groups }) => ({ title, groups: groups.filter(({ problems }) => problems.length > 0) }));
}
