// The worker, as the page sees it.

import { type Remote, wrap } from 'comlink';
import type { Api } from './protocol.js';

export type Worked = Remote<Api>;

export const connect = (): Worked => wrap<Api>(new Worker(new URL('./index.ts', import.meta.url), { type: 'module' }));

/** Whether a job ended because another took its place, or the user stopped it. */
export const wasEnded = (error: unknown): boolean => (error as Error | undefined)?.name === 'AbortError';
