// From a quadratic form to a log-density in steps: l = c − q/(2·step), the form held at 2^1000.
//
// Kernel: assembly/densities/quadratic.ts

import { STEPS } from '../exp.js';

const MOST = 1.0715086071862673e301;
/** −½ in steps. */
const MINUS_HALF = -0.5 * STEPS;
/** √(½ in steps). */
export const ROOT_HALF = 6.7945744023041525;

export function logDensity(constant: number, q: number): number {
  return constant + MINUS_HALF * (MOST < q ? MOST : q);
}

/** `logDensity`, from half the form in steps. */
export function logDensityOfHalf(constant: number, half: number): number {
  return constant - (MOST < half ? MOST : half);
}
