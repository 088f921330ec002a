/**
 * Compiles a native peer against the headers of its Debian package:
 *
 *   apt-get install g++ libarmadillo-dev libvlfeat-dev
 *   node bench/native/build.mjs
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FLAGS = ['-std=c++17', '-O3', '-march=native', '-fopenmp', '-DNDEBUG', '-DARMA_NO_DEBUG'];
const LIBRARIES = { armadillo: ['-larmadillo'], vlfeat: ['-lvl'] };
const HEADERS = { armadillo: 'armadillo', vlfeat: 'vl/gmm.h' };

export const COMMAND = `g++ ${FLAGS.join(' ')}`;

/** The path of the program, or an error that says what is missing. */
export function buildNative(name) {
  const source = fileURLToPath(new URL(`${name}.cpp`, import.meta.url));
  const folder = fileURLToPath(new URL('../../build/bench/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  const program = `${folder}${name}`;
  const protocol = fileURLToPath(new URL('protocol.hpp', import.meta.url));
  if (changed(program) > Math.max(changed(source), changed(protocol))) return program;
  const compiler = process.env.CXX ?? 'g++';
  const args = [...FLAGS, source, '-o', program, ...LIBRARIES[name]];
  const { error, status, stderr } = spawnSync(compiler, args, { encoding: 'utf8' });
  if (error) throw new Error(`no compiler: ${compiler}`);
  if (status === 0) return program;
  if (stderr.includes(`${HEADERS[name]}: No such file`)) throw new Error(`not installed: lib${name}-dev`);
  throw new Error(`does not compile: ${stderr.split('\n').find((line) => line.includes('error'))}`);
}

const changed = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const name of Object.keys(LIBRARIES)) {
    try {
      buildNative(name);
      console.log(`${name}: built`);
    } catch (error) {
      console.log(`${name}: ${error.message}`);
    }
  }
}
