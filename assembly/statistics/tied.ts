// The pooled scatter of one tile under a shared covariance. Components whose centres are near that of the heaviest,
// g, share one scatter about c_g, with y = x − c_g and ρ = Σ_near r_k; what that leaves out is linear in the
// statistics of the slice, so it is put right once a slice (`correct`): with h = c_k − c_g and S_k about c_k,
//
//   Σ r (x − c_k)(x − c_k)ᵀ = Σ r y yᵀ − (S_k hᵀ + h S_kᵀ + N_k h hᵀ)
//
// Near means ‖L⁻¹h‖² ≤ 2^12 under the present covariance. A component further away is accumulated about its own centre,
// over its own half-blocks. Where the scatter comes out so much smaller than that covariance that the subtraction cancels
// all the same (`cancels`), the pass is to be made again with no component near.
//
// Twin: src/kernel/twin/statistics/tied.ts

import { heaviest, whitenPoint } from '../densities/tied';
import { fold2, HALF_BYTES } from '../lanes';
import { halvesAt, compactedAt, differencesAt, factorsAt, momentsAt, shareAt, nearFlagsAt, scatterAt, TIED, whitePointAt } from '../layout';
import { gather } from './blocks';
import { centre, scatter } from './full';

const NEAR: f64 = 4096;
/** 2^16 */
const CANCELS: f64 = 65536;

/**
 * Decides which components are near, for the slice to come: near_k = 1 or 0.
 *
 * @param parameters - of the E-step; 0 if there are none (statistics from labels), and then no component is near
 * @param direct - whether no component shall be near
 */
export function findNear(parameters: usize, centres: usize, d: i32, k: i32, direct: bool, scratch: usize): void {
  const near = nearFlagsAt(scratch, d, k);
  const white = whitePointAt(scratch, d, k);
  const g = parameters ? heaviest(parameters, k) : 0;
  for (let c = 0; c < k; c++) {
    let distance = Infinity;
    if (parameters && !direct) {
      whitenPoint(
        centres + (<usize>(c * d) << 3), centres + (<usize>(g * d) << 3), factorsAt(parameters, d, k, TIED), d, white,
      );
      distance = 0;
      for (let j = 0; j < d; j++) {
        const v = load<f64>(white + (<usize>j << 3));
        distance += v * v;
      }
    }
    store<f64>(near + (<usize>c << 3), distance <= NEAR ? 1 : 0);
  }
}

/** S_j += Σ r·(x_j − c_j) over the gathered half-blocks: what `centre` adds, without the rows it writes. */
function firstMoments(
  tile: usize, width: i32, d: i32, compacted: usize, halves: usize, count: i32, about: usize, sums: usize,
): void {
  const stride = <usize>width << 3;
  const end = halves + (<usize>count << 2);
  for (let j = 0; j < d; j++) {
    const c = v128.load64_splat(about);
    let s0 = f64x2.splat(0), s1 = s0;
    let r = compacted;
    for (let h = halves; h < end; h += 4, r += HALF_BYTES) {
      const x = tile + <usize>load<u32>(h);
      s0 = f64x2.add(s0, f64x2.mul(v128.load(r), f64x2.sub(v128.load(x), c)));
      s1 = f64x2.add(s1, f64x2.mul(v128.load(r, 16), f64x2.sub(v128.load(x, 16), c)));
    }
    store<f64>(sums, load<f64>(sums) + fold2(s0, s1));
    tile += stride;
    about += 8;
    sums += 8;
  }
}

