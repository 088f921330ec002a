// Rows that start a program and read what it prints.

import { run } from '../child.mjs';

/** The last line that a program prints, as JSON. */
export async function reportOf(command, args, options) {
  const { code, late, printed, output } = await run(command, args, options);
  if (late) throw new Error(`it did not end within ${options.limit / 1000} s: ${output.slice(-300)}`);
  if (code !== 0) throw new Error(`exit code ${code}: ${causeIn(output)}\n${output.trim().slice(-600)}`);
  return JSON.parse(printed.trim().split('\n').at(-1));
}

/** The line of an output that names an error. */
export function causeIn(output) {
  const lines = output.trim().split('\n');
  return (lines.find((line) => /error/i.test(line)) ?? lines.at(-1)).trim().slice(0, 200);
}
