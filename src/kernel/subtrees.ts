// How a fixed tree of fan-in 8 over leaves (slices of rows, say) is shared out in whole subtrees. Workers that see all leaves
// take the next unit when they have done one: large ones first, then smaller ones, so that all are done at about the same
// time, though one of them may be slower, or be kept from work for a while:
//
//   units      0…7 | 8…15 | 16…23 | 24 | 25 | … | 34
//
// One that has only its own leaves owns neighbouring ones, and sums each whole subtree among them:
//
//   leaves     0 … 7 | 8 … 15 | 16 … 23 | 24 … 31 | 32 33 34
//   worker 0   ───────────────────── 0 … 20                        subtrees 0…7, 8…15, 16, 17, 18, 19, 20
//   worker 1                         21 … 34 ─────────────────     subtrees 21, 22, 23, 24…31, 32…34
//
// Folded in order these give the sum that one worker alone gives, to the bit.

/** Sums that are added one after the other at each level of the tree. */
export const FAN_IN = 8;

/** 8^level leaves from `first` on, fewer where the leaves end. */
export interface Subtree {
  readonly level: number;
  readonly first: number;
  readonly count: number;
}

/** Levels of the tree over so many leaves; 0 if there is one. */
export function foldLevels(leaves: number): number {
  let levels = 0;
  for (let reach = 1; reach < leaves; reach *= FAN_IN) levels++;
  return levels;
}

/**
 * Where the shares of so many workers begin, and the end of the last one. A share may be one in a hundred of all leaves
 * longer than another if that makes fewer subtrees.
 *
 * @param size - the leaves as a fraction: the last may be short
 */
export function shareBounds(size: number, workers: number): number[] {
  const leaves = Math.ceil(size);
  const bounds = [0];
  for (let w = 1; w < workers; w++) {
    const bound = roundest((size * w) / workers, size / 100);
    bounds.push(Math.min(leaves, Math.max(bounds[w - 1], bound)));
  }
  bounds.push(leaves);
  return bounds;
}

/** The nearest multiple of the highest power of 8 that has one within the slack; a whole number in any case. */
function roundest(ideal: number, slack: number): number {
  let best = Math.round(ideal);
  for (let unit = FAN_IN; unit <= ideal + slack; unit *= FAN_IN) {
    const candidate = Math.round(ideal / unit) * unit;
    if (Math.abs(candidate - ideal) <= slack) best = candidate;
  }
  return best;
}

/** The largest whole subtrees of the leaves [from, to), of `leaves` in all. */
export function subtrees(from: number, to: number, leaves: number): Subtree[] {
  const found: Subtree[] = [];
  for (let first = from; first < to; ) {
    let level = 0;
    let reach = 1;
    while (first % (reach * FAN_IN) === 0 && reach < leaves && Math.min(first + reach * FAN_IN, leaves) <= to) {
      reach *= FAN_IN;
      level++;
    }
    const count = Math.min(reach, to - first);
    found.push({ level, first, count });
    first += count;
  }
  return found;
}

/** Each unit is at most so small a part of what is then left to a worker. */
const PART_OF_SHARE = 2;

/** What workers take one after the other: all leaves in order. */
export function units(leaves: number, workers: number): Subtree[] {
  const found: Subtree[] = [];
  for (let first = 0; first < leaves; ) {
    const most = (leaves - first) / (PART_OF_SHARE * workers);
    let level = 0;
    let count = 1;
    while (count * FAN_IN <= most && first % (count * FAN_IN) === 0) {
      count *= FAN_IN;
      level++;
    }
    found.push({ level, first, count });
    first += count;
  }
  return found;
}

/** What each worker sums that owns its leaves. */
export function ownSubtrees(size: number, workers: number): Subtree[][] {
  const bounds = shareBounds(size, workers);
  const leaves = Math.ceil(size);
  return bounds.slice(1).map((end, worker) => subtrees(bounds[worker], end, leaves));
}
