// dist/ → build/minified/, as the bundler of a page would leave it: that is what size limits are about.

import { rmSync } from 'node:fs';
import { build } from 'esbuild';

rmSync('build/minified', { recursive: true, force: true });
const common = {
  outdir: 'build/minified',
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'neutral',
  logLevel: 'error',
};
await build({
  ...common,
  entryPoints: ['dist/index.js', 'dist/kernel.js', 'dist/stream.js', 'dist/compat/*.js'],
  splitting: true,
});
await build({ ...common, entryPoints: ['dist/core.js'], outdir: 'build/minified/core' });
