// What fits.mjs exports, for tests in TypeScript.

/** What a run came to. */
export interface Fingerprint {
  readonly hash: string;
  readonly values: number;
  readonly nan: false;
  readonly cases: Readonly<Record<string, string>>;
  readonly ran: { readonly backends: string[]; readonly threads: number; readonly reasons: string[] };
}

export function fnv1a(bytes: Uint8Array): string;
export function fingerprint(
  lib: object,
  options?: { threads?: number; backend?: 'auto' | 'wasm' | 'js'; wasm?: unknown; lacks?: readonly string[] },
): Promise<Fingerprint>;
export function differences(found: Pick<Fingerprint, 'cases'>, expected: Pick<Fingerprint, 'cases'>): string[];
