// A scene on a canvas, sharp on any screen.

import { css, type Mark, type Scene } from './scene.js';

type Dots = Extract<Mark, { kind: 'dots' }>;

export function paint(canvas: HTMLCanvasElement, scene: Scene): void {
  const ratio = window.devicePixelRatio;
  const width = Math.round(scene.width * ratio);
  const height = Math.round(scene.height * ratio);
  // setting a size wipes the canvas and makes a new one: only when it is another
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d')!;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = css(scene.background);
  context.fillRect(0, 0, scene.width, scene.height);
  context.lineJoin = 'round';
  for (const mark of scene.marks) paintMark(context, mark, ratio);
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

function paintPath(context: CanvasRenderingContext2D, mark: Extract<Mark, { kind: 'path' }>): void {
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

/** Many dots: squares, written into the picture's bytes. */
function paintPixels(context: CanvasRenderingContext2D, { xs, ys, colours }: Dots, ratio: number): void {
  const { width, height } = context.canvas;
  const image = context.getImageData(0, 0, width, height);
  const pixels = image.data;
  const side = Math.max(2, Math.round(1.5 * ratio));
  for (let i = 0; i < xs.length; i++) {
    const left = Math.round(xs[i]! * ratio - side / 2);
    const top = Math.round(ys[i]! * ratio - side / 2);
    for (let y = top; y < top + side; y++) {
      let at = 4 * (y * width + left);
      for (let x = 0; x < side; x++, at += 4) {
        pixels[at] = colours[3 * i]!;
        pixels[at + 1] = colours[3 * i + 1]!;
        pixels[at + 2] = colours[3 * i + 2]!;
      }
    }
  }
  context.putImageData(image, 0, 0);
}
