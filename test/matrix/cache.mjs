// The folder outside the repository where tools are installed, once for each version, and where the consumer of the
// package lives, anew for each run.

import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './child.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const repository = fileURLToPath(new URL('../..', import.meta.url));
const cache = join(tmpdir(), 'gmm-wasm-matrix');
const quiet = ['--no-audit', '--no-fund', '--no-save', '--loglevel=error'];
/** Milliseconds that an installation may take. */
const PATIENCE = 240_000;

export const tools = JSON.parse(readFileSync(join(here, 'tools.json'), 'utf8'));

/** A tool cannot be had here. */
export class Absent extends Error {}

/**
 * Where the program of a tool is, after it has been installed if it was not there.
 *
 * @throws Absent with the reason
 */
export async function toolAt(name) {
  const tool = tools[name];
  return tool.debian ? debianTool(tool) : npmTool(name, tool);
}

async function debianTool({ debian, binary }) {
  if (existsSync(binary)) return binary;
  const install = `apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y ${debian}`;
  const { code, output } = await run('sh', ['-c', install], { limit: PATIENCE });
  if (code === 0 && existsSync(binary)) return binary;
  throw new Absent(`apt-get install ${debian}: ${lastLine(output)}`);
}

async function npmTool(name, { packages, binary }) {
  const wanted = Object.entries(packages).map(([key, version]) => `${key}@${version}`);
  const folder = join(cache, 'tools', `${name}-${Object.values(packages)[0]}`);
  const path = join(folder, 'node_modules', binary);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const { code, output } = await run('npm', ['install', ...quiet, ...wanted], { cwd: folder, limit: PATIENCE });
  if (code === 0 && existsSync(path)) return path;
  rmSync(folder, { recursive: true, force: true });
  throw new Absent(`npm install ${wanted.join(' ')}: ${lastLine(output)}`);
}

/** The version of a tool: the pinned one, or what Debian's program says; of none, that of the Node that runs this. */
export async function versionOf(name) {
  if (name === undefined) return process.versions.node;
  const { packages, binary } = tools[name];
  if (packages) return Object.values(packages)[0];
  const { output } = await run(binary, ['--version'], { limit: 30_000 });
  return output.match(/\d+(\.\d+)+/)?.[0] ?? '';
}

function lastLine(output) {
  return output.trim().split('\n').at(-1).slice(0, 200);
}

/** Packs the package as it is built, and installs it for a consumer of its own; the folder of that. */
export async function installPackage() {
  if (!existsSync(join(repository, 'dist/index.js'))) throw new Error('dist/ is missing: npm run build');
  const consumer = join(cache, 'consumer');
  rmSync(consumer, { recursive: true, force: true });
  mkdirSync(consumer, { recursive: true });
  await must('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', consumer], repository);
  const tarball = readdirSync(consumer).find((name) => name.endsWith('.tgz'));
  writeFileSync(join(consumer, 'package.json'), '{ "private": true, "type": "module" }\n');
  await must('npm', ['install', ...quiet, '--offline', `./${tarball}`], consumer);
  cpSync(join(here, 'consumer'), consumer, { recursive: true });
  const fingerprint = join(here, '../fingerprint');
  cpSync(join(fingerprint, 'fits.mjs'), join(consumer, 'fits.mjs'));
  const expected = readFileSync(join(fingerprint, 'expected.json'), 'utf8');
  writeFileSync(join(consumer, 'expected.mjs'), `export default ${expected}`);
  return consumer;
}

async function must(command, args, cwd) {
  const { code, output } = await run(command, args, { cwd, limit: PATIENCE });
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}: ${output}`);
}
