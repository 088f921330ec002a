import { readFileSync } from 'node:fs';
import { familyOf } from '../families.mjs';

/** The published tables with recorded fits. */
const NAMES = [
  'faithful',
  'faithful-waiting',
  'faithful-eruptions',
  'iris',
  'diabetes',
  'thyroid',
  'acidity',
  'galaxies',
  'galaxies-raw-km-s',
  'so1d',
];

/** A problem for each family and K of which a fixture records the best fit; all its fits count as found by somebody. */
export function fixtures() {
  return NAMES.flatMap((name) => {
    const url = new URL(`../../../test/fixtures/${name}.json`, import.meta.url);
    const { n, d, data, fits, bestOfRecordedStarts, boundedTiedBestOf120RandomStarts } = JSON.parse(readFileSync(url));
    const rows = Float64Array.from(data.flat());
    const cases = new Set([...Object.keys(bestOfRecordedStarts), ...Object.keys(boundedTiedBestOf120RandomStarts)]);
    return Array.from(cases, (key) => {
      const [model, k] = key.split('/k');
      return {
        id: `${name}-${model}-k${k}`,
        source: 'reference',
        n,
        d,
        nComponents: Number(k),
        covarianceType: familyOf(model),
        data: rows,
        recorded: fits.filter((fit) => fit.model === model && fit.k === Number(k) && fit.final).map(answerOf),
      };
    });
  });
}

const answerOf = ({ id, final: { weights, means, covariances, loglik } }) => ({
  by: id,
  loglik,
  answer: { weights, means, covariances, shape: 'full' },
});
