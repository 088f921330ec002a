/** Seconds taken by `work`. Garbage left by others is collected before the clock starts; its own garbage counts. */
export function seconds(work) {
  globalThis.gc?.();
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

/** The same of work that is waited for. */
export async function secondsUntil(work) {
  globalThis.gc?.();
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
