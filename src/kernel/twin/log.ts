// log in doubles, the same bits as assembly/log.ts: the formula, the error bound and the reasons are there.
//
// logCore is one lane of logLanes; log is the whole range. Products are added as c + a·b, in the order of madd.
// Exponents are read through one double and its two words, little-endian as WebAssembly is.

/** The 42 leading bits of ln 2. */
const LN2_HI = 0.6931471805598903;
/** ln 2 - LN2_HI */
const LN2_LO = 5.497923018708371e-14;

const C1 = 0.6666666666666731;
const C2 = 0.3999999999943335;
const C3 = 0.2857142873921026;
const C4 = 0.2222219883002754;
const C5 = 0.18183553252390053;
const C6 = 0.15314300927072055;
const C7 = 0.14793596843726736;

/** The upper word of √½, rounded up a little; the lower word is 0. */
const ROOT_HALF = 0x3fe6a09e;
/** The upper word of 1, less ROOT_HALF. */
const ROUND_UP = 0x3ff00000 - ROOT_HALF;
const MANTISSA = 0x000fffff;
const EXPONENT_BIAS = 1023;
const SMALLEST_NORMAL = 2.2250738585072014e-308;
const TWO_54 = 18014398509481984;

const buffer = /* @__PURE__ */ new ArrayBuffer(8);
const double = /* @__PURE__ */ new Float64Array(buffer);
const words = /* @__PURE__ */ new Uint32Array(buffer);

/** log(x·2^(EXPONENT_BIAS - bias)) for x > 0 and normal */
function biased(x: number, bias: number): number {
  // x = 2^k m with m in [√½, √2)
  double[0] = x;
  const upper = words[1]! + ROUND_UP;
  const k = (upper >>> 20) - bias;
  words[1] = (upper & MANTISSA) + ROOT_HALF;
  const f = double[0]! - 1;

  const s = f / (2 + f);
  const z = s * s;
  let q = C6 + C7 * z;
  q = C5 + q * z;
  q = C4 + q * z;
  q = C3 + q * z;
  q = C2 + q * z;
  q = C1 + q * z;

  const h = 0.5 * f * f;
  const t = s * (h + z * q) + k * LN2_LO;
  return f - (h - t) + k * LN2_HI;
}

/** log x for positive normal x; elsewhere the result means nothing. */
export function logCore(x: number): number {
  return biased(x, EXPONENT_BIAS);
}

/** log x for any x. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  return x < SMALLEST_NORMAL ? biased(x * TWO_54, EXPONENT_BIAS + 54) : biased(x, EXPONENT_BIAS);
}
