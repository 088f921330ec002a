import { describe, expect, it } from 'vitest';
import { chooseSet, useBrowser } from './visit.js';

const isolated = useBrowser({ isolated: true });
const open = useBrowser({ isolated: false });

describe.each([
  ['isolated', isolated, true],
  ['not isolated', open, false],
])('on a page that is %s', (_, visit, expected) => {
  it('large data is fitted, with the same bits', async () => {
    const page = await visit();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(expected);
    await chooseSet(page, 'generated-100000');
    expect(page.complaints).toEqual([]);
    expect(await page.textContent('#execution')).toMatch(/^WebAssembly SIMD/);
    expect(await page.locator('#log-likelihood').getAttribute('data-value')).toMatchInlineSnapshot(
      `"-374730.800730028"`,
    );
  });
});
