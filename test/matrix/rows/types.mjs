// Consumers in TypeScript: every resolution, with and without the types of DOM, and the package's own types checked too.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../child.mjs';

const COMPILERS = ['typescript5', 'typescript6', 'typescript7'];
const RESOLUTIONS = [
  { name: 'node16', module: 'node16' },
  { name: 'nodenext', module: 'nodenext', files: ['types.cts'] },
  { name: 'bundler', module: 'esnext' },
];

async function compile(tsc, consumer, { name, module }, { lib, files, limit }) {
  const folder = join(consumer, 'projects', `${name}-${lib.join('-')}`);
  mkdirSync(folder, { recursive: true });
  const compilerOptions = {
    ...{ target: 'es2022', module, moduleResolution: name, strict: true, exactOptionalPropertyTypes: true },
    ...{ noEmit: true, skipLibCheck: false, types: [], lib },
  };
  const listed = files.map((file) => `../../${file}`);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: listed }, null, 2));
  const { code, output } = await run(tsc, ['--project', '.'], { cwd: folder, limit });
  if (code !== 0) throw new Error(`lib ${lib}: ${output.trim().slice(0, 600)}`);
}

export const types = COMPILERS.flatMap((tool) =>
  RESOLUTIONS.map((resolution) => ({
    name: `TypeScript ${tool.slice(10)}, ${resolution.name}`,
    needs: [tool],
    async run({ at, consumer, limit }) {
      const files = ['types.mts', ...(resolution.files ?? [])];
      await compile(at[tool], consumer, resolution, { lib: ['es2022'], files, limit });
      await compile(at[tool], consumer, resolution, {
        lib: ['es2022', 'dom'],
        files: [...files, 'types-dom.mts'],
        limit,
      });
    },
  })),
);
