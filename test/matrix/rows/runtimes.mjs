// JavaScript runtimes with a command line: imported, required, and the binaries by their subpaths.

import { ENTRIES } from '../entries.mjs';
import { reportOf } from './script.mjs';

/** The Node that runs this, and others. */
const NODES = [undefined, 'node22', 'node24', 'node26'];

const threaded = (threads) => ({ backend: 'wasm', threads });

function nodeRow(tool, name, file, args, expect) {
  return {
    name: `Node ${tool?.slice(4) ?? process.versions.node.split('.')[0]}, ${name}`,
    needs: tool ? [tool] : [],
    expect,
    run: ({ at, consumer, limit }) =>
      reportOf(tool ? at[tool] : process.execPath, [file, ...args], { cwd: consumer, limit }),
  };
}

const nodes = NODES.flatMap((tool) => [
  ...ENTRIES.flatMap(({ specifier, more, lacks, threads }) => {
    const args = [[specifier, ...more].join(), JSON.stringify({ threads, lacks })];
    return [
      nodeRow(tool, `import ${specifier}`, 'main.mjs', args, threaded(threads)),
      nodeRow(tool, `require ${specifier}`, 'require.cjs', args, threaded(threads)),
    ];
  }),
  nodeRow(tool, 'binaries by subpath', 'binaries.mjs', [], threaded(1)),
]);

function row(tool, name, command, expect) {
  return {
    ...{ name, needs: [tool], expect },
    run: ({ at, consumer, limit }) => reportOf(at[tool], command, { cwd: consumer, limit }),
  };
}

const bun = ENTRIES.map(({ specifier, more, lacks, threads }) => {
  const options = JSON.stringify({ threads, lacks });
  return row('bun', `Bun, import ${specifier}`, ['main.mjs', [specifier, ...more].join(), options], threaded(threads));
});

const deno = ENTRIES.map(({ specifier, more, lacks, threads }) => {
  const options = JSON.stringify({ threads, lacks });
  const command = ['run', '--allow-all', 'main.mjs', [specifier, ...more].join(), options];
  return row('deno', `Deno, import ${specifier}`, command, threaded(threads));
});

export const runtimes = [
  ...nodes,
  ...bun,
  row('bun', 'Bun, binaries by subpath', ['binaries.mjs'], threaded(1)),
  ...deno,
  row('deno', 'Deno without permissions', ['run', '--no-prompt', 'static.mjs'], threaded(2)),
  row('deno', 'Deno, binaries by subpath', ['run', '--allow-all', 'binaries.mjs'], threaded(1)),
];
