// The public types as users' compilers see them. A change here is a change of the contract: look at it, tell it in the
// CHANGELOG, and write the snapshot anew with `npx vitest run test/abi/types.test.ts -u`.

import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = 'dist/types';
const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));

/** A declaration file and all that it imports, each once, without comments. */
function reachable(entry: string): string {
  const seen = new Map<string, string>();
  const visit = (path: string) => {
    if (seen.has(path)) return;
    const text = readFileSync(path, 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');
    seen.set(path, text.replaceAll(/^\s*\n/gm, ''));
    for (const [, target] of text.matchAll(/(?:from|import\()\s*'(\.[^']+)\.js'/g)) {
      visit(join(dirname(path), `${target}.d.ts`));
    }
  };
  visit(entry);
  const files = [...seen].sort(([a], [b]) => (a < b ? -1 : 1));
  return files.map(([path, text]) => `// ${relative(ROOT, path)}\n${text}`).join('\n');
}

const entries = Object.entries<{ types?: string }>(exports).filter(([, { types }]) =>
  types?.startsWith('./dist/types/'),
);

it.each(entries)('%s has the recorded types', async (name, { types }) => {
  const file = name === '.' ? 'index' : name.slice(2).replaceAll('/', '-');
  await expect(reachable(types as string)).toMatchFileSnapshot(`types/${file}.txt`);
});

it('names no type of the DOM or of Node that a user may lack', () => {
  for (const [, { types }] of entries) expect(reachable(types as string)).not.toMatch(/\bNodeJS\.|reference types=/);
});
