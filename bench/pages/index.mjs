import { convergedPage } from './converged.mjs';
import { iterationsPage } from './iterations.mjs';
import { memoryPage } from './memory.mjs';
import { peakPage } from './peak.mjs';
import { replacementsPage } from './replacements.mjs';
import { scalingPage } from './scaling.mjs';
import { seriesPage } from './series.mjs';
import { startupPage } from './startup.mjs';
import { threadsPage } from './threads.mjs';

const PAGES = {
  peak: peakPage,
  iterations: iterationsPage,
  converged: convergedPage,
  threads: threadsPage,
  series: seriesPage,
  startup: startupPage,
  memory: memoryPage,
  scaling: scalingPage,
  replacements: replacementsPage,
};

/** The results as a page that reads well in a terminal and in a browser; `figures` are links by name. */
export function toMarkdown({ run, settings, absent, sections }, figures) {
  const context = {
    peak: sections.peak?.failed ? undefined : sections.peak,
    figure: (name) => (figures.has(name) ? [figures.get(name), ''] : []),
  };
  return [
    '# Benchmarks',
    '',
    'Written by `bench/run.mjs`; every figure of one table is from one run, the contenders taking turns.',
    '',
    ...describe(run, settings),
    ...absent.map(({ name, reason }) => `- left out: ${name} (${reason})`),
    '',
    ...Object.entries(sections).flatMap(([name, section]) =>
      section.failed
        ? [`## ${name}`, '', `**Failed: ${section.failed}**`, '']
        : withSource(PAGES[name](section, context), section.measured),
    ),
  ].join('\n');
}

/** Below its heading, where a section was measured by a run of its own. */
function withSource([heading, ...text], measured) {
  if (!measured) return [heading, ...text];
  const { date, commit, command } = measured;
  return [heading, '', `Measured by itself: ${date}, commit ${commit ?? 'unknown'}, \`${command}\`.`, ...text];
}

function describe(run, { quick, spread, rounds, seed }) {
  const { cpu, cores, memoryGiB, platform } = run.machine;
  const packages = Object.entries(run.packages).map(([name, version]) => `${name} ${version}`);
  const lines = [
    `- ${run.date}, commit ${run.commit ?? 'unknown'}${run.minutes ? `, ${run.minutes} minutes` : ''}`,
    `- \`${run.command}\``,
    `- ${cpu}, ${cores} cores, ${memoryGiB} GiB, ${platform}; Node ${run.node}, V8 ${run.v8}`,
    ...run.scikitLearn.map(
      ({ scikitLearn, python, numpy, blas }) =>
        `- scikit-learn ${scikitLearn}, Python ${python}, NumPy ${numpy}, ${blas.join(', ')}`,
    ),
    ...run.native.map(({ armadillo, vlfeat, compiler }) =>
      armadillo
        ? `- Armadillo ${armadillo}, \`${run.compiler}\` (${compiler})`
        : `- VLFeat ${vlfeat}, as Debian built it`,
    ),
    ...(packages.length > 0 ? [`- npm: ${packages.join(', ')}`] : []),
    `- data of seed ${seed}: unit-variance clusters, centres drawn with standard deviation ${spread}; median of ${rounds} rounds`,
  ];
  if (quick) lines.push('- **a quick trial with fewer rows and rounds, not a result**');
  return lines;
}