/** Adds N_k and S_k of every component and the pooled scatter, still uncorrected. */
export function tied(
  tile: usize, width: i32, d: i32, k: i32, responsibilities: usize, parameters: usize, centres: usize,
  statistics: usize, scratch: usize,
): void {
  const compacted = compactedAt(scratch, d, k);
  const halves = halvesAt(scratch, d, k);
  const columns = differencesAt(scratch, d, k);
  const target = scatterAt(statistics, d, k);
  const near = nearFlagsAt(scratch, d, k);
  const share = shareAt(scratch, d, k);
  const stride = <usize>width << 3;
  memory.fill(share, 0, stride);
  let any = false;
  for (let c = 0; c < k; c++) {
    const r = responsibilities + <usize>c * stride;
    const moments = momentsAt(statistics, d, c);
    const count = gather(r, width, compacted, halves, moments);
    if (!count) continue;
    const about = centres + (<usize>(c * d) << 3);
    if (load<f64>(near + (<usize>c << 3)) !== 0) {
      any = true;
      firstMoments(tile, width, d, compacted, halves, count, about, moments + 8);
      const end = halves + (<usize>count << 2);
      for (let h = halves; h < end; h += 4) {
        const at = <usize>load<u32>(h);
        for (let lane: usize = 0; lane < HALF_BYTES; lane += 16) {
          const to = share + at + lane;
          v128.store(to, f64x2.add(v128.load(to), v128.load(r + at + lane)));
        }
      }
    } else {
      centre(tile, width, d, compacted, halves, count, about, moments + 8, columns);
      scatter(d, count, columns, target);
    }
  }
  if (!any) return;
  // the sum of the shares is not a statistic: it goes where the next slice overwrites it
  const count = gather(share, width, compacted, halves, whitePointAt(scratch, d, k));
  const g = heaviest(parameters, k);
  centre(tile, width, d, compacted, halves, count, centres + (<usize>(g * d) << 3), 0, columns);
  scatter(d, count, columns, target);
}

/** Subtracts S hᵀ + h Sᵀ + N h hᵀ of every near component, once a slice. */
export function correct(parameters: usize, centres: usize, d: i32, k: i32, statistics: usize, scratch: usize): void {
  if (!parameters) return;
  const near = nearFlagsAt(scratch, d, k);
  const about = centres + (<usize>(heaviest(parameters, k) * d) << 3);
  for (let c = 0; c < k; c++) {
    if (load<f64>(near + (<usize>c << 3)) === 0) continue;
    const own = centres + (<usize>(c * d) << 3);
    const moments = momentsAt(statistics, d, c);
    const total = load<f64>(moments);
    let entry = scatterAt(statistics, d, k);
    for (let i = 0; i < d; i++) {
      const hi = load<f64>(own + (<usize>i << 3)) - load<f64>(about + (<usize>i << 3));
      const si = load<f64>(moments + (<usize>(i + 1) << 3));
      for (let j = 0; j <= i; j++) {
        const hj = load<f64>(own + (<usize>j << 3)) - load<f64>(about + (<usize>j << 3));
        const sj = load<f64>(moments + (<usize>(j + 1) << 3));
        store<f64>(entry, load<f64>(entry) - (si * hj + hi * sj + total * hi * hj));
        entry += 8;
      }
    }
  }
}

/**
 * Whether the scatter of a pass has lost digits to its correction: Σ_near N·h² > 2^16 × what is left on an axis, the
 * floor counted in. Then the pass is to be made again, directly.
 */
export function cancels(
  statistics: usize, parameters: usize, centres: usize, floor: usize, d: i32, k: i32, scratch: usize,
): bool {
  findNear(parameters, centres, d, k, false, scratch);
  const near = nearFlagsAt(scratch, d, k);
  const about = centres + (<usize>(heaviest(parameters, k) * d) << 3);
  let diagonal = scatterAt(statistics, d, k);
  for (let j = 0; j < d; j++) {
    const at = <usize>j << 3;
    let total: f64 = 0;
    let moved: f64 = 0;
    for (let c = 0; c < k; c++) {
      const n = load<f64>(momentsAt(statistics, d, c));
      total += n;
      if (load<f64>(near + (<usize>c << 3)) === 0) continue;
      const h = load<f64>(centres + (<usize>(c * d) << 3) + at) - load<f64>(about + at);
      moved += n * (h * h);
    }
    const left = load<f64>(diagonal);
    if (moved > CANCELS * ((left > 0 ? left : 0) + total * load<f64>(floor + at))) return true;
    diagonal += <usize>(j + 2) << 3;
  }
  return false;
}
