// The built entries, as they are imported and required in place of the originals.

import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';

const require = createRequire(import.meta.url);
const NAMES = ['expectation-maximization', 'gaussian-mixture', 'gaussian-mixture-model'];

describe.each(NAMES)('%s', (name) => {
  it('gives the same shape to require', () => {
    const [ours, theirs] = [require(`gmm-wasm/compat/${name}`), require(name)];
    expect(typeof ours).toBe(typeof theirs);
    if (name === 'gaussian-mixture-model') expect(typeof ours.default).toBe('function');
    if (name === 'gaussian-mixture') expect(typeof ours.Histogram).toBe('function');
  });

  it('has the names of the original to import', async () => {
    const [ours, theirs] = await Promise.all([import(`gmm-wasm/compat/${name}`), import(name)]);
    expect(ours.default).toBe(name === 'gaussian-mixture-model' ? ours.default : require(`gmm-wasm/compat/${name}`));
    for (const key of Object.keys(theirs)) expect(ours).toHaveProperty([key]);
  });
});

it('has the members of the originals', () => {
  const members = (of: object) => Object.getOwnPropertyNames(of).filter((key) => !['length', 'name'].includes(key));
  const [GMM, OriginalGMM] = [require('gmm-wasm/compat/gaussian-mixture'), require('gaussian-mixture')];
  const [Model, OriginalModel] = NAMES.slice(2).flatMap((name) => [
    require(`gmm-wasm/compat/${name}`).default,
    require(name).default,
  ]);
  const isPrivate = (key: string) => /^_(logLikelihood|updateModelHistogram)/.test(key);
  for (const [ours, theirs] of [
    [GMM, OriginalGMM],
    [GMM.prototype, OriginalGMM.prototype],
    [GMM.Histogram, OriginalGMM.Histogram],
    [GMM.Histogram.prototype, OriginalGMM.Histogram.prototype],
    [Model.prototype, OriginalModel.prototype],
    [new GMM(2), new OriginalGMM(2)],
  ]) {
    const missing = members(theirs).filter((key) => !(key in ours) && !isPrivate(key));
    expect(missing.filter((key) => !['arguments', 'caller'].includes(key))).toEqual([]);
  }
  const options = { means: [[0]], covariances: [[[1]]], bufferSize: 2 };
  const missing = members(new OriginalModel(options)).filter((key) => !(key in new Model(options)));
  expect(missing).toEqual(['tmpArr', 'cResps', 'covCholeskies']);
});
