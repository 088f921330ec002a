import { readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { shaped } from '../families.mjs';

/** This package through its public surface, as it comes; or with other options, from another build. */
export async function gmmWasm({ dist, extra }) {
  const { fit, url } = await load(dist);
  const words = Object.keys(extra).length === 0 ? 'as it comes' : JSON.stringify(extra);
  return {
    name: 'gmm-wasm',
    title: `gmm-wasm, ${words}`,
    versions: { gmmWasm: versionOf(url) },
    suits: () => true,
    solve: (problem) => solve(fit, problem, extra),
  };
}

/** Starts of the long search. */
const KINDS = ['kmeans', 'k-means++', 'random_from_data', 'random'];

/**
 * For each kind of start and each of some seeds a search of twenty starts, and one run from the mixture that generated
 * data come from: nobody has so much time or knows so much, but what is found like this is known then.
 */
export async function longSearch({ dist, score, seeds }) {
  const { fit, url } = await load(dist);
  const searches = KINDS.flatMap((initParams) =>
    Array.from({ length: seeds }, (_, i) => ({ initParams, seed: i + 1, nInit: 20 })),
  );
  return {
    name: 'long search',
    title: `gmm-wasm, the best healthy one of ${searches.length} searches of 20 starts, of every kind, and from the truth`,
    versions: { gmmWasm: versionOf(url) },
    once: true,
    suits: () => true,
    async solve(problem) {
      const answers = [];
      for (const options of [...searches, ...fromTruth(problem)]) answers.push(await solve(fit, problem, options));
      const judged = answers.map((answer) => ({ answer, ...score(problem, answer.answer) }));
      judged.sort((a, b) => b.healthy - a.healthy || b.logLikelihood - a.logLikelihood);
      return { ...judged[0].answer, seconds: answers.reduce((sum, { seconds }) => sum + seconds, 0) };
    },
  };
}

function fromTruth({ truth, covarianceType }) {
  if (!truth) return [];
  const { weights, means, covariances } = truth;
  return [{ weightsInit: weights, meansInit: means, covariancesInit: shaped(covarianceType, covariances) }];
}

async function load(dist) {
  const path = dist && (isAbsolute(dist) ? dist : resolve(dist));
  const url = path
    ? pathToFileURL(`${path.replace(/\/$/, '')}/index.js`)
    : new URL('../../../dist/index.js', import.meta.url);
  return { ...(await import(url)), url };
}

async function solve(fit, { n, d, data, nComponents, covarianceType }, extra) {
  const begin = performance.now();
  const model = await fit({ data, shape: [n, d] }, { nComponents, covarianceType, threads: 1, ...extra });
  const seconds = (performance.now() - begin) / 1000;
  const { weights, means, covariances, logLikelihood, nIter, converged } = model;
  const faults = [...model.collapsed, ...model.spurious, ...model.empty];
  return {
    answer: {
      weights: Array.from(weights),
      means: means.map((mean) => Array.from(mean)),
      covariances: plain(covariances),
      shape: covarianceType,
    },
    seconds,
    iterations: nIter,
    converged,
    told: { logLikelihood, healthy: faults.length === 0 },
  };
}

/** Typed arrays, however nested, as JSON has them. */
function plain(value) {
  return typeof value === 'number' ? value : Array.from(value, plain);
}

/** Of the package that a build belongs to, if it says so. */
function versionOf(url) {
  try {
    return JSON.parse(readFileSync(new URL('../package.json', url), 'utf8')).version;
  } catch {
    return 'unknown';
  }
}
