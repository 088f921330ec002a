/** Lets the page open without a network from now on, where the browser and the host allow it. */
export function keepForOffline(): void {
  // the development server has files of other names
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  // the page is as good without
  navigator.serviceWorker.register('./offline.js').catch(() => {});
}
