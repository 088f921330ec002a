// A scene on a canvas, sharp on any screen.

import { type Box, css, type Mark, type Scene } from './scene.js';

type Dots = Extract<Mark, { kind: 'dots' }>;
type Path = Extract<Mark, { kind: 'path' }>;

export function paint(canvas: HTMLCanvasElement, scene: Scene): void {
  const ratio = window.devicePixelRatio;
  const width = Math.round(scene.width * ratio);
  const height = Math.round(scene.height * ratio);
  // setting a size wipes the canvas and makes a new one: only when it is another
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d', { alpha: false })!;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = css(scene.background);
  context.fillRect(0, 0, scene.width, scene.height);
  context.lineJoin = 'round';
  for (const mark of scene.marks) {
    if (mark.kind === 'path' && mark.cut) paintCut(context, mark, scene.inside);
    else paintMark(context, mark, ratio);
  }
}

function paintMark(context: CanvasRenderingContext2D, mark: Mark, ratio: number): void {
  switch (mark.kind) {
    case 'rect':
      context.fillStyle = css(mark.fill);
      context.globalAlpha = mark.opacity ?? 1;
      context.fillRect(mark.x, mark.y, mark.width, mark.height);
      break;
    case 'path':
      paintPath(context, mark);
      break;
    case 'dots':
      if (mark.radius > 1) paintDiscs(context, mark);
      else paintPixels(context, mark, ratio);
      break;
    case 'disc':
      context.beginPath();
      context.arc(mark.x, mark.y, mark.radius, 0, 2 * Math.PI);
      context.fillStyle = css(mark.fill);
      context.fill();
      context.strokeStyle = css(mark.stroke);
      context.lineWidth = mark.width;
      context.stroke();
      break;
    case 'text':
      context.fillStyle = css(mark.fill);
      context.font = `${mark.bold ? '600 ' : ''}${mark.size}px system-ui, sans-serif`;
      context.textAlign = mark.anchor === 'middle' ? 'center' : mark.anchor;
      context.fillText(mark.text, mark.x, mark.y);
      break;
  }
  context.globalAlpha = 1;
}

function paintCut(context: CanvasRenderingContext2D, path: Path, { left, right, top, bottom }: Box): void {
  context.save();
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.clip();
  paintPath(context, path);
  context.restore();
}

function paintPath(context: CanvasRenderingContext2D, mark: Path): void {
  context.beginPath();
  for (let i = 0; i < mark.points.length; i += 2) context.lineTo(mark.points[i]!, mark.points[i + 1]!);
  context.globalAlpha = mark.opacity ?? 1;
  if (mark.fill) {
    context.fillStyle = css(mark.fill);
    context.fill();
  }
  if (mark.stroke) {
    context.strokeStyle = css(mark.stroke);
    context.lineWidth = mark.width ?? 1;
    context.setLineDash([...(mark.dash ?? [])]);
    context.stroke();
    context.setLineDash([]);
  }
}

function paintDiscs(context: CanvasRenderingContext2D, { xs, ys, colours, radius }: Dots): void {
  context.globalAlpha = 0.8;
  for (let i = 0; i < xs.length; i++) {
    context.fillStyle = css([colours[3 * i]!, colours[3 * i + 1]!, colours[3 * i + 2]!]);
    context.beginPath();
    context.arc(xs[i]!, ys[i]!, radius, 0, 2 * Math.PI);
    context.fill();
  }
}

/** Where many dots are written; a canvas that is read again and again would be a slow one. */
const sheet = document.createElement('canvas');
let image = new ImageData(1, 1);

/** Many dots: squares, written into the bytes of a sheet that is laid over the rest. */
function paintPixels(context: CanvasRenderingContext2D, { xs, ys, colours }: Dots, ratio: number): void {
  const { width, height } = context.canvas;
  if (image.width !== width || image.height !== height) {
    image = new ImageData(width, height);
    sheet.width = width;
    sheet.height = height;
  }
  // little-endian, as all browsers' machines are: alpha, blue, green, red
  const pixels = new Uint32Array(image.data.buffer);
  pixels.fill(0);
  const side = Math.max(2, Math.round(1.5 * ratio));
  for (let i = 0; i < xs.length; i++) {
    const pixel = (0xff << 24) | (colours[3 * i + 2]! << 16) | (colours[3 * i + 1]! << 8) | colours[3 * i]!;
    const left = Math.round(xs[i]! * ratio - side / 2);
    const top = Math.round(ys[i]! * ratio - side / 2);
    for (let y = top; y < top + side; y++) pixels.fill(pixel, y * width + left, y * width + left + side);
  }
  sheet.getContext('2d')!.putImageData(image, 0, 0);
  context.drawImage(sheet, 0, 0, width / ratio, height / ratio);
}
