// How fast pictures may follow each other.

/** Milliseconds between them for who wants little motion. */
export const CALM = 500;

const query = matchMedia('(prefers-reduced-motion: reduce)');

export const reducedMotion = () => query.matches;

/** When the next picture may be drawn. */
export const nextMoment = () =>
  new Promise<unknown>((resolve) => {
    if (reducedMotion()) setTimeout(resolve, CALM);
    else requestAnimationFrame(resolve);
  });
