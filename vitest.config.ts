import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

// Newer engines have relaxed SIMD without a flag, and in time will not know the flag.
const relaxedFlag = WebAssembly.validate(readFileSync('build/relaxed.wasm'))
  ? []
  : ['--experimental-wasm-relaxed-simd'];

// Processes, not threads: each file has an engine of its own, and flags of the engine can be set by project.
const common = { pool: 'forks' as const, environment: 'node' };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/{abi,memory,relaxed}/**'],
          // no test is about time, and a busy machine is no fault
          testTimeout: 60_000,
        },
      },
      { test: { ...common, name: 'abi', include: ['test/abi/**/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          ...common,
          name: 'memory',
          include: ['test/memory/**/*.test.ts'],
          execArgv: ['--expose-gc'],
          testTimeout: 120_000,
        },
      },
      {
        test: {
          ...common,
          name: 'relaxed',
          include: ['test/relaxed/**/*.test.ts'],
          execArgv: relaxedFlag,
        },
      },
    ],
  },
});
