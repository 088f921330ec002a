// Writes gallery/*.svg, the pictures of the README, from the classic data sets among the fixtures.
// `node gallery.mjs DIR` writes PNGs to another folder instead, to look at.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dispose, fit, select } from 'gmm-wasm';
import { criteria, histogram, pairs, scatter, toPNG, toSVG, trace, uncertainty } from 'gmm-wasm-plot';

const here = dirname(fileURLToPath(import.meta.url));
const dataOf = (name) => JSON.parse(readFileSync(join(here, `../test/fixtures/${name}.json`), 'utf8')).data;

const faithful = dataOf('faithful');
const waiting = dataOf('faithful-waiting');
const iris = dataOf('iris');
const geyser = ['eruption (min)', 'waiting (min)'];
const two = await fit(faithful, { nComponents: 2 });
const geysers = await fit(waiting, { nComponents: 2 });
const flowers = await fit(iris, { nComponents: 3 });
const galaxies = dataOf('galaxies');
const clusters = await fit(galaxies, { nComponents: 4 });
const { table } = await select(faithful, { nComponents: [1, 2, 3, 4, 5, 6], covarianceType: ['full', 'tied', 'diag'] });
const slow = await fit(faithful, { nComponents: 4, initParams: 'random', seed: 1, tol: 1e-9 });
const parts = ['sepal length', 'sepal width', 'petal length', 'petal width'].map((part) => `${part} (cm)`);

const plots = {
  faithful: (theme) => scatter({ data: faithful, model: two, labels: geyser, theme }),
  galaxies: (theme) => histogram({ data: galaxies, model: clusters, label: 'velocity (1000 km/s)', theme }),
  iris: (theme) => pairs({ data: iris, model: flowers, labels: parts, theme }),
  criteria: (theme) => criteria({ table, theme }),
  trace: (theme) => trace({ model: slow, theme }),
  uncertainty: (theme) => uncertainty({ data: faithful, model: slow, labels: geyser, theme }),
  'uncertainty-waiting': (theme) => uncertainty({ data: waiting, model: geysers, labels: ['waiting (min)'], theme }),
};

const folder = process.argv[2] ?? join(here, 'gallery');
mkdirSync(folder, { recursive: true });
for (const [name, plot] of Object.entries(plots)) {
  for (const theme of ['light', 'dark']) {
    const spec = plot(theme);
    const file = join(folder, theme === 'light' ? name : `${name}-${theme}`);
    if (process.argv[2]) writeFileSync(`${file}.png`, await toPNG(spec, { scale: 1.5 }));
    else writeFileSync(`${file}.svg`, `<!-- biome-ignore-all lint: made by gallery.mjs -->\n${await toSVG(spec)}`);
  }
}
dispose();
