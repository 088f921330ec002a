import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { environment, startChild } from '../../child.mjs';
import { mclustName } from '../families.mjs';
import { exchange } from './exchange.mjs';

/** What mclust stops at, relative to the log-likelihood, and what somebody sets who has time. */
const USUAL = 1e-5;
const PATIENT = 1e-12;

/** R's mclust as it comes, with its own start by hierarchical clustering, asked for one K and one family. */
export const mclust = ({ rscript }) => start(rscript, USUAL, '');

/** mclust with a tighter tolerance: it has one start only. */
export const patientMclust = ({ rscript }) => start(rscript, PATIENT, ', patient');

async function start(rscript, tolerance, suffix) {
  const script = fileURLToPath(new URL('mclust.R', import.meta.url));
  const encode = (words) => words.join('\t');
  const child = startChild('Rscript', rscript, ['--vanilla', script], environment(1), encode);
  const versions = await child.ready;
  const folder = exchange();
  return {
    name: `mclust ${versions.mclust}${suffix}`,
    title: `Mclust(data, G, modelNames), tol=${tolerance}`,
    versions,
    suits: () => true,
    async solve({ n, d, data, nComponents, covarianceType }) {
      const path = folder.path('data.bin');
      writeFileSync(path, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
      return child.ask([path, n, d, nComponents, mclustName(covarianceType, d), tolerance]);
    },
    close() {
      child.end();
      folder.remove();
    },
  };
}
