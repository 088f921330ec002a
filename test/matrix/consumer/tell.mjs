// Sends the outcome of a page, or of a worker, to the address in its own query; in a plain process it is printed.

/** @param work - gives what is to be told */
export async function tell(work) {
  const report = await work().then(
    (found) => ({ ...found, isolated: globalThis.crossOriginIsolated }),
    (error) => ({ error: `${error}\n${error?.stack ?? ''}` }),
  );
  const text = JSON.stringify(report);
  const to = new URLSearchParams(globalThis.location?.search ?? '').get('to');
  if (to === null) console.log(text);
  else await fetch(to, { method: 'POST', mode: 'no-cors', body: text });
}
