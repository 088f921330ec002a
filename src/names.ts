// Names that callers give: those that are not known are refused, with the nearest known one.

import { distance } from 'fastest-levenshtein';

/** A short form of a value for messages. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `an array of length ${value.length}`;
  const kind = value.constructor?.name || 'object without a constructor';
  return `${/^[AEIOUaeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
}

/** What other libraries call the same thing. */
const ALIASES: Readonly<Record<string, string>> = {
  randomstate: 'seed',
  randomseed: 'seed',
  k: 'nComponents',
  g: 'nComponents',
  nclusters: 'nComponents',
  numclusters: 'nComponents',
  maxiterations: 'maxIter',
  iterations: 'maxIter',
  tolerance: 'tol',
  weights: 'sampleWeight',
};

/** The known name nearest to a misspelt one, if one is near. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const flat = (text: string) => text.toLowerCase().replaceAll(/[_-]/g, '');
  const alias = ALIASES[flat(name)];
  if (alias !== undefined && known.includes(alias)) return alias;
  const scored = known.map((candidate) => ({ candidate, score: distance(flat(name), flat(candidate)) }));
  scored.sort((a, b) => a.score - b.score);
  return scored[0].score <= name.length / 3 ? scored[0].candidate : undefined;
}

/** @throws TypeError for a key that is not known, with the nearest known one */
export function refuseUnknown(given: object, known: readonly string[], what = 'option'): void {
  for (const key of Object.keys(given)) {
    if (known.includes(key)) continue;
    const near = nearestName(key, known);
    throw new TypeError(`unknown ${what} '${key}'${near ? `; did you mean '${near}'?` : ''}`);
  }
}

/** @throws TypeError unless it is an object of options */
export function refuseNonObject(options: unknown, example: string): void {
  if (typeof options === 'object' && options !== null && !Array.isArray(options)) return;
  throw new TypeError(`options must be an object such as ${example}, got ${show(options)}`);
}
