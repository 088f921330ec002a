import { fit, select } from 'gmm-wasm';
import { describe, expect, it } from 'vitest';
import { newFit, numberOf, reference, saved, useBrowser, withNames } from './visit.js';

const visit = useBrowser();

describe('the comparison', () => {
  it('has the BICs of select, and Enter on a cell shows its fit', async () => {
    const page = await visit();
    await page.click('#sweep');
    await page.waitForSelector('.sweep button.best');
    const shown = await page
      .locator('.sweep td button')
      .evaluateAll((cells) => cells.map((cell) => Number(cell.dataset.bic)));
    const data = await reference('faithful');
    const { best, table } = await select(data, {
      nComponents: [1, 2, 3, 4, 5, 6, 7, 8],
      covarianceType: ['full', 'tied', 'diag', 'spherical', 'tied-diag', 'tied-spherical'],
    });
    expect(shown).toEqual(table.map(({ bic }) => bic));
    expect(await numberOfBest(page)).toBe(best.bic());

    await page.locator('.sweep button[aria-label^="diag, 4 clouds"]').focus();
    await page.keyboard.press('Enter');
    await newFit(page);
    const model = await fit(data, { nComponents: 4, covarianceType: 'diag' });
    expect(await numberOf(page, 'bic')).toBe(model.bic());
    expect((await saved(page, 'save-model')).text).toBe(withNames(model, 'eruptions', 'waiting'));
    expect(await page.locator('.sweep button[aria-pressed=true]').getAttribute('aria-label')).toMatch(/^diag, 4/);
  });
});

const numberOfBest = async (page) => Number(await page.locator('.sweep button.best').getAttribute('data-bic'));

describe('the race', () => {
  it('has five contestants, and the twin beats the naive one', async () => {
    const page = await visit();
    await page.click('#race');
    await page.waitForFunction(() => document.querySelector('#race').textContent === 'Start the race');
    const laps = page.locator('.bars li');
    expect(await laps.count()).toBe(5);
    const rates = await page
      .locator('[data-rate]')
      .evaluateAll((spans) => spans.map(({ dataset }) => Number(dataset.rate)));
    expect(rates[0]).toBeGreaterThan(0);
    expect(rates[1]).toBeGreaterThan(rates[0]);
    expect(rates[2]).toBeGreaterThan(rates[1]);
    expect(await page.textContent('#status')).toMatch(/^The race is over/);
    expect(page.complaints).toEqual([]);
  });
});
