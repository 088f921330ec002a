import { describe, expect, it } from 'vitest';
import { chooseSet, newFit, numberOf, useBrowser } from './visit.js';

const visit = useBrowser();

const shown = async (page) => Number(await page.textContent('#iteration'));

describe('watching', () => {
  it('goes step by step from the start, and looks back', async () => {
    const page = await visit();
    await page.click('#begin');
    await newFit(page);
    expect(await numberOf(page, 'n-iter')).toBe(0);
    const before = await numberOf(page, 'log-likelihood');
    for (const iteration of [1, 2]) {
      await page.click('#step');
      await newFit(page);
      expect(await shown(page)).toBe(iteration);
    }
    expect(await numberOf(page, 'log-likelihood')).toBeGreaterThan(before);
    await page.locator('#timeline').focus();
    await page.keyboard.press('ArrowLeft');
    expect(await shown(page)).toBe(1);
    // forward again through what is known, not one further
    await page.click('#step');
    expect(await shown(page)).toBe(2);
    expect(await numberOf(page, 'n-iter')).toBe(2);
  });

  it('shows a run under way, stops it and continues', async () => {
    const page = await visit();
    await chooseSet(page, 'generated-100000');
    const iterations = new Set();
    await page.exposeFunction('seen', (iteration) => iterations.add(iteration));
    await page.evaluate(() => {
      const output = document.querySelector('#iteration');
      new MutationObserver(() => globalThis.seen(output.textContent)).observe(output, { childList: true });
    });
    await page.fill('#k', '8');
    await page.locator('#k').blur();
    await expect.poll(() => iterations.size, { timeout: 20_000 }).toBeGreaterThan(3);
    await page.click('#run');
    await newFit(page);
    const stopped = await numberOf(page, 'n-iter');
    expect(await page.textContent('#status')).toMatch(/^Stopped at/);
    expect(await page.textContent('#run')).toBe('Continue');
    await page.click('#run');
    await page.waitForFunction((n) => Number(document.querySelector('#iteration').textContent) > n, stopped + 3);
    await page.click('#run');
    await newFit(page);
    expect(await numberOf(page, 'n-iter')).toBeGreaterThan(stopped + 3);
  });

  it('keeps the order of the clouds through the iterations', async () => {
    const page = await visit();
    await chooseSet(page, 'galaxies');
    const means = () => page.locator('#results tbody td:last-child').allTextContents();
    const last = (await means()).map(Number.parseFloat);
    await page.locator('#timeline').focus();
    await page.keyboard.press('ArrowLeft');
    expect(await shown(page)).toBe((await numberOf(page, 'n-iter')) - 1);
    const before = (await means()).map(Number.parseFloat);
    expect(before.length).toBe(4);
    before.forEach((mean, k) => {
      expect(Math.abs(mean - last[k])).toBeLessThan(0.1);
    });
  });

  it('plays a run in slow motion, and pauses', async () => {
    const page = await visit();
    const last = await numberOf(page, 'n-iter');
    await page.click('#replay');
    await page.waitForFunction(() => document.querySelector('#iteration').textContent === '3');
    await page.click('#replay');
    const paused = await shown(page);
    expect(paused).toBeLessThan(last);
    await page.waitForTimeout(800);
    expect(await shown(page)).toBe(paused);
  });

  it('tells by pointer and by keyboard which cloud a dot came from', async () => {
    const page = await visit();
    const plot = page.locator('#plot');
    await plot.focus();
    await page.keyboard.press('Home');
    expect(await plot.getAttribute('aria-valuetext')).toMatch(
      /^Row \d+: eruptions 1\.6, waiting 52\. cloud 1: .*%, cloud 2/,
    );
    expect(await page.locator('#tip').isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.locator('#tip').isVisible()).toBe(false);
    const box = await plot.boundingBox();
    await page.mouse.move(box.x + 0.8 * box.width, box.y + 0.35 * box.height);
    expect(await page.textContent('#tip')).toMatch(/^Row \d+/);
  });

  it('moves little for who wants little motion', async () => {
    const moments = [];
    for (const reducedMotion of ['reduce', 'no-preference']) {
      const page = await visit({ reducedMotion });
      await page.click('#replay');
      await page.waitForTimeout(1200);
      moments.push(await shown(page));
    }
    expect(moments[0]).toBeLessThanOrEqual(2);
    expect(moments[1]).toBeGreaterThan(2);
  });
});
