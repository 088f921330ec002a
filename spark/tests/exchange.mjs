// Models to and from the npm package: one request on standard input, one answer on standard output.
//
//   { model, rows }           → what the package says of the rows under that model
//   { fit: options, rows }    → a fit of the package, as JSON, and the same; `fit.warmStart` is a saved model

import { readFileSync } from 'node:fs';
import { fitSync, GaussianMixture } from '../../dist/index.js';

const bits = (numbers) => Buffer.from(Float64Array.from(numbers).buffer).toString('base64');

const { model: saved, fit, rows } = JSON.parse(readFileSync(0, 'utf8'));
if (fit?.warmStart) fit.warmStart = GaussianMixture.fromJSON(fit.warmStart);
const model = saved ? GaussianMixture.fromJSON(saved) : fitSync(rows, fit);
const answer = {
  model: JSON.stringify(model.toJSON()),
  scores: bits(model.scoreSamples(rows)),
  shares: bits(model.predictProba(rows)),
  labels: [...model.predict(rows)],
  means: bits(model.means.flatMap((mean) => [...mean])),
  logLikelihood: bits([model.logLikelihood]),
};
process.stdout.write(JSON.stringify(answer));
