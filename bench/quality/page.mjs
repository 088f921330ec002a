import { count, digits, table } from '../pages/table.mjs';
import { groupsOf, NARROW, NEAR, summarise, WITHIN } from './judge.mjs';
import { HELD_OUT, TUNED } from './store.mjs';

/** What a seed's problems had to do with the choice of the package's defaults. */
const WORDS = {
  [TUNED]: 'The defaults of gmm-wasm were tuned on these problems; [HELD-OUT.md](HELD-OUT.md) has others.',
  [HELD_OUT]:
    'The defaults of gmm-wasm were tuned on others, in [RESULTS.md](RESULTS.md); but of variants that did equally well there ' +
    'one was chosen by these, so they are not wholly unseen.',
};

/** The results as a page that reads well in a terminal and in a browser. */
export function toMarkdown({ run, contenders, absent, problems }) {
  const names = Object.keys(contenders);
  const shared = problems.filter(({ outcomes }) => names.every((name) => outcomes[name]));
  const narrow = problems.filter(({ best }) => best?.leastEigenvalue < NARROW).length;
  const known = problems.filter(({ best }) => best).length;
  return [
    run.seed === HELD_OUT ? '# Quality of answers to problems held out' : '# Quality of answers',
    '',
    'Written by `bench/quality/run.mjs`: the same problems to everybody, each answer judged by one independent scorer.',
    ...(WORDS[run.seed] ? [WORDS[run.seed]] : []),
    '',
    ...describe(run, contenders, absent),
    '',
    `${problems.length} problems, a data set with K and family each; for ${known} of them somebody knows a healthy answer. An answer`,
    `is *found* when it is healthy and its total log-likelihood lies within ${WITHIN} of the best healthy one that anybody`,
    `gave or that is recorded; *near* is within ${NEAR}: it stopped short, or the optimum is another. *Unhealthy*: a component`,
    'is collapsed (the smallest eigenvalue of F^(−½) Σ F^(−½) is below 2, F being 1e-6 of the variance within the clusters',
    'of a k-means partition of the standardised rows), spurious (the likeliest for fewer than d + 2 distinct rows, or for none in tied families) or empty;',
    '*avoidable*: unhealthy though a healthy answer with the same K is known. Gaps are of healthy answers, in total',
    `log-likelihood. Seconds are of the fit alone, one thread, warm. In ${narrow} problems the best known answer has a narrow`,
    'component, of a tenth of the usual standard deviation or less: healthy by the rule, but perhaps not what one wants.',
    '',
    ...(shared.length > 0 && shared.length < problems.length
      ? [`## The ${shared.length} problems that all were asked`, '', ...overview(shared, names), '']
      : []),
    `## All ${problems.length} problems, where the family is there`,
    '',
    ...overview(problems, names),
    '',
    ...groupsOf(problems).flatMap(({ title, groups }) => [`## By ${title}`, '', ...grouped(title, groups, names), '']),
  ].join('\n');
}

function describe(run, contenders, absent) {
  const { cpu, cores, memoryGiB, platform } = run.machine;
  return [
    `- ${run.date}, commit ${run.commit ?? 'unknown'}, ${run.minutes} minutes`,
    `- \`${run.command}\``,
    `- ${cpu}, ${cores} cores, ${memoryGiB} GiB, ${platform}; Node ${run.node}`,
    ...Object.entries(contenders).map(([name, { title, versions, date }]) => {
      const words = Object.entries(versions).map(([of, version]) => `${of} ${version}`);
      const earlier = date === run.date ? '' : `; answers of ${date}`;
      return `- ${name}: ${title} (${words.join(', ')}${earlier})`;
    }),
    ...absent.map(({ name, reason }) => `- left out: ${name} (${reason})`),
    ...(run.note ? [`- ${run.note}`] : []),
    ...(run.part ? ['- **a part or a trial, not a result**'] : []),
  ];
}

const percent = (share) => (share === null ? '' : `${(100 * share).toFixed(1)} %`);

/** A row for each contender. */
export function overview(problems, names) {
  const head = [
    '',
    'asked',
    'found',
    'near',
    'mean gap',
    'worst gap',
    'unhealthy',
    'avoidable',
    'errors',
    'median ms',
    'total s',
  ];
  const body = names.map((name) => {
    const all = summarise(problems, name);
    return [
      name,
      all.asked,
      percent(all.foundShare),
      percent(all.nearShare),
      digits(all.meanGap),
      digits(all.worstGap),
      all.unhealthy,
      all.avoidable,
      all.errors,
      digits(all.medianSeconds === null ? null : all.medianSeconds * 1e3),
      digits(all.totalSeconds),
    ];
  });
  return table(head, body);
}

/** A row for each group; what each contender found, and in brackets how often it was unhealthy without need. */
function grouped(title, groups, names) {
  const body = groups.map(({ name, problems }) => [
    name,
    count(problems.length),
    ...names.map((contender) => {
      const { judged, foundShare, avoidable } = summarise(problems, contender);
      return judged === 0 ? '' : `${percent(foundShare)}${avoidable > 0 ? ` (${avoidable})` : ''}`;
    }),
  ]);
  return table([title, 'problems', ...names], body);
}
