// Code that gives what is on the screen.

import { SEED, TRUTH } from '../data/truth.js';
import type { Leg, Outcome, Settings, Source } from '../worker/protocol.js';

/** @returns a module for Node; other data than generated it reads from the CSV that the page saves */
export function snippetOf(
  source: Source,
  name: string,
  { settings, legs }: Pick<Outcome, 'settings' | 'legs'>,
): string {
  return [
    ...(source.kind === 'generated' ? generate(source.n) : read(name)),
    '',
    `const options = ${options(settings)};`,
    ...calls(legs),
    '',
    'console.log(model.logLikelihood, model.bic());',
    'console.log(model.weights, model.means, model.covariances);',
    '',
  ].join('\n');
}

function read(name: string): string[] {
  return [
    "import { readFileSync } from 'node:fs';",
    "import { fit } from 'gmm-wasm';",
    '',
    `// the file of the button “Data (CSV)”`,
    `const lines = readFileSync(${quoted(`${name}.csv`)}, 'utf8').trim().split('\\n').slice(1);`,
    "const data = lines.map((line) => line.split(',').map(Number));",
  ];
}

function generate(n: number): string[] {
  return [
    "import { fit, GaussianMixture } from 'gmm-wasm';",
    '',
    'const truth = GaussianMixture.fromParameters({',
    ...Object.entries(TRUTH).map(([name, value]) => `  ${name}: ${JSON.stringify(value).replaceAll(',', ', ')},`),
    '});',
    `const data = truth.sample(${n}, { seed: ${SEED} });`,
  ];
}

const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** Only what differs from the defaults. */
function options({ nComponents, covarianceType, initParams, seed }: Settings): string {
  const parts = [`nComponents: ${nComponents}`];
  if (covarianceType !== 'full') parts.push(`covarianceType: '${covarianceType}'`);
  if (initParams !== 'small-em') parts.push(`initParams: '${initParams}'`);
  if (seed !== 0) parts.push(`seed: ${seed}`);
  return `{ ${parts.join(', ')} }`;
}

/** The call, and what went on from it; equal ones in a row become a loop. */
function calls(legs: readonly Leg[]): string[] {
  const lines: string[] = [];
  const word = legs.length > 1 ? 'let' : 'const';
  for (let i = 0; i < legs.length; ) {
    let end = i + 1;
    while (i > 0 && end < legs.length && argument(legs[end]!) === argument(legs[i]!)) end++;
    const call =
      i === 0 ? first(legs[0]!) : `model = await fit(data, { ...options, ${argument(legs[i]!)}warmStart: model });`;
    if (i === 0) lines.push(`${word} model = ${call}`);
    else lines.push(end - i > 1 ? `for (let t = 0; t < ${end - i}; t++) ${call}` : call);
    i = end;
  }
  return lines;
}

const argument = (leg: Leg) =>
  Object.entries(leg)
    .map(([name, value]) => `${name}: ${value}, `)
    .join('');

function first(leg: Leg): string {
  const more = argument(leg).slice(0, -2);
  return `await fit(data, ${more ? `{ ...options, ${more} }` : 'options'});`;
}
