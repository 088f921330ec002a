// The package with its streams, where imports stand in the source.

export * from 'gmm-wasm';
export * from 'gmm-wasm/stream';
