// ln(w_k N(x | μ_k, Σ)) of one tile under all components of one shared Σ = L·Lᵀ, W = L⁻¹. The tile is whitened once,
// about the mean μ_g of the heaviest component, not once per component:
//
//   z = W·(x − μ_g)        v_k = W·(μ_k − μ_g)        l_k = constant_k − ½·‖z − v_k‖²
//
// Twin: src/kernel/twin/densities/tied.ts

import { BLOCK, BLOCK_BYTES, madd } from '../lanes';
import { centreBlock } from './full';
import { logDensity } from './quadratic';

/** The first of the largest of k weights. */
export function heaviest(weights: usize, k: i32): i32 {
  let best = 0;
  for (let c = 1; c < k; c++) {
    if (load<f64>(weights + (<usize>c << 3)) > load<f64>(weights + (<usize>best << 3))) best = c;
  }
  return best;
}

/** v = W·(point − about), d values at `out`. */
export function whitenPoint(point: usize, about: usize, factor: usize, d: i32, out: usize): void {
  let w = factor;
  for (let i = 0; i < d; i++) {
    let sum: f64 = 0;
    for (let j = 0; j <= i; j++) {
      const at = <usize>j << 3;
      sum += load<f64>(w) * (load<f64>(point + at) - load<f64>(about + at));
      w += 8;
    }
    store<f64>(out + (<usize>i << 3), sum);
  }
}

/** z = W·y of one block: d × 8 at `differences`, two rows of W at a time, d × 8 at `out`. */
function whitenBlock(differences: usize, d: i32, factor: usize, out: usize): void {
  let row = factor;
  for (let i = 0; i < d; i += 2) {
    let a0 = f64x2.splat(0), a1 = a0, a2 = a0, a3 = a0;
    let b0 = a0, b1 = a0, b2 = a0, b3 = a0;
    // an odd d leaves one row: it is paired with itself, and the second result is not stored
    const paired = i + 1 < d;
    let wa = row;
    let wb = paired ? row + (<usize>(i + 1) << 3) : row;
    let y = differences;
    const end = row + (<usize>(i + 1) << 3);
    for (; wa < end; wa += 8, wb += 8, y += BLOCK_BYTES) {
      const y0 = v128.load(y), y1 = v128.load(y, 16), y2 = v128.load(y, 32), y3 = v128.load(y, 48);
      const va = v128.load64_splat(wa), vb = v128.load64_splat(wb);
      a0 = madd(va, y0, a0);
      a1 = madd(va, y1, a1);
      a2 = madd(va, y2, a2);
      a3 = madd(va, y3, a3);
      b0 = madd(vb, y0, b0);
      b1 = madd(vb, y1, b1);
      b2 = madd(vb, y2, b2);
      b3 = madd(vb, y3, b3);
    }
    v128.store(out, a0);
    v128.store(out, a1, 16);
    v128.store(out, a2, 32);
    v128.store(out, a3, 48);
    if (paired) {
      const last = v128.load64_splat(wb);
      v128.store(out, madd(last, v128.load(y), b0), 64);
      v128.store(out, madd(last, v128.load(y, 16), b1), 80);
      v128.store(out, madd(last, v128.load(y, 32), b2), 96);
      v128.store(out, madd(last, v128.load(y, 48), b3), 112);
    }
    out += 2 * BLOCK_BYTES;
    row = wb + 8;
  }
}

/** Writes k × width values at `out`; `differences` and `white` are scratch of d × 8 each. */
export function tied(
  tile: usize, width: i32, d: i32, k: i32, mean: usize, factor: usize, constants: usize, whitened: usize,
  differences: usize, white: usize, out: usize,
): void {
  const stride = <usize>width << 3;
  for (let s = 0; s < width; s += BLOCK) {
    centreBlock(tile + (<usize>s << 3), stride, d, mean, differences);
    whitenBlock(differences, d, factor, white);
    let v = whitened;
    for (let c = 0; c < k; c++) {
      let q0 = f64x2.splat(0), q1 = q0, q2 = q0, q3 = q0;
      let z = white;
      for (let j = 0; j < d; j++) {
        const m = v128.load64_splat(v);
        const y0 = f64x2.sub(v128.load(z), m);
        const y1 = f64x2.sub(v128.load(z, 16), m);
        const y2 = f64x2.sub(v128.load(z, 32), m);
        const y3 = f64x2.sub(v128.load(z, 48), m);
        q0 = madd(y0, y0, q0);
        q1 = madd(y1, y1, q1);
        q2 = madd(y2, y2, q2);
        q3 = madd(y3, y3, q3);
        v += 8;
        z += BLOCK_BYTES;
      }
      const constant = v128.load64_splat(constants + (<usize>c << 3));
      const to = out + <usize>c * stride + (<usize>s << 3);
      v128.store(to, logDensity(constant, q0));
      v128.store(to, logDensity(constant, q1), 16);
      v128.store(to, logDensity(constant, q2), 32);
      v128.store(to, logDensity(constant, q3), 48);
    }
  }
}
