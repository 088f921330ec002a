import { fitSync, GaussianMixture, type SelectRow } from 'gmm-wasm';
import { expect, test } from 'vitest';
import { criteria, histogram, pairs, type Spec, scatter, toPNG, toSVG, uncertainty } from '../src/index.js';
import { faithful, flowers, geyser, iris, rowsOf, waiting, waits } from './examples.js';

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
  // short enough for a panel of pairs
  const odd = 'a[0] <i> "q" \\" \'+f(1)\n\\';
  for (const spec of [
    histogram({ data: waiting, model: waits, label: odd }),
    scatter({ data: faithful, model: geyser, labels: [odd, 'y'] }),
    uncertainty({ data: waiting, model: waits, labels: [odd] }),
    uncertainty({ data: faithful, model: geyser, labels: [odd, 'y'] }),
    pairs({ data: iris, model: flowers, labels: [odd, 'b', 'c', odd] }),
  ]) {
    expect(await toSVG(spec)).toContain('>a[0] &lt;i&gt; "q" \\" \'+f(1)\n\\</text>');
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

/** Every coordinate of a path, as far as it is from the origin of its panel. */
const farthest = (svg: string) =>
  Math.max(...[...svg.matchAll(/ d="([^"]*)"/g)].flatMap(([, d]) => (d.match(/[\d.]+(e\d+)?/g) ?? []).map(Number)));

const fives = Array.from({ length: 40 }, (_, at) => at % 5);
const thirds = Array.from({ length: 30 }, (_, at) => [at % 3, 2 * (at % 3)]);
const elsewhere = (covarianceType: 'full' | 'diag') =>
  GaussianMixture.fromParameters({
    covarianceType,
    weights: [0.4, 0.3, 0.3],
    means: [
      [1e9, 0],
      [1, 2],
      [1, 2],
    ],
    covariances: (covarianceType === 'diag'
      ? [
          [1, 1],
          [1e12, 1],
          [1e-9, 1e-9],
        ]
      : [
          [
            [1, 0],
            [0, 1],
          ],
          [
            [1e12, 1e5],
            [1e5, 1],
          ],
          [
            [1e-9, 0],
            [0, 1e-9],
          ],
        ]) as never,
  });

test.each<[string, () => Spec]>([
  ['a collapsed histogram', () => histogram({ data: fives, model: fitSync(fives, { nComponents: 5 }) })],
  ['three values', () => histogram({ data: [1, 2, 3.5], model: fitSync([1, 2, 3.5], { nComponents: 3 }) })],
  ['collapsed pairs', () => pairs({ data: thirds, model: fitSync(thirds, { nComponents: 3 }) })],
  ['another model’s scatter', () => scatter({ data: thirds, model: elsewhere('full') })],
  ['another model’s pairs', () => pairs({ data: thirds, model: elsewhere('diag') })],
  ['another model’s uncertainty', () => uncertainty({ data: thirds, model: elsewhere('full') })],
  ['a criterion without measure', () => criteria({ table: [1, 2, 3].map((k) => candidate(k, k === 1 ? 1e300 : k)) })],
])('%s stays near its frame, and is a PNG', async (_, plot) => {
  const spec = plot();
  // a frame and its surroundings; a rasteriser's coordinates end at about 32 000
  expect(farthest(await toSVG(spec))).toBeLessThan(1500);
  const [width] = sizeOf(await toPNG(spec, { scale: 2 }));
  expect(width).toBeGreaterThan(300);
});

const candidate = (nComponents: number, bic: number) =>
  ({ nComponents, covarianceType: 'full', bic, healthy: true }) as SelectRow;

test('numbers of axes are short, and their neighbours differ', async () => {
  const draw = async (values: number[]) => {
    const data = values.map((value, at) => [value, at]);
    return toSVG(scatter({ data, model: fitSync(data, { nComponents: 1 }), labels: ['time (s)', 'y'] }));
  };
  const shift = (by: number, scale: number) => fives.map((value) => by + scale * value);
  const tiny = await draw(shift(0, -1e-9));
  expect(tiny).toContain('>−3e-9</text>');
  expect(await draw(shift(0, 3e9))).toContain('>6e+9</text>');
  const late = await draw(shift(1e9, 1));
  for (const line of ['time (s)', '− 1,000,000,000']) expect(late).toContain(`>${line}</tspan>`);
  for (const tick of [0, 1, 2, 3, 4]) expect(late).toContain(`>${tick}</text>`);
  for (const svg of [tiny, late]) {
    for (const [, text] of svg.matchAll(/>([\d.,e+−-]+)<\/text>/g)) expect(text.length).toBeLessThan(9);
  }
});

test('long names are cut, and long notes take another line', async () => {
  const long = 'the name of a column that somebody typed while thinking of something else entirely '.repeat(3);
  const plain = sizeOf(await toSVG(scatter({ data: faithful, model: geyser, labels: ['x', 'y'] })));
  const svg = await toSVG(scatter({ data: faithful, model: geyser, labels: [long, long] }));
  expect(sizeOf(svg)).toEqual(plain);
  expect(svg.match(/>the name of a column[^<]*…<\/text>/g)).toHaveLength(2);
  const nine = fitSync(fives, { nComponents: 9 });
  expect(nine.warnings.length).toBeGreaterThan(1);
  const [width] = sizeOf(await toSVG(histogram({ data: fives, model: nine })));
  expect(width).toBeLessThan(700);
});

test('a collapsed component has its curve, down to the axis on both sides', () => {
  const model = fitSync(fives, { nComponents: 5 });
  const curve = rowsOf(histogram({ data: fives, model }), 'area').filter(({ component }) =>
    String(component).startsWith('2'),
  );
  const densities = curve.map(({ density }) => density);
  expect(densities[0]).toBeCloseTo(0, 9);
  expect(densities.at(-1)).toBeCloseTo(0, 9);
  expect(Math.max(...densities)).toBeGreaterThan(1);
});

test('a scale that makes no picture is refused', async () => {
  await expect(toPNG(plot, { scale: 0 })).rejects.toThrow(/scale must be above 0 and at most 16, got 0/);
});

test('rounding spares labels', async () => {
  const label = 'one <path d="1.23456789"> two';
  expect(await toSVG(histogram({ data: waiting, model: waits, label }))).toContain('d="1.23456789"');
});
