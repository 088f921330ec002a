import { fileURLToPath } from 'node:url';
import { environment, startChild } from '../../child.mjs';
import { writeNpy } from '../../npy.mjs';
import { COMMON_FAMILIES } from '../families.mjs';
import { exchange } from './exchange.mjs';

/** What somebody sets who has time and wants the right answer. */
const PATIENT = { n_init: 10, tol: 1e-8, max_iter: 10000 };

/** scikit-learn as it comes. */
export const scikitLearn = ({ python }) => start(python, {}, '');

/** scikit-learn with more starts and a tighter tolerance. */
export const patientScikitLearn = ({ python }) => start(python, PATIENT, ', patient');

async function start(python, settings, suffix) {
  const script = fileURLToPath(new URL('scikit_learn.py', import.meta.url));
  const child = startChild('the Python', python, [script], environment(1));
  const versions = await child.ready;
  const folder = exchange();
  const words = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  let loaded;
  return {
    name: `scikit-learn ${versions.scikitLearn}${suffix}`,
    title: `GaussianMixture, ${[...words, 'random_state=0'].join(', ')}`,
    versions,
    suits: ({ covarianceType }) => COMMON_FAMILIES.includes(covarianceType),
    async solve({ id, n, d, data, nComponents, covarianceType }) {
      if (loaded !== id) {
        const path = folder.path('data.npy');
        writeNpy(path, data, [n, d]);
        await child.ask({ command: 'load', path });
        loaded = id;
      }
      return child.ask({ command: 'fit', nComponents, covarianceType, settings });
    },
    close() {
      child.end();
      folder.remove();
    },
  };
}
