// Pictures of the page in each state, for looking at: screenshots/{desktop,phone}-{light,dark}-STATE.png; and
// screenshot.png of the README.

import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fitted, launch, open } from './browser.mjs';
import { serve } from './serve.mjs';

const folder = fileURLToPath(new URL('../screenshots/', import.meta.url));
const README = fileURLToPath(new URL('../screenshot.png', import.meta.url));
const SIZES = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };

/** What is done before each picture; each goes on from the one before. */
const STATES = {
  async first() {},
  async hover(page) {
    const box = await page.locator('#plot').boundingBox();
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.5);
  },
  async midway(page) {
    await page.selectOption('#init', 'random_from_data');
    await page.fill('#k', '3');
    await page.locator('#k').blur();
    await fitted(page);
    await page.locator('#timeline').fill('6');
    await page.waitForTimeout(200);
  },
  async series(page) {
    await page.selectOption('#source', 'series');
    await page.waitForTimeout(300);
    await fitted(page);
  },
  async iris(page) {
    await page.selectOption('#source', 'iris');
    await page.waitForTimeout(300);
    await fitted(page);
  },
  async sweep(page) {
    await page.click('#sweep');
    await page.waitForSelector('.sweep button.best', { timeout: 60_000 });
  },
  async race(page) {
    await page.click('#race');
    await page.waitForFunction(() => document.querySelectorAll('.bars li').length === 5, undefined, {
      timeout: 60_000,
    });
  },
  async 'bad-file'(page) {
    const buffer = Buffer.from('a,b\n1,2\n3,oops\n5,6\n');
    await page.setInputFiles('#file', { name: 'measurements.csv', mimeType: 'text/csv', buffer });
    await page.waitForSelector('#error:not(:empty)');
  },
  async million(page) {
    await page.selectOption('#source', 'generated-1000000');
    await page.waitForTimeout(3000);
    await fitted(page);
  },
};

mkdirSync(folder, { recursive: true });
const { origin, close } = await serve();
const browser = await launch();
const wanted = process.argv.slice(2);
for (const [device, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ['light', 'dark']) {
    const name = `${device}-${colorScheme}`;
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const context = await browser.newContext({ viewport, colorScheme, hasTouch: device === 'phone' });
    const page = await open(context, origin);
    for (const [state, act] of Object.entries(STATES)) {
      await act(page);
      if (name === 'desktop-light' && state === 'midway') {
        await page.mouse.move(0, 0);
        await page.setViewportSize({ width: 1100, height: 690 });
        await page.waitForTimeout(300);
        await page.screenshot({ path: README });
        await page.setViewportSize(viewport);
      }
      await page.screenshot({ path: `${folder}${name}-${state}.png`, fullPage: state !== 'hover' });
    }
    await context.close();
  }
}
await browser.close();
close();
