import { spawnSync } from 'node:child_process';

const RELAXED_FLAG = '--experimental-wasm-relaxed-simd';

/** `() -> v128` whose body is one f64x2.relaxed_madd: valid only where relaxed SIMD is. */
const RELAXED_MODULE = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], // magic, version
  ...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b], // types
  ...[0x03, 0x02, 0x01, 0x00], // functions
  ...[0x0a, 0x13, 0x01, 0x11, 0x00], // code, no locals
  ...[0x41, 0x00, 0xfd, 0x0f, 0x41, 0x00, 0xfd, 0x0f, 0x41, 0x00, 0xfd, 0x0f, 0xfd, 0x87, 0x02, 0x0b],
);

export const hasRelaxedSimd = () => WebAssembly.validate(RELAXED_MODULE);

/**
 * Starts the script again with the flags it needs, and ends this process with its status.
 * Node 20 has relaxed SIMD behind a flag; later ones have it always and no longer know the flag.
 */
export function restartWithFlags() {
  const flags = [];
  // Garbage of one contender must not be collected on the clock of the next.
  if (!globalThis.gc) flags.push('--expose-gc');
  if (!hasRelaxedSimd() && knows(RELAXED_FLAG)) flags.push(RELAXED_FLAG);
  const missing = flags.filter((flag) => !process.execArgv.includes(flag));
  if (missing.length === 0) return;
  const child = spawnSync(process.execPath, [...process.execArgv, ...missing, ...process.argv.slice(1)], {
    stdio: 'inherit',
  });
  process.exit(child.status ?? 1);
}

const knows = (flag) => spawnSync(process.execPath, [flag, '-e', ''], { stdio: 'ignore' }).status === 0;
