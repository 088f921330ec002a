// How far one chunk moves the statistics, s ← (1 − γ)·s + γ·s̄(chunk; θ)  [Cappé & Moulines 2009].
//
// With N the weight seen before, m that of the chunk, and b = K·(d + 1) the rows of the smallest whole step:
//
//   decreasing   γ = m/(N + m)·t^(1 − α),   t = max(1, (N + m)/max(m, b))
//   forgetting   γ = (1 − λ^m)/(1 − λ^(N + m))
//
// t counts the steps so far. Where a step is a chunk, of b rows or more, γ is t^(−α); smaller chunks are parts of a step,
// or the first rows of a stream, one by one, would throw the start away before a covariance can be told. At α = 1 all rows
// weigh alike. Under forgetting every row weighs λ times as much as the next one (within a chunk all weigh the same), and
// those before the first chunk are N rows like others; once N is large, γ = 1 − λ^m.

import { expOf, logOf } from '../kernel/prepare.js';

/** Either α of decreasing steps, or λ. */
export type StepRule = { readonly exponent: number } | { readonly forgetting: number };

/** A step. */
export interface Step {
  /** γ */
  readonly size: number;
  /** (1 − γ)/γ: what the statistics before weigh, where the chunk weighs 1. */
  readonly kept: number;
}

/** Where so little is forgotten, all rows weigh alike. */
const LEAST_LOSS = 1e-20;

/** b: the rows of the smallest whole step, one for each mean and weight. */
export function wholeStep(d: number, k: number): number {
  return k * (d + 1);
}

/** What parameters without a fit count for: three whole steps, so that they can be improved, but not by single rows. */
export function defaultStart(d: number, k: number): number {
  return 3 * wholeStep(d, k);
}

/**
 * @param seen - N, positive
 * @param chunk - m, positive
 * @param whole - b
 */
export function stepFor(rule: StepRule, seen: number, chunk: number, whole: number): Step {
  const share = chunk / (seen + chunk);
  if ('exponent' in rule) {
    const steps = Math.max(1, (seen + chunk) / Math.max(chunk, whole));
    const grown = expOf((1 - rule.exponent) * logOf(steps));
    return { size: share * grown, kept: (seen + chunk * (1 - grown)) / (chunk * grown) };
  }
  const loss = -logOf(rule.forgetting);
  if (loss * (seen + chunk) < LEAST_LOSS) return { size: share, kept: seen / chunk };
  const fresh = lost(loss * chunk);
  // not from 1 − γ, which may be nothing but rounding
  const kept = (expOf(-loss * chunk) * lost(loss * seen)) / fresh;
  return { size: fresh / lost(loss * (seen + chunk)), kept };
}

/** 1 − e^(−x) for x ≥ 0, to the last digits of small x too. (Kahan; see Higham 2002, §1.14.1) */
function lost(x: number): number {
  const rest = expOf(-x);
  if (rest === 1) return x;
  return rest < 0.5 ? 1 - rest : ((rest - 1) * x) / logOf(rest);
}
