// And with the types of DOM: what has a type there is taken as it is.

import { fit, type GaussianMixture } from 'gmm-wasm';

export async function use(address: string): Promise<GaussianMixture> {
  const wasm = await WebAssembly.compileStreaming(fetch(address));
  const { signal } = new AbortController();
  await fit([1, 2, 3], { nComponents: 1, wasm, signal });
  // @ts-expect-error a module that has not been waited for
  await fit([1, 2, 3], { nComponents: 1, wasm: WebAssembly.compileStreaming(fetch(address)) });
  return fit([1, 2, 3], { nComponents: 1, wasm: new URL(address), signal });
}
