// What the readers of other libraries' models have in common: a JSON, as an object or as text.

import { show } from '../../names.js';

/**
 * The object of a JSON.
 *
 * @param what - what it should be, for messages: 'a GaussianMixture of scikit-learn'
 * @param how - how to make one
 * @throws TypeError for what is no object, and for text that is not JSON
 */
export function readObject(source: unknown, what: string, how: string): Record<string, unknown> {
  const json = typeof source === 'string' ? parse(source, what) : source;
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Record<string, unknown>;
  throw new TypeError(`not the JSON of ${what}: got ${show(json)}; ${how}`);
}

function parse(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const { message } = cause as Error;
    throw new TypeError(
      `not the JSON of ${what}: ${message}; pass the text of the file, whose numbers must all be finite`,
      { cause },
    );
  }
}

/** Whether a field says nothing: it is not there, null, or R's NULL. */
export function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}
