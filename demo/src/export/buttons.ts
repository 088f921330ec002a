// What the user takes along: model, plot, data and code.

import { element } from '../element.js';
import type { Screen } from '../screen.js';
import { grouped } from '../view/scale.js';
import { dotsDrawn, svgOf } from '../view/svg.js';
import type { Worked } from '../worker/connect.js';
import type { Outcome, Source } from '../worker/protocol.js';
import { save } from './save.js';

interface Present {
  readonly source: Source;
  readonly name: string;
  readonly outcome: Outcome | undefined;
}

export function bindExport(worker: Worked, screen: Screen, present: () => Present): void {
  const on = (id: string, act: (now: Present & { outcome: Outcome }) => unknown) =>
    element(id).addEventListener('click', () => {
      const now = present();
      if (now.outcome) act(now as Present & { outcome: Outcome });
    });
  on('save-model', async ({ name }) => save(`${name}-model.json`, await worker.modelJson(), 'application/json'));
  on('save-plot', ({ name, outcome }) => {
    const { nComponents, covarianceType } = outcome.settings;
    const scene = screen.scene();
    save(`${name}.svg`, svgOf(scene, `${name}: ${nComponents} clouds (${covarianceType})`), 'image/svg+xml');
    const { drawn, all } = dotsDrawn(scene);
    if (drawn < all)
      screen.say(`The file holds ${grouped(drawn)} of the ${grouped(all)} dots, so that it can be opened.`);
  });
  on('save-data', async ({ name }) => save(`${name}.csv`, await worker.csv(), 'text/csv'));
  on('copy', async ({ source, name, outcome }) => {
    await navigator.clipboard.writeText(screen.showSnippet(source, name, outcome));
    screen.say('The code is on the clipboard.');
  });
}
