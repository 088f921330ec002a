import type { CompiledModule } from './platform.js';

/**
 * What `import binary from 'gmm-wasm/simd.wasm'` gives where the platform or the bundler compiles it, as on Cloudflare's
 * workers: a module for option `wasm`.
 */
declare const binary: CompiledModule;
export default binary;
