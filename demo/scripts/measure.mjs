// The page's figures on this machine: time to the first fit, frames a second while EM runs, bytes of the first load.
//
//   npm run measure -w gmm-wasm-demo

import { brotliCompressSync, constants } from 'node:zlib';
import { fitted, launch } from './browser.mjs';
import { serve } from './serve.mjs';

const VISITS = 9;

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** Navigation start → the first fit on the canvas, each time with an empty cache. */
async function firstFit(browser, origin) {
  const times = [];
  for (let i = 0; i < VISITS; i++) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${origin}/`);
    await fitted(page);
    times.push(await page.evaluate(() => performance.getEntriesByName('fitted')[0].startTime));
    await context.close();
  }
  return times;
}

/** What the first load fetches, each file as brotli (quality 11) makes it. */
async function firstLoad(browser, origin) {
  const context = await browser.newContext();
  const bodies = [];
  context.on('response', (response) => {
    if (response.url().startsWith(origin)) bodies.push(response.body().catch(() => Buffer.alloc(0)));
  });
  const page = await context.newPage();
  await page.goto(`${origin}/`);
  await fitted(page);
  const sizes = (await Promise.all(bodies)).map((body) => {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
    return brotliCompressSync(body, { params }).length;
  });
  await context.close();
  return { files: sizes.length, bytes: sizes.reduce((a, b) => a + b, 0) };
}

/** Animation frames and drawn moments of EM while it runs on 10⁵ points. */
async function framesWhileFitting(browser, origin) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${origin}/`);
  await fitted(page);
  await page.selectOption('#source', 'generated-100000');
  await page.waitForFunction(() => performance.getEntriesByName('fitted').length > 1);
  const result = await page.evaluate(async () => {
    const stamps = [];
    const moments = new Set();
    let isDone = false;
    const isRunning = () => document.querySelector('#run').textContent === 'Stop';
    const done = new Promise((resolve) => {
      const note = (now) => {
        if (isRunning() && Number(document.querySelector('#iteration').textContent) > 0) {
          stamps.push(now);
          moments.add(document.querySelector('#iteration').textContent);
        }
        if (!isDone) requestAnimationFrame(note);
        else resolve();
      };
      requestAnimationFrame(note);
    });
    // twice as many clouds as there are: EM takes its time
    const k = document.querySelector('#k');
    k.value = '8';
    k.dispatchEvent(new Event('change'));
    await new Promise((resolve) => setTimeout(resolve, 4000));
    const ended = !isRunning();
    if (!ended) document.querySelector('#run').click();
    isDone = true;
    await done;
    return { stamps, moments: moments.size, ended };
  });
  await context.close();
  const { stamps, moments } = result;
  const gaps = stamps.slice(1).map((stamp, i) => stamp - stamps[i]);
  const seconds = (stamps.at(-1) - stamps[0]) / 1000;
  const late = gaps.filter((gap) => gap > 1000 / 30 + 1).length / gaps.length;
  return {
    seconds,
    perSecond: gaps.length / seconds,
    drawnPerSecond: moments / seconds,
    longest: Math.max(...gaps),
    late,
  };
}

const browser = await launch();
for (const isolated of [true, false]) {
  const { origin, close } = await serve({ isolated });
  console.log(isolated ? 'cross-origin isolated' : 'not isolated');
  const times = await firstFit(browser, origin);
  console.log(
    `  first fit: ${median(times).toFixed(0)} ms (median of ${VISITS}; longest ${Math.max(...times).toFixed(0)})`,
  );
  const { files, bytes } = await firstLoad(browser, origin);
  console.log(`  first load: ${files} files, ${(bytes / 1000).toFixed(1)} kB as brotli`);
  const frames = await framesWhileFitting(browser, origin);
  console.log(
    `  EM on 100 000 points, K = 8, ${frames.seconds.toFixed(1)} s: ${frames.perSecond.toFixed(1)} animation frames a ` +
      `second, ${frames.drawnPerSecond.toFixed(1)} moments of EM drawn a second, longest frame ` +
      `${frames.longest.toFixed(0)} ms, ${(100 * frames.late).toFixed(1)} % longer than a 30th of a second`,
  );
  close();
}
await browser.close();
