import { describe, expect, it } from 'vitest';
import { fitted, launch } from '../scripts/browser.mjs';
import { serve } from '../scripts/serve.mjs';
import { chooseFile, newFit } from './visit.js';

describe('without a network', () => {
  it('the page opens after the first visit, and reads files', async () => {
    const browser = await launch();
    const server = await serve();
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${server.origin}/`);
    await fitted(page);
    await page.evaluate(() => navigator.serviceWorker.ready);
    server.close();
    await page.reload();
    await fitted(page);
    expect(await page.textContent('#status')).toMatch(/^Found: 2 clouds/);
    await chooseFile(page, 'mine.csv', 'x\n1\n2\n1.5\n7\n8\n7.25\n');
    await newFit(page);
    expect(await page.textContent('#error')).toBe('');
    await browser.close();
  });
});
