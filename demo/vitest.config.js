import { defineConfig } from 'vitest/config';

// one browser at a time; some of the fits take seconds
export default defineConfig({
  test: { include: ['test/**/*.test.js'], fileParallelism: false, testTimeout: 60_000, hookTimeout: 60_000 },
});
