import { describe, expect, it } from 'vitest';
import { fitted } from '../scripts/browser.mjs';
import { chooseSet, newFit, numberOf, setField, useBrowser } from './visit.js';

const visit = useBrowser();

const status = (page) => page.textContent('#status');

/** Types a number, as a user does, and leaves the cursor where it is. */
async function type(page, id, value) {
  await page.locator(`#${id}`).focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.type(String(value));
}

describe('the comparison after typing', () => {
  it.each([
    ['a click', (page) => page.click('#sweep')],
    ['a click that takes no focus', (page) => page.evaluate(() => document.querySelector('#sweep').click())],
    ['the keyboard', (page) => page.focus('#sweep').then(() => page.keyboard.press('Enter'))],
  ])('goes through with %s, and the fit as well', async (_, press) => {
    const page = await visit();
    await chooseSet(page, 'iris');
    await page.locator('#sweep').scrollIntoViewIfNeeded();
    await type(page, 'k', 7);
    await press(page);
    await page.waitForSelector('.sweep button.best');
    await fitted(page);
    await page.waitForFunction(() => document.querySelectorAll('#results tbody tr').length === 7);
    expect(await page.locator('.sweep td button').count()).toBe(48);
    expect(await page.textContent('#sweep')).toBe('Compare by BIC');
  });

  it('Run goes on with what was typed', async () => {
    const page = await visit();
    await chooseSet(page, 'iris');
    await type(page, 'k', 5);
    await page.click('#run');
    await newFit(page);
    expect(await status(page)).toMatch(/^Found: 5 clouds/);
    expect(await page.locator('#results tbody tr').count()).toBe(5);
  });
});

describe('the status', () => {
  it('says that it compares, and that this was stopped', async () => {
    const page = await visit();
    await chooseSet(page, 'generated-100000');
    await page.click('#sweep');
    await expect.poll(() => status(page)).toMatch(/^Comparing 48 mixtures/);
    await page.click('#sweep');
    await expect.poll(() => status(page), { timeout: 20_000 }).toMatch(/^The comparison was stopped after \d+ of 48/);
  });

  it('says where in the run the plot is', async () => {
    const page = await visit();
    const end = await status(page);
    const last = await numberOf(page, 'n-iter');
    await page.locator('#timeline').focus();
    await page.keyboard.press('Home');
    expect(await status(page)).toBe(`Looking back: iteration 0 of ${last}.`);
    await page.click('#step');
    expect(await status(page)).toBe(`Looking back: iteration 1 of ${last}.`);
    await page.locator('#timeline').focus();
    await page.keyboard.press('End');
    expect(await status(page)).toBe(end);
    await page.click('#replay');
    expect(await status(page)).toBe('The run in slow motion.');
    await page.click('#replay');
    expect(await status(page)).toMatch(/^Looking back/);
  });
});

describe('a field', () => {
  it.each([
    ['k', '0', 'The number of clouds must be a whole number from 1 to 12.'],
    ['k', '', 'The number of clouds must be a whole number from 1 to 12.'],
    ['seed', '-1', 'The seed must be a whole number from 0 to 4294967295.'],
  ])('%s says in words what is wrong with “%s”', async (id, value, message) => {
    const page = await visit();
    const field = page.locator(`#${id}`);
    await field.fill(value);
    await field.blur();
    expect(await page.textContent(`#${id}-error`)).toBe(message);
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await field.getAttribute('aria-describedby')).toBe(`${id}-error`);
    await setField(page, id, 3);
    expect(await page.textContent(`#${id}-error`)).toBe('');
    expect(await field.getAttribute('aria-invalid')).toBe(null);
  });
});

describe('a reload', () => {
  it('brings back set, clouds, shape, start and seed', async () => {
    const page = await visit();
    await chooseSet(page, 'iris');
    await setField(page, 'k', 5);
    await setField(page, 'family', 'diag');
    await setField(page, 'init', 'k-means++');
    await setField(page, 'seed', 11);
    const before = await page.textContent('#log-likelihood');
    await page.reload();
    await fitted(page);
    expect(await page.inputValue('#source')).toBe('iris');
    expect(await page.inputValue('#seed')).toBe('11');
    expect(await page.textContent('#log-likelihood')).toBe(before);
  });

  it('does without what it cannot use', async () => {
    const page = await visit();
    await page.goto('about:blank');
    await page.goto(`${page.site}/#set=nothing&k=99&shape="]&seed=-1&start=k-means%2B%2B`);
    await fitted(page);
    expect(await status(page)).toMatch(/^Found: 2 clouds \(full\)/);
    expect(page.complaints).toEqual([]);
  });
});

describe('the chart', () => {
  /** The words of its last picture. */
  async function wordsOf(page, change) {
    await page.evaluate(() => {
      const original = CanvasRenderingContext2D.prototype.fillText;
      const begin = CanvasRenderingContext2D.prototype.setTransform;
      const isChart = ({ canvas }) => canvas.id === 'chart';
      CanvasRenderingContext2D.prototype.setTransform = function (...numbers) {
        if (isChart(this)) globalThis.written = [];
        return begin.apply(this, numbers);
      };
      CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
        if (isChart(this)) {
          const { actualBoundingBoxLeft: left, actualBoundingBoxRight: right } = this.measureText(text);
          globalThis.written.push({ text, from: x - left, to: x + right });
        }
        return original.call(this, text, x, y);
      };
    });
    await change();
    return page.evaluate(() => globalThis.written.sort((a, b) => a.from - b.from));
  }

  it('has words that stand apart on a narrow screen', async () => {
    const page = await visit({ viewport: { width: 320, height: 700 } });
    const words = await wordsOf(page, () => setField(page, 'k', 3));
    expect(words.length).toBeGreaterThan(1);
    words.slice(1).forEach(({ from }, at) => {
      expect(from).toBeGreaterThan(words[at].to);
    });
  });

  it('does not take rounding for a rise or a fall', async () => {
    const page = await visit();
    await chooseSet(page, 'iris');
    const words = await wordsOf(page, () => setField(page, 'k', 1));
    expect(words.map(({ text }) => text)).toContain('+0 nats a row');
  });
});
