import { fit, GaussianMixture } from 'gmm-wasm';
import { describe, expect, it } from 'vitest';
import { SEED, TRUTH } from '../src/data/truth.js';
import { chooseSet, saved, useBrowser, withNames } from './visit.js';

const isolated = useBrowser({ isolated: true });
const open = useBrowser({ isolated: false });

describe.each([
  ['isolated', isolated, true],
  ['not isolated', open, false],
])('on a page that is %s', (_, visit, expected) => {
  it('large data is fitted, with the bits of Node', async () => {
    const page = await visit();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(expected);
    await chooseSet(page, 'generated-100000');
    expect(page.complaints).toEqual([]);
    expect(await page.textContent('#execution')).toMatch(/^WebAssembly SIMD/);
    const data = GaussianMixture.fromParameters(TRUTH).sample(100_000, { seed: SEED });
    const model = await fit(data, { nComponents: 4, initParams: 'random_from_data' });
    expect((await saved(page, 'save-model')).text).toBe(withNames(model, 'x', 'y'));
  });

  it('the race says why threads do not run as they could', async () => {
    const page = await visit();
    expect(await raced(page)).toEqual(['on one: so few rows are not worth sharing']);
    await chooseSet(page, 'generated-100000');
    expect(await raced(page)).toEqual(expected ? [] : [expect.stringMatching(/isolated/)]);
    expect(page.complaints).toEqual([]);
  });
});

/** The remarks of a race. */
async function raced(page) {
  await page.click('#race');
  const isOver = () => document.querySelectorAll('.bars li').length === 5;
  await page.waitForFunction(isOver, undefined, { timeout: 40_000 });
  return page.locator('.bars .note').allTextContents();
}
