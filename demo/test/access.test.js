import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { chooseFile, chooseSet, useBrowser } from './visit.js';

const visit = useBrowser();
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds, with everything on the page that can be on it. */
async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run());
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

describe('access', () => {
  it.each([
    ['light', { width: 1280, height: 900 }],
    ['dark', { width: 1280, height: 900 }],
    ['light', { width: 390, height: 844 }],
    ['dark', { width: 390, height: 844 }],
  ])('axe has nothing to say (%s, %o)', async (colorScheme, viewport) => {
    const page = await visit({ colorScheme, viewport, bypassCSP: true });
    await chooseSet(page, 'iris');
    await page.click('summary');
    await page.click('#sweep');
    await page.waitForSelector('.sweep button.best');
    await page.click('#race');
    await page.waitForFunction(() => document.querySelectorAll('.bars li').length === 5);
    await chooseFile(page, 'bad.csv', 'a,b\n1,2\n3,oops\n5,6\n');
    await page.waitForSelector('#error:not(:empty)');
    expect(await violations(page)).toEqual([]);
    // nothing is wider than the screen
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
  });

  it('every control is reached by keyboard', async () => {
    const page = await visit();
    const reached = new Set();
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab');
      reached.add(await page.evaluate(() => document.activeElement.id));
    }
    const ids = ['plot', 'run', 'step', 'begin', 'replay', 'timeline', 'source', 'file', 'k', 'seed', 'family', 'init'];
    for (const id of [...ids, 'sweep', 'race', 'save-model', 'save-plot', 'save-data', 'copy']) {
      expect([...reached]).toContain(id);
    }
  });
});
