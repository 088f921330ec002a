// A visit to the built page: a server, a browser, and an ear for what should not happen.

import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll } from 'vitest';
import { fitted, launch } from '../scripts/browser.mjs';
import { serve } from '../scripts/serve.mjs';

/**
 * One browser for the tests of a file.
 *
 * @returns `visit(options)`: a page of its own that shows its first fit, with `complaints` (errors on the console) and
 *   `requests` (addresses)
 */
export function useBrowser({ isolated = true } = {}) {
  let browser;
  let server;
  beforeAll(async () => {
    browser = await launch();
    server = await serve({ isolated });
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });
  return async (options = {}) => {
    const context = await browser.newContext(options);
    const complaints = [];
    const requests = [];
    context.on('request', (request) => requests.push(request.url()));
    const page = await context.newPage();
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${server.origin}/`);
    await fitted(page);
    return Object.assign(page, { complaints, requests, site: server.origin });
  };
}

/** Chooses a built-in data set, and waits for its fit. */
export async function chooseSet(page, name) {
  await page.selectOption('#source', name);
  await newFit(page);
}

/** Waits for a fit that was not there before. */
export async function newFit(page) {
  await page.waitForFunction((count) => performance.getEntriesByName('fitted').length > count, page.fits ?? 1);
  await fitted(page);
  page.fits = await page.evaluate(() => performance.getEntriesByName('fitted').length);
}

/** Sets a field as a user does. */
export async function setField(page, id, value) {
  const field = page.locator(`#${id}`);
  if ((await field.evaluate((element) => element.tagName)) === 'SELECT') await field.selectOption(value);
  else {
    await field.fill(String(value));
    await field.blur();
  }
  await newFit(page);
}

/** What a button saves: its name and text. */
export async function saved(page, id) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click(`#${id}`)]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

export const chooseFile = (page, name, text) =>
  page.setInputFiles('#file', { name, mimeType: 'text/csv', buffer: Buffer.from(text) });

/** A model as the page saves it: with the names of its features. */
export const withNames = (model, ...featureNames) => JSON.stringify({ ...model.toJSON(), featureNames });

/** The number that a part of the page shows, with all its digits. */
export const numberOf = async (page, id) => Number(await page.locator(`#${id}`).getAttribute('data-value'));

/** A reference data set, as the library takes it. */
export async function reference(name) {
  const { data } = JSON.parse(await readFile(new URL(`../../test/fixtures/${name}.json`, import.meta.url), 'utf8'));
  return data;
}
