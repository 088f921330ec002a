import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { chooseSet, newFit, saved, useBrowser } from './visit.js';

const visit = useBrowser();

/** Runs the code of the page beside the data that it saves. */
async function reproduce(page) {
  const folder = mkdtempSync(fileURLToPath(new URL('../.snippet-', import.meta.url)));
  try {
    const { name, text } = await saved(page, 'save-data');
    writeFileSync(join(folder, name), text);
    const code = `${await page.textContent('#snippet')}\nconsole.log(JSON.stringify(model));`;
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', code], { cwd: folder });
    return output.toString().trim().split('\n').at(-1);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The model that the page saves, without the names of its features. */
async function savedModel(page) {
  const { featureNames, ...model } = JSON.parse((await saved(page, 'save-model')).text);
  expect(featureNames.length).toBe(model.nFeatures);
  return JSON.stringify(model);
}

describe('what is taken along', () => {
  it.each(['series', 'iris', 'generated-100000'])('the code gives the model of %s to the last bit', async (set) => {
    const page = await visit();
    await chooseSet(page, set);
    expect(await reproduce(page)).toBe(await savedModel(page));
  });

  it('the code follows steps, stops and continued runs', async () => {
    const page = await visit();
    await page.click('#begin');
    await newFit(page);
    for (let t = 0; t < 3; t++) {
      await page.click('#step');
      await newFit(page);
    }
    await page.click('#run');
    await newFit(page);
    expect(await page.textContent('#snippet')).toContain('for (let t = 0; t < 3; t++)');
    expect(await reproduce(page)).toBe(await savedModel(page));
  });

  it('the plot is an SVG with the dots and the clouds', async () => {
    const page = await visit();
    const { name, text } = await saved(page, 'save-plot');
    expect(name).toBe('faithful.svg');
    const found = await page.evaluate((source) => {
      const svg = new DOMParser().parseFromString(source, 'image/svg+xml');
      const count = (selector) => svg.querySelectorAll(selector).length;
      return { errors: count('parsererror'), dots: count('circle[opacity]'), curves: count('[clip-path]') };
    }, text);
    expect(found).toEqual({ errors: 0, dots: 272, curves: 6 });
  });

  it('a plot of many dots says how many it holds', async () => {
    const page = await visit();
    await chooseSet(page, 'generated-100000');
    const { text } = await saved(page, 'save-plot');
    expect(text.match(/<circle [^>]*opacity/g).length).toBe(5000);
    expect(await page.textContent('#status')).toContain('5\u202f000 of the 20\u202f000 dots');
  });
});
