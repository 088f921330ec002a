// From a quadratic form to a log-density: l = c − ½·q, the form held at 2^1000.
//
// Kernel: assembly/densities/quadratic.ts

const MOST = 1.0715086071862673e301;

export function logDensity(constant: number, q: number): number {
  return constant + -0.5 * (MOST < q ? MOST : q);
}
