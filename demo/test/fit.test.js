import { fit } from 'gmm-wasm';
import { describe, expect, it } from 'vitest';
import { chooseFile, chooseSet, newFit, numberOf, reference, saved, setField, useBrowser, withNames } from './visit.js';

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
    ['faithful', 'faithful', ['eruptions', 'waiting'], { nComponents: 2, initParams: 'random_from_data' }],
    ['series', 'so1d', ['x'], { nComponents: 3, initParams: 'random_from_data' }],
    [
      'iris',
      'iris',
      ['Sepal Length', 'Sepal Width', 'Petal Length', 'Petal Width'],
      { nComponents: 3, initParams: 'random_from_data' },
    ],
    ['galaxies', 'galaxies', ['velocity 1000km s'], { nComponents: 4, initParams: 'random_from_data' }],
  ])('shows the fit of %s that Node has, to the last bit', async (set, fixture, names, options) => {
    const page = await visit();
    if (set !== 'faithful') await chooseSet(page, set);
    const model = await fit(await reference(fixture), options);
    expect(await numberOf(page, 'log-likelihood')).toBe(model.logLikelihood);
    expect(await numberOf(page, 'bic')).toBe(model.bic());
    expect(await numberOf(page, 'n-iter')).toBe(model.nIter);
    expect((await saved(page, 'save-model')).text).toBe(withNames(model, ...names));
  });

  it('follows the controls', async () => {
    const page = await visit();
    await setField(page, 'k', 3);
    await setField(page, 'family', 'tied');
    await setField(page, 'seed', 7);
    await setField(page, 'init', 'small-em');
    const options = { nComponents: 3, covarianceType: 'tied', seed: 7 };
    const model = await fit(await reference('faithful'), options);
    expect((await saved(page, 'save-model')).text).toBe(withNames(model, 'eruptions', 'waiting'));
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

  it('calls clouds by their numbers on the plot, and columns by their names', async () => {
    const page = await visit();
    const rows = Array.from({ length: 40 }, (_, i) => (i < 30 ? [Math.sin(3 * i), 5] : [20, 5]));
    await chooseFile(page, 'odd.csv', `size,colour\n${rows.map((row) => row.join(',')).join('\n')}`);
    await newFit(page);
    const model = await fit(rows, { nComponents: 2, initParams: 'random_from_data' });
    expect(model.collapsed).toEqual([1]);
    const told = await page.locator('.warning').allTextContents();
    expect(told[0]).toMatch(/^colour is the same in every row/);
    expect(told[1]).toMatch(/^Cloud 2 has shrunk/);
    await page.getByLabel('colour').uncheck();
    await newFit(page);
    const line = await fit(
      rows.map(([x]) => x),
      { nComponents: 2, initParams: 'random_from_data' },
    );
    expect(line.collapsed).toEqual([1]);
    expect(await page.locator('.warning').allTextContents()).toEqual([expect.stringMatching(/^Cloud 2 has shrunk/)]);
    // none of the library's words
    expect(await page.textContent('#results')).not.toMatch(/[Cc]omponent|[Ff]eature|regCovar/);
  });

  it('shows values far from 0 with the digits that differ', async () => {
    const page = await visit();
    const rows = Array.from(
      { length: 40 },
      (_, i) => `${1e9 + Math.sin(i)},${1e-9 * Math.cos(i)},${6e9 * Math.sin(2 * i)}`,
    );
    await chooseFile(page, 'far.csv', `time,b,c\n${rows.join('\n')}`);
    await newFit(page);
    const cells = await page.locator('#results tbody td:nth-of-type(2)').allTextContents();
    for (const cell of cells) expect(cell).toMatch(/^(1\u202f000\u202f000\u202f000|999\u202f999\u202f999)\.\d+ ± \d/);
    await page.focus('#plot');
    await page.keyboard.press('Home');
    expect(await page.getAttribute('#plot', 'aria-valuetext')).toMatch(/time 999\u202f999\u202f999\.\d{3}, b/);
    const { text } = await saved(page, 'save-plot');
    const words = [...text.matchAll(/>([^<]*)<\/text>/g)].map(([, word]) => word);
    expect(words).toContain('time − 1\u202f000\u202f000\u202f000 →');
    expect(words).toContain('0.5');
    expect(words.some((word) => /^[−\d.]+e−10$/.test(word))).toBe(true);
    const ticks = words.filter((word) => /^[−\d.e]+$/.test(word));
    expect(Math.max(...ticks.map((tick) => tick.length))).toBeLessThan(9);
  });

  it('cuts a long name at its end', async () => {
    const page = await visit();
    const name = 'the beginning of a name that somebody made very long, '.repeat(4);
    await chooseFile(
      page,
      'long.csv',
      `"${name}",y\n${Array.from({ length: 30 }, (_, i) => `${i % 7},${i % 5}`).join('\n')}`,
    );
    await newFit(page);
    const { text } = await saved(page, 'save-plot');
    expect(text).toMatch(/>the beginning of a name[^<]*… →<\/text>/);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280);
  });

  it('has twelve colours for twelve clouds', async () => {
    const page = await visit();
    await setField(page, 'k', 12);
    const swatches = page.locator('#results tbody .swatch');
    const colours = await swatches.evaluateAll((all) => all.map((swatch) => getComputedStyle(swatch).backgroundColor));
    expect(new Set(colours).size).toBe(12);
  });
});
