// Classic data sets and their fits, and a way into specifications.

import { readFileSync } from 'node:fs';
import { fitSync } from 'gmm-wasm';
import type { Spec } from '../src/index.js';

function dataOf<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../test/fixtures/${name}.json`, import.meta.url), 'utf8')).data;
}

export const faithful = dataOf<number[][]>('faithful');
export const waiting = dataOf<number[]>('faithful-waiting');
export const iris = dataOf<number[][]>('iris');

export const geyser = fitSync(faithful, { nComponents: 2 });
export const waits = fitSync(waiting, { nComponents: 2 });
export const flowers = fitSync(iris, { nComponents: 3 });

export interface Layer {
  readonly mark: { readonly type: string; readonly shape?: string };
  readonly data: { readonly values: Readonly<Record<string, number>>[] };
}

/** The layers of a specification with one panel. */
export function layersOf(spec: Spec): Layer[] {
  const { layer } = spec as unknown as { layer: (Layer & { layer?: Layer[] })[] };
  return layer.flatMap((one) => one.layer?.map((inner) => ({ ...inner, data: one.data })) ?? [one]);
}

/** The rows behind the only layer with this mark, or behind the one at an index. */
export function rowsOf(spec: Spec, mark: string, at = 0): Readonly<Record<string, number>>[] {
  return layersOf(spec).filter((layer) => layer.mark.type === mark)[at].data.values;
}

/** The line under the title. */
export function subtitleOf(spec: Spec): string {
  return (spec as unknown as { title: { subtitle: string } }).title.subtitle;
}
