import { readFileSync } from 'node:fs';
import { SCRIPTS } from './contenders.mjs';
import { command, commit, host } from './host.mjs';
import { COMMAND } from './native/build.mjs';

/** What anybody needs to know to believe a figure or to repeat it. */
export function describeRun(contenders) {
  return {
    date: new Date().toISOString(),
    commit: commit(),
    command: command('bench/run.mjs', process.argv.slice(2)),
    flags: process.execArgv,
    machine: host(),
    node: process.versions.node,
    v8: process.versions.v8,
    scikitLearn: distinct(contenders.filter(({ isScikitLearn }) => isScikitLearn)),
    native: distinct(contenders.filter(({ stem, isScikitLearn }) => stem && !isScikitLearn)),
    compiler: COMMAND,
    packages: Object.fromEntries(
      contenders.filter(({ name }) => SCRIPTS.includes(name)).flatMap(({ name }) => version(name)),
    ),
  };
}

/** The versions behind contenders, once where they differ in threads only. */
function distinct(contenders) {
  const texts = contenders.map(({ versions }) => JSON.stringify(versions));
  return [...new Set(texts)].map((text) => JSON.parse(text));
}

/** Of an npm package; the hand-written peer is none. */
function version(name) {
  try {
    const manifest = new URL(`../node_modules/${name}/package.json`, import.meta.url);
    return [[name, JSON.parse(readFileSync(manifest, 'utf8')).version]];
  } catch {
    return [];
  }
}
