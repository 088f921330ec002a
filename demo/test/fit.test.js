import { fit } from 'gmm-wasm';
import { describe, expect, it } from 'vitest';
import { chooseSet, newFit, numberOf, reference, saved, setField, useBrowser } from './visit.js';

const visit = useBrowser();

describe('the page', () => {
  it('loads without complaints and asks nobody else', async () => {
    const page = await visit();
    expect(page.complaints).toEqual([]);
    expect(page.requests.length).toBeGreaterThan(3);
    for (const url of page.requests) expect(url.startsWith(page.site) || url.startsWith('blob:')).toBe(true);
    expect(await page.textContent('#status')).toMatch(/^Found: 2 clouds \(full\) after \d+ iterations/);
    // its policy lets nothing out, not even to its own host
    const sent = page.evaluate(() => fetch('./', { method: 'POST', body: 'data' }));
    await expect(sent).rejects.toThrow('Failed to fetch');
  });

  it.each([
    ['faithful', 'faithful', { nComponents: 2, initParams: 'random_from_data' }],
    ['series', 'so1d', { nComponents: 3, initParams: 'random_from_data' }],
    ['iris', 'iris', { nComponents: 3, initParams: 'random_from_data' }],
    ['galaxies', 'galaxies', { nComponents: 4, initParams: 'random_from_data' }],
  ])('shows the fit of %s that Node has, to the last bit', async (set, fixture, options) => {
    const page = await visit();
    if (set !== 'faithful') await chooseSet(page, set);
    const model = await fit(await reference(fixture), options);
    expect(await numberOf(page, 'log-likelihood')).toBe(model.logLikelihood);
    expect(await numberOf(page, 'bic')).toBe(model.bic());
    expect(await numberOf(page, 'n-iter')).toBe(model.nIter);
    expect((await saved(page, 'save-model')).text).toBe(JSON.stringify(model));
  });

  it('follows the controls', async () => {
    const page = await visit();
    await setField(page, 'k', 3);
    await setField(page, 'family', 'tied');
    await setField(page, 'seed', 7);
    await setField(page, 'init', 'small-em');
    const options = { nComponents: 3, covarianceType: 'tied', seed: 7 };
    const model = await fit(await reference('faithful'), options);
    expect((await saved(page, 'save-model')).text).toBe(JSON.stringify(model));
    expect(await page.locator('#results tbody tr').count()).toBe(3);
  });

  it('fits the columns that are chosen', async () => {
    const page = await visit();
    await page.getByLabel('eruptions').uncheck();
    await newFit(page);
    const waiting = (await reference('faithful')).map(([, value]) => value);
    const model = await fit(waiting, { nComponents: 2, initParams: 'random_from_data' });
    expect(await numberOf(page, 'log-likelihood')).toBe(model.logLikelihood);
    expect(await page.getByLabel('waiting').isDisabled()).toBe(true);
  });

  it('says what is wrong with a fit', async () => {
    const page = await visit();
    await chooseSet(page, 'series');
    await setField(page, 'k', 12);
    expect(await page.locator('.warning').count()).toBeGreaterThan(0);
  });
});
