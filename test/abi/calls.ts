// The calls in the text form of a binary, and the loops that they stand in.

/** A call in a function. */
export interface Call {
  readonly caller: string;
  readonly callee: string;
  /** Loops around it in its function. */
  readonly depth: number;
  /** Whether the loop next around it has no loop inside. */
  readonly innermost: boolean;
}

export interface Text {
  /** Function names by export name. */
  readonly exports: ReadonlyMap<string, string>;
  readonly calls: readonly Call[];
  /** Functions with a loop. */
  readonly loops: ReadonlySet<string>;
  readonly functions: ReadonlySet<string>;
}

interface Block {
  readonly isLoop: boolean;
  hasLoop: boolean;
  readonly calls: { callee: string; depth: number }[];
}

/** $assembly/pass/pass → pass/pass */
function short(name: string): string {
  return name.replace('$assembly/', '').replace('~lib/', '');
}

/** Reads what `asc --textFile` writes: one instruction a line, blocks closed by `end`. */
export function readText(text: string): Text {
  const exports = new Map<string, string>();
  const functions = new Set<string>();
  const loops = new Set<string>();
  const calls: Call[] = [];
  let caller = '';
  let blocks: Block[] = [];
  for (const line of text.split('\n')) {
    const [word, ...rest] = line.trim().split(/\s+/);
    const [, name, target] = /^\(export "(\w+)" \(func (\S+?)\)\)/.exec(line.trim()) ?? [];
    if (name) exports.set(name, short(target));
    if (word === '(func') {
      caller = short(rest[0]);
      functions.add(caller);
      blocks = [];
    } else if (word === 'loop' || word === 'block' || word === 'if') {
      const isLoop = word === 'loop';
      if (isLoop) {
        loops.add(caller);
        for (const block of blocks) block.hasLoop = true;
      }
      blocks.push({ isLoop, hasLoop: false, calls: [] });
    } else if (word === 'end') {
      const block = blocks.pop();
      if (!block) throw new Error(`${caller}: an end too many`);
      if (!block.isLoop) continue;
      for (const call of block.calls) calls.push({ caller, ...call, innermost: !block.hasLoop });
    } else if (word === 'call' || word === 'call_indirect' || word === 'return_call') {
      const callee = short(rest[0] ?? word);
      const depth = blocks.filter(({ isLoop }) => isLoop).length;
      const loop = blocks.filter(({ isLoop }) => isLoop).at(-1);
      if (loop) loop.calls.push({ callee, depth });
      else calls.push({ caller, callee, depth, innermost: false });
    }
  }
  return { exports, calls, loops, functions };
}

/** The functions that exports of the given names can reach. */
export function reachable({ exports, calls }: Text, names: readonly string[]): Set<string> {
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    for (const { caller, callee } of calls) if (caller === name) visit(callee);
  };
  for (const name of names) visit(exports.get(name) ?? `no export ${name}`);
  return found;
}
