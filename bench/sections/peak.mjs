import { hasRelaxedSimd } from '../flags.mjs';
import { compileProbe } from '../probe.mjs';

/** Independent chains: enough to hide the latency, and few enough for sixteen registers. */
const CHAINS = [8, 10, 12, 13];
const UNROLL = 4;
const STEPS = 2.5e5;
const WARM_CALLS = 20;
const ROUNDS = 20;

/** One step of chain i, and its operations a lane. `mixed` has no dependence of an addition on a multiplication. */
const FORMS = {
  pairs: { operations: 2, step: (x) => `${x} = f64x2.add(f64x2.mul(${x}, a), b);` },
  mixed: { operations: 1, step: (x, i) => `${x} = f64x2.${i % 2 === 0 ? 'add' : 'mul'}(${x}, a);` },
  fused: { operations: 2, step: (x) => `${x} = f64x2.relaxed_madd(${x}, a, b);` },
};

/** The most that vectors of two doubles give on one thread of this engine, in GFLOP/s: the ceiling of every kernel. */
export async function peak() {
  const plain = await best(['pairs', 'mixed']);
  const fused = hasRelaxedSimd() ? await best(['fused']) : null;
  console.error(`  mul + add ${plain.gflops.toFixed(1)}, fused ${fused?.gflops.toFixed(1) ?? '–'} GFLOP/s`);
  return { plain, fused };
}

/** Best of all forms and numbers of chains, each at its best, since a peak is asked for. */
async function best(forms) {
  const found = [];
  for (const form of forms) {
    for (const chains of CHAINS) {
      const { exports } = await compileProbe(source(form, chains), ['relaxed-simd']);
      found.push({ form, chains, gflops: measure(exports.run, chains * FORMS[form].operations) });
    }
  }
  return found.reduce((a, b) => (b.gflops > a.gflops ? b : a));
}

function measure(run, operations) {
  for (let call = 0; call < WARM_CALLS; call++) run(STEPS);
  let least = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    run(STEPS);
    least = Math.min(least, performance.now() - start);
  }
  // two lanes; milliseconds
  return (2 * operations * UNROLL * STEPS) / (least * 1e6);
}

function source(form, chains) {
  const names = Array.from({ length: chains }, (_, i) => `x${i}`);
  const steps = names.map(FORMS[form].step).join('\n      ');
  return `export function run(steps: i32): f64 {
    const a = f64x2.splat(0.9999999), b = f64x2.splat(1e-7);
    let ${names.map((name, i) => `${name} = f64x2.splat(${i + 1})`).join(', ')};
    for (let i = 0; i < steps; i++) {
      ${Array.from({ length: UNROLL }, () => steps).join('\n      ')}
    }
    return f64x2.extract_lane(${names.reduce((sum, name) => `f64x2.add(${sum}, ${name})`)}, 0);
  }
`;
}
