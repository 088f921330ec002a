import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for data that go to another process. */
export function exchange() {
  const folder = mkdtempSync(join(tmpdir(), 'gmm-wasm-quality-'));
  return {
    path: (name) => join(folder, name),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
