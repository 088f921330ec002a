// The built entries, as they are imported and required in place of the originals.

import { execFileSync } from 'node:child_process';
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

  it('has the names of the original to import', () => {
    const script = `
      import { createRequire } from 'node:module';
      import * as ours from 'gmm-wasm/compat/${name}';
      import * as theirs from '${name}';
      const required = createRequire(import.meta.url)('gmm-wasm/compat/${name}');
      const same = (required.default ?? required) === ours.default;
      const missing = Object.keys(theirs).filter((key) => key !== '__esModule' && !(key in ours));
      console.log(JSON.stringify({ same, missing, name: ours.default.name }));
    `;
    const answer = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
    const { same, missing, name: functionName } = JSON.parse(answer);
    expect([same, missing]).toEqual([true, []]);
    expect(functionName).toMatch(/^[^_]/);
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
