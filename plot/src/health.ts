// Components that are not to be believed, in a few words, and so that they are seen.

import type { GaussianMixture } from 'gmm-wasm';

const MOST_NAMED = 6;

/** "component 2 collapsed", "components 0, 4 spurious (ringed)": a note for each kind that there is. */
export function healthNotes(model: GaussianMixture, mark = ''): string[] {
  const { collapsed, spurious, empty, covarianceType, nComponents } = model;
  const remark = mark && ` (${mark})`;
  const note = (components: readonly number[], what: string) => {
    if (components.length === 0) return [];
    const some = components.slice(0, MOST_NAMED).join(', ') + (components.length > MOST_NAMED ? ', …' : '');
    return [`component${components.length === 1 ? '' : 's'} ${some} ${what}`];
  };
  const isShared = covarianceType.startsWith('tied') && nComponents > 1 && collapsed.length > 0;
  // a collapsed one is mostly spurious as well, and the first says more
  const others = spurious.filter((component) => !collapsed.includes(component));
  return [
    ...(isShared ? [`the shared covariance has collapsed${remark}`] : note(collapsed, `collapsed${remark}`)),
    ...note(others, `spurious${remark}`),
    ...note(empty, 'empty'),
  ];
}

/** Collapsed and spurious ones: their samples may be few and in one place, where a filled mark would hide them. */
export function doubtful(model: GaussianMixture): ReadonlySet<number> {
  return new Set([...model.collapsed, ...model.spurious]);
}
