import { parse, View } from 'vega';
import { compile } from 'vega-lite';

/** Okabe and Ito's colours, which the colour-blind can tell apart, without the yellow that is lost on white. */
export const COLOURS = ['#0072b2', '#56b4e9', '#d55e00', '#e69f00', '#009e73', '#cc79a7', '#000000'];

/** White paper, in dark surroundings too. */
const CONFIG = {
  background: 'white',
  padding: 12,
  font: 'sans-serif',
  axis: { labelFontSize: 11, titleFontSize: 12, titleFontWeight: 'normal', gridColor: '#e5e5e5' },
  legend: { labelFontSize: 11, titleFontSize: 12, symbolSize: 60, labelLimit: 240 },
  title: { fontSize: 14, anchor: 'start', fontWeight: 'normal', subtitleFontSize: 11, subtitleColor: '#555' },
  header: { labelFontSize: 12, titleFontSize: 12 },
  view: { stroke: '#cccccc' },
};

/** A Vega-Lite specification as SVG text. */
export async function toSvg(spec) {
  const { spec: vega } = compile({
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    ...spec,
    config: CONFIG,
  });
  const view = new View(parse(vega), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return `${svg}\n`;
}
