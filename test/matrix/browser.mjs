// Browsers without a driver: each is started with a page and a profile of its own, and ended when the page has told.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start } from './child.mjs';

const CHROMIUM = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/** Firefox asks nothing of the network and shows no page of its own. */
const PREFERENCES = {
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'toolkit.telemetry.enabled': false,
};

const COMMANDS = {
  chromium: (profile, url) => [...CHROMIUM, `--user-data-dir=${profile}`, url],
  firefox(profile, url) {
    const lines = Object.entries(PREFERENCES).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`);
    writeFileSync(join(profile, 'user.js'), lines.join('\n'));
    return ['--headless', '--no-remote', '--profile', profile, url];
  },
};

/**
 * Opens a page and waits for what it tells.
 *
 * @param told - fulfilled with the report
 * @throws Error if the browser ends, or says nothing for `limit` milliseconds
 */
export async function visit(name, binary, url, told, limit) {
  const profile = mkdtempSync(join(tmpdir(), 'gmm-wasm-profile-'));
  const browser = start(binary, COMMANDS[name](profile, url), { env: { HOME: profile } });
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the page told nothing within ${limit / 1000} s`)), limit);
  });
  const gone = browser.ended.then((code) => {
    throw new Error(`the browser ended with code ${code}: ${browser.output().slice(-300)}`);
  });
  gone.catch(() => {});
  try {
    return await Promise.race([told, late, gone]);
  } finally {
    clearTimeout(timer);
    browser.end();
    await browser.ended.catch(() => {});
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
