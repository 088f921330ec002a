import { expect, test } from 'vitest';
import { histogram, pairs, scatter, toPNG, toSVG, uncertainty } from '../src/index.js';
import { faithful, flowers, geyser, iris, waiting, waits } from './examples.js';

const plot = scatter({ data: faithful, model: geyser, labels: ['eruption (min)', 'waiting (min)'] });

/** Width and height of an SVG or PNG. */
function sizeOf(picture: string | Uint8Array): number[] {
  if (typeof picture === 'string')
    return [...picture.matchAll(/ (?:width|height)="([\d.]+)"/g)].slice(0, 2).map((m) => +m[1]);
  const view = new DataView(picture.buffer, picture.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
}

test('an SVG has axis titles, a legend, and a mark for each sample', async () => {
  const svg = await toSVG(plot);
  expect(svg.startsWith('<svg')).toBe(true);
  for (const text of ['eruption (min)', 'waiting (min)', '2 Gaussians, full covariance', '0 (36 %)', '1 (64 %)']) {
    expect(svg).toContain(`>${text}</text>`);
  }
  const points = svg.match(/<g class="mark-symbol role-mark layer_0_marks"[\s\S]*?<\/g>/)?.[0] ?? '';
  expect(points.match(/<path /g)).toHaveLength(272);
  expect(svg).not.toContain('NaN');
});

test('labels are text, whatever is in them', async () => {
  const odd = 'a.b[0] <i> "q" \\" \'+alert(1)\n\\';
  for (const spec of [
    histogram({ data: waiting, model: waits, label: odd }),
    scatter({ data: faithful, model: geyser, labels: [odd, 'y'] }),
    uncertainty({ data: waiting, model: waits, labels: [odd] }),
    uncertainty({ data: faithful, model: geyser, labels: [odd, 'y'] }),
    pairs({ data: iris, model: flowers, labels: [odd, 'b', 'c', odd] }),
  ]) {
    expect(await toSVG(spec)).toContain('>a.b[0] &lt;i&gt; "q" \\" \'+alert(1)\n\\</text>');
  }
});

test('a plot has no wide empty margins', async () => {
  const [width, height] = sizeOf(await toSVG(pairs({ data: iris, model: flowers })));
  // four panels of 150, their gaps, axes and the legend
  expect(width).toBeLessThan(860);
  expect(height).toBeLessThan(760);
});

test.each([1, 2])('a PNG has the size of the SVG, times %d', async (scale) => {
  const png = await toPNG(plot, { scale });
  expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const [width, height] = sizeOf(await toSVG(plot));
  expect(sizeOf(png)).toEqual([Math.ceil(width * scale), Math.ceil(height * scale)]);
});

test('text shows in a PNG', async () => {
  const withLabels = (x: string) => toPNG(scatter({ data: faithful, model: geyser, labels: [x, 'y'] }), { scale: 1 });
  // no glyph, no difference
  expect(Buffer.compare(await withLabels('eeee'), await withLabels('aaaa'))).not.toBe(0);
});

test('a scale that makes no picture is refused', async () => {
  await expect(toPNG(plot, { scale: 0 })).rejects.toThrow(/scale must be above 0 and at most 16, got 0/);
});

test('rounding spares labels', async () => {
  const label = 'one <path d="1.23456789"> two';
  expect(await toSVG(histogram({ data: waiting, model: waits, label }))).toContain('d="1.23456789"');
});
