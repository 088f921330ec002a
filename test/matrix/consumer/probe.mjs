// What every row runs: the fingerprint of an entry of the package, compared where it is known.

import { differences, fingerprint } from './fits.mjs';

/**
 * @param lib - the namespace of the entry
 * @param expected - what expected.json says
 * @param options - of the fingerprint
 * @returns what is reported, as plain data
 */
export async function probe(lib, expected, options) {
  const since = performance.now();
  const found = await fingerprint(lib, options);
  lib.dispose?.();
  const seconds = (performance.now() - since) / 1000;
  const { hash, values, cases, ran } = found;
  const whole = Object.keys(cases).length === Object.keys(expected.cases).length;
  const differing = differences(found, expected);
  if (whole && differing.length === 0 && hash !== expected.hash) differing.push('the whole');
  return { hash, values, differing, ran, seconds };
}
