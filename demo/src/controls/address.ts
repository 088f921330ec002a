// What is asked for, in the address after the #: a reload or a bookmark brings it back.

import type { Settings } from '../worker/protocol.js';
import { settings } from './settings.js';

const FIELDS = { nComponents: 'k', covarianceType: 'shape', initParams: 'start', seed: 'seed' } as const;

/** Writes it, without a step in the browser's history. */
export function writeAddress(set: string): void {
  const now = settings();
  if (!now) return;
  const words = new URLSearchParams({ set });
  for (const [name, word] of Object.entries(FIELDS)) words.set(word, String(now[name as keyof Settings]));
  history.replaceState(null, '', `#${words}`);
}

export interface Address {
  readonly set: string | null;
  readonly mixture: Partial<Settings>;
}

/** What of it this page can use. */
export function readAddress(): Address {
  const words = new URLSearchParams(location.hash.slice(1));
  const number = (word: string, least: number, most: number) => {
    const value = Number(words.get(word) ?? Number.NaN);
    return Number.isInteger(value) && value >= least && value <= most ? value : undefined;
  };
  const option = (word: string, field: string) => {
    const value = words.get(word) ?? '';
    return document.querySelector(`#${field} option[value="${CSS.escape(value)}"]`) ? value : undefined;
  };
  const mixture = {
    nComponents: number('k', 1, 12),
    covarianceType: option('shape', 'family'),
    initParams: option('start', 'init'),
    seed: number('seed', 0, 0xffffffff),
  };
  return { set: option('set', 'source') ?? null, mixture: mixture as Partial<Settings> };
}
