// Chromium, as installed by the system (`apt-get install chromium`), or where CHROMIUM says.

import { chromium } from 'playwright-core';

const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
const OFFLINE = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];

export const launch = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: [...QUIET, ...OFFLINE] });

/** Opens the page and waits for its first fit. */
export async function open(context, origin) {
  const page = await context.newPage();
  await page.goto(`${origin}/`);
  await fitted(page);
  return page;
}

/** Waits until no fit is under way. */
export const fitted = (page) =>
  page.waitForFunction(
    () => document.querySelector('#log-likelihood') !== null && document.querySelector('#run').textContent !== 'Stop',
    undefined,
    { timeout: 60_000 },
  );
