// The standard normal distribution by W. J. Cody's rational approximations (Algorithm 715, ACM Transactions on
// Mathematical Software 19, 1993, function anorm; the method: Mathematics of Computation 23, 1969).
//
//   |z| ≤ 0.674…     Φ(z) = ½ + z·R(z²)
//   |z| ≤ √32        Φ(−|z|) = e^(−z²/2)·R(|z|)
//   beyond           Φ(−|z|) = e^(−z²/2)/|z|·(1/√2π − R(1/z²)/z²)
//
// e^(−z²/2) of a rounded square would lose digits in the tails: z is cut to sixteenths, whose square is exact, and the
// rest enters as a factor of its own. For a given z either tail, and what Φ has more than ½, are within 10^−15 of
// themselves as long as they are normal numbers (measured against 40 digits: 7·10^−16).

import { expOf } from '../../kernel/prepare.js';
import type { Level } from './level.js';

/** Φ⁻¹(¾), rounded up a little. */
const QUARTILE = 0.67448975;
/** √32 */
const ROOT_32 = 5.656854249492381;
/** 1/√2π */
const ROOT_TAU_INVERSE = 0.3989422804014327;
/** Φ(−z) is 0 from here on. */
const NOTHING_LEFT = 39;

// of ½ + z·A(z²)/B(z²), of C(|z|)/D(|z|) and of P(1/z²)/Q(1/z²); leading coefficients of numerators last
const A = [2.2352520354606837, 161.02823106855587, 1067.6894854603709, 18154.98125334356, 0.06568233791820745];
const B = [47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673];
const C = [
  0.39894151208813466, 8.883149794388377, 93.50665613217785, 597.2702763948002, 2494.5375852903726, 6848.190450536283,
  11602.65143764735, 9842.714838383978, 1.0765576773720192e-8,
];
const D = [
  22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761, 18615.571640885097, 34900.95272114598,
  38912.00328609327, 19685.429676859992,
];
const P = [
  0.215898534057957, 0.12740116116024736, 0.022235277870649807, 0.0014216191932278934, 0.000029112874951168793,
  0.023073441764940174,
];
const Q = [1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824, 0.00007297515550839662];

/** (((a·x + a_0)·x + a_1)·x + … + a_n)/(((x + b_0)·x + b_1)·x + … + b_n), a the last of the numerator's. */
function rational(x: number, numerator: readonly number[], denominator: readonly number[]): number {
  const last = denominator.length - 1;
  let above = numerator[last + 1] * x;
  let below = x;
  for (let i = 0; i < last; i++) {
    above = (above + numerator[i]) * x;
    below = (below + denominator[i]) * x;
  }
  return (above + numerator[last]) / (below + denominator[last]);
}

/** e^(−share·z²) for 0 ≤ z < 2^20, a share that is a power of two. */
function bell(z: number, share: number): number {
  const cut = Math.trunc(16 * z) / 16;
  const rest = (z - cut) * (z + cut);
  return expOf(-share * (cut * cut)) * expOf(-share * rest);
}

/** Φ(−z) for z > 0.67. */
function tail(z: number): number {
  if (!(z < NOTHING_LEFT)) return 0;
  if (z <= ROOT_32) return bell(z, 0.5) * rational(z, C, D);
  const inverse = 1 / (z * z);
  return bell(z, 0.5) * ((ROOT_TAU_INVERSE - inverse * rational(inverse, P, Q)) / z);
}

/** Φ(z) for any z, infinite too. */
export function normalLevel(z: number): Level {
  if (z < -QUARTILE) return { base: 0, offset: tail(-z) };
  if (z > QUARTILE) return { base: 1, offset: -tail(z) };
  return { base: 0.5, offset: z * rational(z * z, A, B) };
}

/** e^(−z²/4), the root of the bell: a scale between its two factors neither overflows nor underflows before the product. */
export function rootOfBell(z: number): number {
  return Math.abs(z) < 64 ? bell(Math.abs(z), 0.25) : 0;
}
