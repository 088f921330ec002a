// Names that callers give: those that are not known are refused, with the nearest known one. And how messages speak of a
// value that came.

import leven from 'leven';

/** A short form of a value for messages: `"a"`, `3`, `an array of length 3`, `a Map`, `an object with the keys x, y`. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return 'a function';
  return typeof value === 'object' && value !== null ? showObject(value) : String(value);
}

/** The name the language gives to the kind of an object, of any realm: 'Array', 'Float64Array', 'Map', 'Promise'. */
export function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

function showObject(value: object): string {
  const kind = kindOf(value);
  if (kind === 'Array') return `an array of length ${(value as unknown[]).length}`;
  if (ArrayBuffer.isView(value) && kind !== 'DataView') {
    return `${article(kind)} of length ${(value as unknown as ArrayLike<unknown>).length}`;
  }
  if (kind !== 'Object') return article(kind);
  const name = value.constructor?.name;
  if (name && name !== 'Object') return article(name);
  const keys = Object.keys(value);
  if (keys.length === 0) return 'an object without keys';
  return `an object with the keys ${keys.slice(0, 5).join(', ')}${keys.length > 5 ? ', …' : ''}`;
}

/** "a Map", "an ArrayBuffer"; a Uint8Array is "a" one by its sound. */
function article(noun: string): string {
  return `${/^([AEIO]|Un)/i.test(noun) ? 'an' : 'a'} ${noun}`;
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
  const scored = known.map((candidate) => ({ candidate, score: leven(flat(name), flat(candidate)) }));
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
