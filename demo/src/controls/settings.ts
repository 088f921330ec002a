// What the controls say about the mixture.

import { element } from '../element.js';
import type { Settings } from '../worker/protocol.js';

const k = element<HTMLInputElement>('k');
const seed = element<HTMLInputElement>('seed');
const family = element<HTMLSelectElement>('family');
const init = element<HTMLSelectElement>('init');

/** Undefined while a field holds no number that it can use. */
export function settings(): Settings | undefined {
  if (!(k.checkValidity() && seed.checkValidity())) return undefined;
  return {
    nComponents: k.valueAsNumber,
    covarianceType: family.value as Settings['covarianceType'],
    initParams: init.value as Settings['initParams'],
    seed: seed.valueAsNumber,
  };
}

export function onSettings(changed: () => void): void {
  for (const field of [k, seed, family, init]) field.addEventListener('change', changed);
}

/** As if the user had chosen them. */
export function setMixture(nComponents: number, covarianceType: string, initParams?: Settings['initParams']): void {
  k.value = String(nComponents);
  family.value = covarianceType;
  if (initParams) init.value = initParams;
}

/** With one feature there are two families; with few rows not many clouds. */
export function limitMixture(n: number, d: number): void {
  k.max = String(Math.min(12, n));
  if (k.valueAsNumber > n) k.value = String(n);
  for (const option of family.options) option.disabled = d === 1 && !['full', 'tied'].includes(option.value);
  if (family.selectedOptions[0]?.disabled) family.value = family.value.startsWith('tied') ? 'tied' : 'full';
}
