import { fit } from 'gmm-wasm';
import { describe, expect, it } from 'vitest';
import { chooseFile, chooseSet, newFit, numberOf, reference, saved, useBrowser } from './visit.js';

const visit = useBrowser();

const GOOD = 'name;x;y\na;1;2\nb;1.5;2.5\nc;0.5;1.75\nd;7;-3\ne;7.25;-3.5\nf;6;-2\ng;6.5;-4\nh;0;2.25\n';
const ROWS = GOOD.trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(';').slice(1).map(Number));

describe('a file', () => {
  it('is fitted when it is dropped; columns of words are left out', async () => {
    const page = await visit();
    const transfer = await page.evaluateHandle((text) => {
      const dropped = new DataTransfer();
      dropped.items.add(new File([text], 'mine.csv', { type: 'text/csv' }));
      return dropped;
    }, GOOD);
    await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
    await newFit(page);
    const model = await fit(ROWS, { nComponents: 2, initParams: 'random_from_data' });
    expect(await numberOf(page, 'log-likelihood')).toBe(model.logLikelihood);
    expect(await page.textContent('#columns')).toContain('Left out, as no numbers: name');
    expect(page.complaints).toEqual([]);
  });

  it.each([
    ['a word among numbers', 'a,b\n1,2\n3,oops\n5,6\n', /^bad\.csv, line 3, column 2 \(b\) is “oops”/],
    ['an empty cell', 'a,b\n1,2\n\n,4\n5,6\n', /^bad\.csv, line 4, column 1 \(a\) is empty/],
    ['lines of different lengths', 'a,b\n1,2\n3,4,5\n', /^bad\.csv, line 3, column 3: this line has 3 cells/],
    ['an open quotation mark', 'a,b\n1,"2\n3,4\n', /^bad\.csv, line \d, column \d: /],
    ['no numbers', 'a,b\nx,y\n', /^bad\.csv, line 2, column 1: no column/],
    ['nothing', '', /^bad\.csv is empty/],
  ])('with %s is refused with its place, and what was there stays', async (_, text, message) => {
    const page = await visit();
    await chooseSet(page, 'iris');
    const before = [await page.textContent('#results'), await page.textContent('#status')];
    await chooseFile(page, 'bad.csv', text);
    await page.waitForSelector('#error:not(:empty)');
    expect(await page.textContent('#error')).toMatch(message);
    expect([await page.textContent('#results'), await page.textContent('#status')]).toEqual(before);
    expect(await page.inputValue('#source')).toBe('iris');
    // and the page goes on working
    await page.click('#run');
    await newFit(page);
    await chooseFile(page, 'good.csv', GOOD);
    await newFit(page);
    expect(await page.textContent('#error')).toBe('');
  });

  it('that is bad does not end a run under way', async () => {
    const page = await visit();
    await chooseSet(page, 'generated-100000');
    await page.fill('#k', '8');
    await page.locator('#k').blur();
    await page.waitForFunction(() => document.querySelector('#run').textContent === 'Stop');
    await chooseFile(page, 'bad.csv', 'a\n1\nx\n2\n');
    await page.waitForSelector('#error:not(:empty)');
    await page.click('#run');
    await newFit(page);
    expect(await page.textContent('#status')).toMatch(/^Stopped at: 8 clouds/);
  });

  it('that is read late does not take the place of what was chosen after it', async () => {
    const page = await visit();
    await page.evaluate(() => {
      const rows = Array.from({ length: 50_000 }, (_, i) => `${i % 97},${i % 89}`);
      const dropped = new DataTransfer();
      dropped.items.add(new File([`x,y\n${rows.join('\n')}\n`], 'large.csv'));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: dropped, bubbles: true, cancelable: true }));
      const list = document.querySelector('#source');
      list.value = 'series';
      list.dispatchEvent(new Event('change'));
    });
    await page.waitForFunction(() => document.querySelector('#results thead th:last-child').textContent === 'x');
    // long enough for the file to be read
    await page.waitForTimeout(2500);
    expect(await page.inputValue('#source')).toBe('series');
    // and the worker has the same idea of the data as the page
    await page.click('#run');
    await newFit(page);
    const model = await fit(await reference('so1d'), { nComponents: 3, initParams: 'random_from_data' });
    expect(await numberOf(page, 'log-likelihood')).toBe(model.logLikelihood);
    const { text } = await saved(page, 'save-data');
    expect(text.trim().split('\n').length).toBe(51);
    expect(page.complaints).toEqual([]);
  });
});
