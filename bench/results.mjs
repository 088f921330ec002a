import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { drawFigures } from './figures/index.mjs';
import { toMarkdown } from './pages/index.mjs';

const FOLDER = new URL('results/', import.meta.url);

/** Where things go: the page of a whole run stands on its own, parts and trials lie beside their JSON. */
export function placesOf(name) {
  const stem = name ?? 'results';
  return {
    json: fileURLToPath(new URL(`${stem}.json`, FOLDER)),
    page: fileURLToPath(name === null ? new URL('RESULTS.md', import.meta.url) : new URL(`${stem}.md`, FOLDER)),
    /** A figure's file, and as the page links it. */
    figure: (figure) => fileURLToPath(new URL(figureName(name, figure), FOLDER)),
    link: (figure) => (name === null ? `results/${figureName(name, figure)}` : figureName(name, figure)),
  };
}

/** A dot keeps `*.local.*` of what is not committed. */
const figureName = (name, figure) => (name === null ? `${figure}.svg` : `${name}.${figure}.svg`);

export function writeResults(results, { json }) {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(json, `${JSON.stringify(results, null, 2)}\n`);
}

export const readResults = ({ json }) => JSON.parse(readFileSync(json, 'utf8'));

/** The page and its figures, from what has been measured. */
export async function render(results, places) {
  const drawn = await drawFigures(results);
  for (const { name, svg } of drawn) writeFileSync(places.figure(name), svg);
  const figures = new Map(drawn.map(({ name, title }) => [name, `![${title}](${places.link(name)})`]));
  writeFileSync(places.page, toMarkdown(results, figures));
}
