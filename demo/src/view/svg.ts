// A scene as the text of an SVG file.

import { css, type Mark, type Scene } from './scene.js';

/** More dots than this would make a file that no viewer likes: every so many-th is drawn. */
const MOST_DOTS = 5000;
const strideOf = (dots: number) => Math.max(1, Math.ceil(dots / MOST_DOTS));

/** How many dots the file will hold, and of how many. */
export function dotsDrawn({ marks }: Scene): { drawn: number; all: number } {
  const counts = marks.flatMap((mark) => (mark.kind === 'dots' ? [mark.xs.length] : []));
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  return { drawn: sum(counts.map((count) => Math.ceil(count / strideOf(count)))), all: sum(counts) };
}

const short = (value: number) => String(Math.round(value * 100) / 100);
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export function svgOf({ width, height, inside, background, marks }: Scene, title: string): string {
  const { left, right, top, bottom } = inside;
  const box = `x="${left}" y="${top}" width="${right - left}" height="${bottom - top}"`;
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="system-ui, sans-serif" role="img">`,
    `<clipPath id="inside"><rect ${box}/></clipPath>`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="${css(background)}"/>`,
    ...marks.flatMap(elements),
    '</svg>\n',
  ].join('\n');
}

function elements(mark: Mark): string[] {
  switch (mark.kind) {
    case 'rect': {
      const { x, y, width, height, fill, opacity = 1 } = mark;
      const box = `x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"`;
      return [`<rect ${box} fill="${css(fill)}" opacity="${opacity}"/>`];
    }
    case 'path': {
      const { points, stroke, width = 1, dash = [], fill, opacity = 1, cut } = mark;
      const at = Array.from(
        { length: points.length / 2 },
        (_, i) => `${short(points[2 * i]!)},${short(points[2 * i + 1]!)}`,
      );
      const line = stroke ? `stroke="${css(stroke)}" stroke-width="${width}"` : '';
      const dashed = dash.length > 0 ? ` stroke-dasharray="${dash.join(' ')}"` : '';
      const paint = `fill="${fill ? css(fill) : 'none'}" ${line}${dashed} opacity="${opacity}"${cut ? ' clip-path="url(#inside)"' : ''}`;
      return [`<polyline points="${at.join(' ')}" ${paint} stroke-linejoin="round"/>`];
    }
    case 'dots':
      return dots(mark);
    case 'disc': {
      const { x, y, radius, fill, stroke, width } = mark;
      const place = `cx="${short(x)}" cy="${short(y)}" r="${radius}"`;
      return [`<circle ${place} fill="${css(fill)}" stroke="${css(stroke)}" stroke-width="${width}"/>`];
    }
    case 'text': {
      const { x, y, text, fill, size, anchor, bold } = mark;
      const font = `font-size="${size}"${bold ? ' font-weight="600"' : ''}`;
      return [
        `<text x="${short(x)}" y="${short(y)}" text-anchor="${anchor}" fill="${css(fill)}" ${font}>${escaped(text)}</text>`,
      ];
    }
  }
}

function dots({ xs, ys, colours, radius }: Extract<Mark, { kind: 'dots' }>): string[] {
  const stride = strideOf(xs.length);
  const lines: string[] = [];
  for (let i = 0; i < xs.length; i += stride) {
    const fill = css([colours[3 * i]!, colours[3 * i + 1]!, colours[3 * i + 2]!]);
    lines.push(`<circle cx="${short(xs[i]!)}" cy="${short(ys[i]!)}" r="${radius}" fill="${fill}" opacity="0.8"/>`);
  }
  return lines;
}
