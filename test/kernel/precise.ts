// exp and log to more than 190 bits, by BigInt fixed point, and the error of a double against them.
//
//   exp x = 2^n e^r        n = round(x / ln 2), r = x - n ln 2; Taylor series of r / 2^8, squared eight times
//   log x = k ln 2 + 2 atanh s     x = 2^k m, m in [3/4, 3/2), s = (m - 1) / (m + 1); series of atanh
//
// Numbers are integers over 2^256. The absolute error stays below 2^-240; exp is scaled to be near 1, and the
// smallest |log x| other than 0 is 2^-53, so the relative error stays below 2^-187.

const BITS = 256n;
const ONE = 1n << BITS;

/** The number mantissa·2^exponent. */
export interface Precise {
  readonly mantissa: bigint;
  readonly exponent: number;
}

const double = new Float64Array(1);
const word = new BigInt64Array(double.buffer);

/** The bits of a double as a signed integer; neighbouring doubles of one sign have neighbouring bits. */
export function bitsOf(x: number): bigint {
  double[0] = x;
  return word[0]!;
}

/** The double with the given bits. */
export function fromBits(bits: bigint): number {
  word[0] = bits;
  return double[0]!;
}

/** 2^n for -1022 <= n <= 1023. */
export function twoTo(n: number): number {
  return fromBits(BigInt(n + 1023) << 52n);
}

/** The double `steps` places above x > 0, or further from zero for x < 0; never across zero. */
export function neighbour(x: number, steps: number): number {
  return fromBits(bitsOf(x) + BigInt(steps));
}

/** A finite double, exactly. */
export function precise(x: number): Precise {
  const bits = bitsOf(x);
  const field = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = field === 0 ? fraction : fraction | (1n << 52n);
  return { mantissa: bits < 0n ? -mantissa : mantissa, exponent: Math.max(field, 1) - 1075 };
}

/** e^x for finite x. */
export function preciseExp(x: number): Precise {
  return expOf(toFixed(precise(x)));
}

/** 2^(x/64) for finite x. */
export function preciseExpOfSteps(x: number): Precise {
  return expOf((toFixed(precise(x)) * LN2) >> (BITS + 6n));
}

function expOf(fixed: bigint): Precise {
  const n = (2n * fixed + LN2) / (2n * LN2) - (2n * fixed + LN2 < 0n ? 1n : 0n);
  const r = (fixed - n * LN2) >> 8n;
  let sum = ONE;
  let term = ONE;
  for (let i = 1n; term !== 0n && term !== -1n; i++) {
    term = ((term * r) >> BITS) / i;
    sum += term;
  }
  for (let i = 0; i < 8; i++) sum = (sum * sum) >> BITS;
  return { mantissa: sum, exponent: Number(n - BITS) };
}

/** log x for finite x > 0. */
export function preciseLog(x: number): Precise {
  const { mantissa, exponent } = precise(x);
  const length = bitLength(mantissa);
  let k = exponent + length;
  let m = mantissa << (BITS - BigInt(length));
  if (m < (3n * ONE) / 4n) {
    m *= 2n;
    k -= 1;
  }
  return { mantissa: BigInt(k) * LN2 + twiceAtanh(m - ONE, m + ONE), exponent: Number(-BITS) };
}

/** |got - exact| in units in the last place of exact (the spacing of doubles where exact lies, subnormals included). */
export function ulpError(got: number, exact: Precise): number {
  const a = precise(got);
  if (exact.mantissa === 0n) return got === 0 ? 0 : Number.POSITIVE_INFINITY;
  const ulp = Math.max(bitLength(exact.mantissa) + exact.exponent - 53, -1074);
  // the difference in units of 2^-40 ulp, from the common exponent
  const e = Math.min(a.exponent, exact.exponent);
  const difference = (a.mantissa << BigInt(a.exponent - e)) - (exact.mantissa << BigInt(exact.exponent - e));
  const shift = ulp - 40 - e;
  const scaled = shift >= 0 ? difference >> BigInt(shift) : difference << BigInt(-shift);
  return Math.abs(Number(scaled)) / 0x10000000000;
}

function bitLength(a: bigint): number {
  return (a < 0n ? -a : a).toString(2).length;
}

function toFixed(a: Precise): bigint {
  const shift = BITS + BigInt(a.exponent);
  return shift >= 0n ? a.mantissa << shift : a.mantissa >> -shift;
}

/** 2 atanh(p / q) = 2 (s + s^3/3 + s^5/5 + ...), s = p / q. */
function twiceAtanh(p: bigint, q: bigint): bigint {
  const s = (p << BITS) / q;
  const z = (s * s) >> BITS;
  let sum = 0n;
  let power = s;
  for (let i = 1n; power !== 0n && power !== -1n; i += 2n) {
    sum += power / i;
    power = (power * z) >> BITS;
  }
  return 2n * sum;
}

const LN2 = twiceAtanh(1n, 3n);
