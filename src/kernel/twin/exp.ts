// exp in doubles, the same bits as assembly/exp.ts: the formula, the error bound and the reasons are there.
//
// expCore is one lane of expBlock; exp is the whole range. Products are added as c + a·b, in the order of madd.

/** The 42 leading bits of ln 2. */
export const LN2_HI = 0.6931471805598903;
/** ln 2 - LN2_HI */
export const LN2_LO = 5.497923018708371e-14;
/** 1.5·2^52: adding it rounds to an integer and leaves that integer in the low bits. */
const SHIFT = 6755399441055744;
/** The largest argument with a finite result. */
const LARGEST = 709.782712893384;
/** The result is 0 from here on down. */
const SMALLEST = -745.1332191019412;

const C2 = 0.5000000000000011;
const C3 = 0.16666666666666466;
const C4 = 0.04166666666652881;
const C5 = 0.008333333333470184;
const C6 = 0.001388888894369694;
const C7 = 0.00019841269546311762;
const C8 = 2.480149317512646e-5;
const C9 = 2.7557558423853666e-6;
const C10 = 2.763019319862576e-7;
const C11 = 2.5007232452598398e-8;

const LEAST_POWER = -1022;
/** POWERS[n - LEAST_POWER] = 2^n, -1022 <= n <= 1023. */
const POWERS = /* @__PURE__ */ powersOfTwo();

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(2046);
  powers[-LEAST_POWER] = 1;
  for (let n = 1; n <= 1023; n++) powers[n - LEAST_POWER] = 2 * powers[n - 1 - LEAST_POWER];
  for (let n = -1; n >= LEAST_POWER; n--) powers[n - LEAST_POWER] = 0.5 * powers[n + 1 - LEAST_POWER];
  return powers;
}

/** 2^n for an integer n that a normal double can hold. */
function power(n: number): number {
  return POWERS[(n - LEAST_POWER) | 0];
}

/** SHIFT + n, n the integer nearest to x / ln 2. */
function shifted(x: number): number {
  return SHIFT + x * Math.LOG2E;
}

/** e^(x - n ln 2) */
function reduced(x: number, n: number): number {
  const r = x + n * -LN2_HI + n * -LN2_LO;
  const t = r * r;
  let q = C10 + C11 * r;
  q = C8 + C9 * r + q * t;
  q = C6 + C7 * r + q * t;
  q = C4 + C5 * r + q * t;
  q = C2 + C3 * r + q * t;
  return 1 + (r + t * q);
}

/** e^x for -708 <= x <= 709; elsewhere the result means nothing. */
export function expCore(x: number): number {
  const n = shifted(x) - SHIFT;
  return reduced(x, n) * power(n);
}

/** e^x for any x. */
export function exp(x: number): number {
  if (x > LARGEST) return Number.POSITIVE_INFINITY;
  if (x < SMALLEST) return 0;
  if (Number.isNaN(x)) return x;
  const n = shifted(x) - SHIFT;
  // two factors, so that only the last product can leave the normal numbers, and rounds once
  const half = Math.floor(0.5 * n);
  return reduced(x, n) * power(half) * power(n - half);
}
