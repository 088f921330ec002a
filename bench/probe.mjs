import { existsSync, readFileSync } from 'node:fs';
import asc from 'assemblyscript/asc';

const KERNEL = new URL('../assembly/', import.meta.url);

/**
 * AssemblyScript of a measurement, compiled as the kernel is; it may import the files of the kernel, as if it were one.
 *
 * @param features - that the compiler may use besides SIMD
 * @returns what it exports, and its text
 */
export async function compileProbe(source, features = []) {
  const files = {};
  const enabled = ['simd', ...features].flatMap((feature) => ['--enable', feature]);
  const flags = ['-O3', '--converge', '--runtime', 'stub', '--noAssert', '--initialMemory', '1', ...enabled];
  const { error, stderr } = await asc.main(['probe.ts', '-o', 'probe.wasm', '-t', 'probe.wat', ...flags], {
    readFile: (name) => (name === 'probe.ts' ? source : ofKernel(name)),
    writeFile: (name, content) => {
      files[name] = content;
    },
    listFiles: () => [],
  });
  if (error) throw new Error(stderr.toString());
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(files['probe.wasm']));
  return { exports, text: files['probe.wat'] };
}

function ofKernel(name) {
  const file = new URL(name, KERNEL);
  return name.endsWith('.ts') && existsSync(file) ? readFileSync(file, 'utf8') : null;
}
