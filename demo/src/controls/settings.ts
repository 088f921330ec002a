// What the controls say about the mixture.

import { element } from '../element.js';
import type { Settings } from '../worker/protocol.js';

const k = element<HTMLInputElement>('k');
const seed = element<HTMLInputElement>('seed');
const family = element<HTMLSelectElement>('family');
const init = element<HTMLSelectElement>('init');

const MOST_CLOUDS = 12;

/** What was asked for; a small file shows fewer, the next one this many again. */
let wanted = k.valueAsNumber;
let rows = Number.POSITIVE_INFINITY;

/** Undefined while a field holds no number that it can use; the page says so. */
export function settings(): Settings | undefined {
  const few = rows < MOST_CLOUDS ? `, as there ${rows === 1 ? 'is one row' : `are ${rows} rows`}` : '';
  const fine = [
    check(k, `The number of clouds must be a whole number from 1 to ${k.max}${few}.`),
    check(seed, `The seed must be a whole number from 0 to ${seed.max}.`),
  ];
  if (fine.includes(false)) return undefined;
  return {
    nComponents: k.valueAsNumber,
    covarianceType: family.value as Settings['covarianceType'],
    initParams: init.value as Settings['initParams'],
    seed: seed.valueAsNumber,
  };
}

/** Says under a field what is wrong with it. */
function check(field: HTMLInputElement, complaint: string): boolean {
  const isFine = field.checkValidity();
  const message = element(`${field.id}-error`);
  const text = isFine ? '' : complaint;
  if (message.textContent !== text) message.textContent = text;
  if (isFine) field.removeAttribute('aria-invalid');
  else field.setAttribute('aria-invalid', 'true');
  return isFine;
}

/**
 * Tells of changes. One that comes of a press elsewhere waits for the click: what it changes on the page must not move
 * the button away from under the pointer.
 */
export function onSettings(changed: () => void): void {
  let isPressed = false;
  let isLate = false;
  const settle = () => {
    if (isLate) {
      isLate = false;
      changed();
    }
  };
  const change = () => {
    isLate = true;
    if (!isPressed) settle();
  };
  for (const field of [k, seed, family, init]) {
    field.addEventListener('change', () => {
      if (field === k && k.checkValidity()) wanted = k.valueAsNumber;
      change();
    });
  }
  const press = (event: Event) => {
    // not a list: what is chosen in it ends no press
    isPressed = (event.target as Element).closest('button, a, label, summary') !== null;
  };
  addEventListener('pointerdown', press, true);
  for (const end of ['pointerup', 'pointercancel']) {
    addEventListener(
      end,
      () => {
        isPressed = false;
        // a press that ends elsewhere is no click
        setTimeout(settle);
      },
      true,
    );
  }
  const click = (event: Event) => {
    const button = (event.target as Element).closest('button');
    // not every browser moves the focus to a button that is clicked
    isPressed = button !== null;
    if (button) for (const field of [k, seed]) field.blur();
    isPressed = false;
    const begins = isLate && button?.matches('#run, #step');
    settle();
    // the change has begun what this click was to begin
    if (begins) event.stopPropagation();
  };
  addEventListener('click', click, true);
}

/** As if the user had chosen them. */
export function setMixture(chosen: Partial<Settings>): void {
  if (chosen.nComponents !== undefined) {
    wanted = chosen.nComponents;
    k.value = String(Math.min(wanted, rows));
  }
  if (chosen.covarianceType) family.value = chosen.covarianceType;
  if (chosen.initParams) init.value = chosen.initParams;
  if (chosen.seed !== undefined) seed.value = String(chosen.seed);
}

/** With one feature there are two families; with few rows not many clouds. */
export function limitMixture(n: number, d: number): void {
  rows = n;
  k.max = String(Math.min(MOST_CLOUDS, n));
  k.value = String(Math.min(wanted, n));
  for (const option of family.options) option.disabled = d === 1 && !['full', 'tied'].includes(option.value);
  if (family.selectedOptions[0]?.disabled) family.value = family.value.startsWith('tied') ? 'tied' : 'full';
}
