import { gzipSync } from 'node:zlib';
import { fit } from 'gmm-wasm';
import { describe, expect, it } from 'vitest';
import { chooseFile, chooseSet, newFit, numberOf, reference, saved, setField, useBrowser } from './visit.js';

const visit = useBrowser();

const GOOD = 'name;x;y\na;1;2\nb;1.5;2.5\nc;0.5;1.75\nd;7;-3\ne;7.25;-3.5\nf;6;-2\ng;6.5;-4\nh;0;2.25\n';
const ROWS = GOOD.trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(';').slice(1).map(Number));

/** A file of two columns and another, as written by different programs. */
const numbers = Array.from({ length: 24 }, (_, i) => [Math.sin(i) + (i % 2) * 6, Math.cos(3 * i), i / 8]);
const lines = (separator, show = String) => numbers.map((row) => row.map(show).join(separator)).join('\n');
const comma = (value) => String(value).replace('.', ',');

describe('a file', () => {
  it.each([
    ['semicolons and decimal commas', `x;y;z\n${lines(';', comma)}`, 'Commas were read as decimal points.'],
    ['tabs and decimal commas', `x\ty\tz\n${lines('\t', comma)}`, 'Commas were read as decimal points.'],
    ['decimal commas and no header', lines(';', comma), 'Commas were read as decimal points.'],
    ['bars', `x|y|z\n${lines('|')}`, ''],
    ['blanks', `  x y   z\n${numbers.map((row) => `  ${row.join('    ')}`).join('\n')}`, ''],
    ['UTF-16', Buffer.from(`\ufeffx,y,z\n${lines(',')}`, 'utf16le'), 'The file was read as UTF-16.'],
    ['gzip', gzipSync(`x,y,z\n${lines(',')}`), ''],
  ])('with %s is read', async (_, content, note) => {
    const page = await visit();
    await chooseFile(page, 'mine.csv', content);
    await newFit(page);
    const model = await fit(numbers, { nComponents: 2, initParams: 'random_from_data' });
    expect(await page.textContent('#error')).toBe('');
    expect(await numberOf(page, 'log-likelihood')).toBe(model.logLikelihood);
    expect((await page.locator('#columns .hint').allTextContents()).join()).toBe(note);
    expect(page.complaints).toEqual([]);
  });

  it('in Latin-1 keeps its letters, and says so', async () => {
    const page = await visit();
    await chooseFile(page, 'mine.csv', Buffer.from(`Gr\u00f6\u00dfe,y,z\n${lines(',')}`, 'latin1'));
    await newFit(page);
    expect(await page.textContent('#columns')).toContain('Größe');
    expect(await page.textContent('#columns')).toContain('not UTF-8');
  });

  it('with gaps is fitted without their column, and with it on the rows that have a value', async () => {
    const page = await visit();
    const gappy = numbers.map((row, i) => (i % 6 === 1 ? [row[0], row[1], i % 12 === 1 ? '' : 'NA'] : row));
    await chooseFile(page, 'gappy.csv', `x,y,z\n${gappy.map((row) => row.join(',')).join('\n')}\n`);
    await newFit(page);
    const options = { nComponents: 2, initParams: 'random_from_data' };
    const two = await fit(
      numbers.map(([x, y]) => [x, y]),
      options,
    );
    expect(await numberOf(page, 'log-likelihood')).toBe(two.logLikelihood);
    expect(await page.getByRole('checkbox', { name: /^z\b/ }).isChecked()).toBe(false);
    expect(await page.textContent('#columns')).toContain('(4 gaps)');

    await page.getByRole('checkbox', { name: /^z\b/ }).check();
    await newFit(page);
    const kept = numbers.filter((_, i) => i % 6 !== 1);
    expect(await numberOf(page, 'log-likelihood')).toBe((await fit(kept, options)).logLikelihood);
    expect(await page.textContent('#columns')).toContain('4 rows left out for lack of a value.');
    expect((await saved(page, 'save-data')).text.trim().split('\n').length).toBe(21);
    // rows are still called by their place in the file
    await page.locator('#plot').focus();
    const rows = new Set();
    for (let i = 0; i < 20; i++) {
      await page.keyboard.press('ArrowRight');
      rows.add(Number(/^Row (\d+)/.exec(await page.locator('#plot').getAttribute('aria-valuetext'))[1]));
    }
    expect([...rows].sort((a, b) => a - b)).toEqual(numbers.flatMap((_, i) => (i % 6 === 1 ? [] : [i + 1])));
  });

  it('of which no row is complete says so, and what was there stays', async () => {
    const page = await visit();
    await chooseFile(page, 'odd.csv', 'x,y\n1,\n,2\n3,\n,4\n5,\n');
    await newFit(page);
    expect(await page.getByRole('checkbox', { name: /^x\b/ }).isChecked()).toBe(true);
    // the page takes it back, perhaps at once: `check` would insist
    await page.getByRole('checkbox', { name: /^y\b/ }).click();
    await page.waitForSelector('#error:not(:empty)');
    expect(await page.textContent('#error')).toContain('No row of odd has a value in each of these columns: x, y');
    expect(await page.getByRole('checkbox', { name: /^y\b/ }).isChecked()).toBe(false);
    await page.click('#run');
    await newFit(page);
  });

  it('stays in the list when another set is chosen', async () => {
    const page = await visit();
    await chooseFile(page, 'good.csv', GOOD);
    await newFit(page);
    await chooseSet(page, 'iris');
    await page.selectOption('#source', { label: 'good.csv' });
    await newFit(page);
    expect(await page.textContent('#results thead')).toMatch(/x\s*y/);
  });

  it('of one row does not hold down the number of clouds for the next', async () => {
    const page = await visit();
    await setField(page, 'k', 4);
    await chooseFile(page, 'one.csv', 'x,y\n1,2\n');
    await newFit(page);
    expect(await page.inputValue('#k')).toBe('1');
    await chooseFile(page, 'good.csv', GOOD);
    await newFit(page);
    expect(await page.inputValue('#k')).toBe('4');
  });

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
    [
      'decimal commas between commas',
      '"a","b"\n"1,5","x"\n"2,5","y"\n',
      /3\.285, or between semicolons or tabs as 3,285/,
    ],
    [
      'both kinds of decimals',
      'a;b\n1,5;2.5\n3,5;4.5\n2;3.5\n1;2.5\n7;1\n',
      /line 2, column 1 \(a\) is “1,5”.*have decimal points/,
    ],
    ['no text', '\u0001\u0000\u0002abc', /^bad\.csv is no text/],
    ['a spreadsheet', 'PK\u0003\u0004\u0000', /^bad\.csv is a spreadsheet or a ZIP archive: save the sheet as CSV/],
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
