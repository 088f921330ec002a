// A specification -> a picture. Vega is loaded at the first call, so that specifications and text cost nothing of it.

import { measureText } from './letters.js';
import type { Spec } from './spec/encode.js';

async function viewOf(spec: Spec) {
  const [{ compile }, vega] = await Promise.all([import('vega-lite'), import('vega')]);
  measureText(vega);
  return new vega.View(vega.parse(compile(spec).spec), { renderer: 'none', logLevel: vega.Error });
}

/** The specification as an SVG document. Needs no browser. */
export async function toSVG(spec: Spec): Promise<string> {
  const view = await viewOf(spec);
  try {
    return rounded(await view.toSVG());
  } finally {
    view.finalize();
  }
}

/** Coordinates to a hundredth of a unit: fewer bytes, and the same picture. */
function rounded(svg: string): string {
  const round = (number: string) => String(Number(Number(number).toFixed(2)));
  const coordinates = (attribute: string) => attribute.replaceAll(/\d+\.\d{3,}(?!\d*e)/g, round);
  // within tags only: a label may say anything
  return svg.replaceAll(/<[^>]*>/g, (tag) => tag.replaceAll(/ (?:d|transform)="[^"]*"/g, coordinates));
}

export interface PNGOptions {
  /** Pixels for each unit of the specification; 2 if left out. */
  readonly scale?: number;
  /** Font files to use beside those of the system (not in a browser). */
  readonly fontFiles?: readonly string[];
}

/**
 * The specification as a PNG file: in a browser by its canvas, elsewhere by the package @resvg/resvg-js.
 *
 * @throws Error if that package is not installed, or if there is no font to write text with
 */
export async function toPNG(spec: Spec, options: PNGOptions = {}): Promise<Uint8Array> {
  const { scale = 2, fontFiles = [] } = options;
  if (!(scale > 0 && scale <= 16)) throw new RangeError(`option scale must be above 0 and at most 16, got ${scale}`);
  if (typeof document !== 'undefined') return byCanvas(spec, scale);
  const { Resvg } = await import('@resvg/resvg-js').catch((cause) => {
    throw new Error('toPNG needs the package @resvg/resvg-js: npm install @resvg/resvg-js', { cause });
  });
  const font = { loadSystemFonts: true, fontFiles: [...fontFiles] };
  const probe = new Resvg('<svg xmlns="http://www.w3.org/2000/svg"><text y="9">x</text></svg>', { font });
  if (!probe.getBBox()) {
    throw new Error('there is no font to write text with: install one, such as DejaVu Sans, or pass fontFiles');
  }
  const picture = new Resvg(await toSVG(spec), { font, fitTo: { mode: 'zoom', value: scale } });
  return Uint8Array.from(picture.render().asPng());
}

async function byCanvas(spec: Spec, scale: number): Promise<Uint8Array> {
  const view = await viewOf(spec);
  try {
    const canvas = await view.toCanvas(scale);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
    if (!blob) throw new Error('the canvas is too large for this browser: lower the scale');
    return new Uint8Array(await blob.arrayBuffer());
  } finally {
    view.finalize();
  }
}
