// N += Σ r, S += Σ r·y, Q += Σ r·y² with y = x − c, of one tile for one component, d = 1, all families.
//
// Kernel: assembly/statistics/univariate.ts

/** Adds N and S at `moments`, Q at `scatter`. */
export function univariate(
  memory: Float64Array,
  tile: number,
  width: number,
  responsibilities: number,
  centre: number,
  moments: number,
  scatter: number,
): void {
  let n0 = 0;
  let n1 = 0;
  let n2 = 0;
  let n3 = 0;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let q0 = 0;
  let q1 = 0;
  let q2 = 0;
  let q3 = 0;
  for (let x = tile, r = responsibilities; x < tile + width; x += 4, r += 4) {
    const y0 = memory[x] - centre;
    const y1 = memory[x + 1] - centre;
    const y2 = memory[x + 2] - centre;
    const y3 = memory[x + 3] - centre;
    const v0 = memory[r] * y0;
    const v1 = memory[r + 1] * y1;
    const v2 = memory[r + 2] * y2;
    const v3 = memory[r + 3] * y3;
    n0 += memory[r];
    n1 += memory[r + 1];
    n2 += memory[r + 2];
    n3 += memory[r + 3];
    s0 += v0;
    s1 += v1;
    s2 += v2;
    s3 += v3;
    q0 += v0 * y0;
    q1 += v1 * y1;
    q2 += v2 * y2;
    q3 += v3 * y3;
  }
  memory[moments] += n0 + n2 + (n1 + n3);
  memory[moments + 1] += s0 + s2 + (s1 + s3);
  memory[scatter] += q0 + q2 + (q1 + q3);
}
