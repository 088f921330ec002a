import { gmmWasm, longSearch } from './peers/gmm-wasm.mjs';

/**
 * Who can take part, by name: a function of the options to a promise of
 *
 *   name, title  short for tables, and what it is
 *   versions     of what answers
 *   once         true: too long to be timed twice
 *   suits        (problem) => whether it has such a family
 *   solve        (problem) => { answer, seconds, iterations, converged, told }, perhaps a promise: the parameters with the
 *                family whose shape they have, the seconds of the fit alone, and what the contender itself says
 *   close        ends what it started
 */
export const CONTENDERS = {
  'gmm-wasm': gmmWasm,
  thorough: longSearch,
};

/** Each chosen contender that is there, and a word about each of those that are not. */
export async function enter({ only, pythons, ...options }) {
  const contenders = [];
  const absent = [];
  for (const key of only) {
    for (const python of key.startsWith('scikit-learn') ? pythons : [undefined]) {
      try {
        const contender = await CONTENDERS[key]({ ...options, python });
        // One Python by two names is one contender.
        if (contenders.some(({ name }) => name === contender.name)) contender.close?.();
        else contenders.push(contender);
      } catch (error) {
        absent.push({
          name: key,
          reason: error.code === 'ERR_MODULE_NOT_FOUND' ? 'not built or not installed' : error.message,
        });
      }
    }
  }
  return { contenders, absent: absent.filter(({ name }) => !contenders.some((there) => there.name.startsWith(name))) };
}
