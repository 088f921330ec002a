import { gmmWasm, longSearch } from './peers/gmm-wasm.mjs';
import { mclust, patientMclust } from './peers/mclust.mjs';
import { patientScikitLearn, scikitLearn } from './peers/scikit-learn.mjs';

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
  'scikit-learn': scikitLearn,
  'scikit-learn-patient': patientScikitLearn,
  mclust,
  'mclust-patient': patientMclust,
  thorough: longSearch,
};

/** Each chosen contender that is there, and a word about each of those that are not. */
export async function enter({ only, pythons, ...options }) {
  const contenders = [];
  const absent = [];
  for (const key of only) {
    const before = contenders.length;
    const reasons = [];
    for (const python of key.startsWith('scikit-learn') ? pythons : [undefined]) {
      try {
        add(contenders, await CONTENDERS[key]({ ...options, python }));
      } catch (error) {
        reasons.push(error.code === 'ERR_MODULE_NOT_FOUND' ? 'not built or not installed' : error.message);
      }
    }
    if (contenders.length === before) absent.push({ name: key, reason: [...new Set(reasons)].join('; ') });
  }
  return { contenders, absent };
}

/** One Python by two names is one contender. */
function add(contenders, contender) {
  if (contenders.some(({ name }) => name === contender.name)) contender.close?.();
  else contenders.push(contender);
}
