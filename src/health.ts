// What is wrong with a fitted mixture: collapsed, spurious and empty components, each with a sentence.

import { isTied } from './kernel/twin/layout.js';
import type { Workspace } from './kernel/workspace.js';
import type { Steps } from './steps.js';

/** The indices of components that should not be believed. */
export interface Health {
  /** Smallest eigenvalue of the covariance at the floor. */
  collapsed: number[];
  /** Likeliest for too few distinct rows: see `rowsOfOne`. */
  spurious: number[];
  /** Of weight 0. */
  empty: number[];
}

/** Examines the parameters in the workspace. */
export function* examine(workspace: Workspace): Steps<Health> {
  const { collapsed, empty } = unheld(workspace);
  const few = yield* fewRows(workspace);
  return { collapsed, empty, spurious: few.filter((c) => !empty.includes(c)) };
}

/** What parameters alone can tell: components that no data hold up. */
export function unheld(workspace: Workspace): Omit<Health, 'spurious'> {
  const { k, d, family } = workspace.size;
  const { doubles, functions, integers } = workspace.kernel;
  const { parameters, threshold, flags, scratch } = workspace.at;
  functions.collapsed(parameters, threshold, d, k, family, flags, scratch);
  const collapsed = componentsWhere(k, (c) => integers[flags / 4 + c] === 1);
  return { collapsed, empty: componentsWhere(k, (c) => doubles[parameters / 8 + c] === 0) };
}

function componentsWhere(k: number, is: (component: number) => boolean): number[] {
  const components: number[] = [];
  for (let c = 0; c < k; c++) if (is(c)) components.push(c);
  return components;
}

/**
 * Distinct rows that a component is to be the likeliest for: they determine a mean and a covariance. One that all share
 * is determined by all rows, and its likelihood has a bound, so there one row will do.
 */
function rowsOfOne(d: number, tied: boolean): number {
  return tied ? 1 : d + 2;
}

/** The components that have too few distinct rows. Mostly the first slice tells. */
function* fewRows(workspace: Workspace): Steps<number[]> {
  const { k, d, family } = workspace.size;
  const { functions, integers } = workspace.kernel;
  const { parameters, labels, counts, seen, scratch } = workspace.at;
  const limit = rowsOfOne(d, isTied(family));
  integers.fill(0, counts / 4, counts / 4 + k);
  const all = yield* workspace.visit((range) => {
    const { rows } = range;
    const tiles = workspace.open(range);
    functions.evaluate(tiles, rows, d, k, family, parameters, 0, labels, 0, scratch);
    return functions.distinct(tiles, rows, d, k, labels, limit, counts, seen) === k;
  });
  return all ? [] : componentsWhere(k, (c) => integers[counts / 4 + c] < limit);
}

/** Whether a fit has nothing to be said against it. */
export function isHealthy({ collapsed, spurious, empty }: Health): boolean {
  return collapsed.length + spurious.length + empty.length === 0;
}

/** Sentences for people. */
export function healthWarnings({ collapsed, spurious, empty }: Health, k: number, d: number, tied: boolean): string[] {
  const warnings: string[] = [];
  if (collapsed.length > 0) {
    const whose = tied ? 'The shared covariance has' : `${subject(collapsed, 'has', 'have')}`;
    warnings.push(
      `${whose} collapsed: a variance is held only by regCovar, so the likelihood means nothing. The samples there are ` +
        'equal, too few, or lie in a subspace; try fewer components, another start, or a larger regCovar.',
    );
  }
  if (spurious.length > 0) {
    const why = tied
      ? 'the likeliest for no row, so nothing tells where the mean should be'
      : `the likeliest for fewer than ${rowsOfOne(d, tied)} distinct rows, which do not determine a mean and a covariance`;
    warnings.push(`${subject(spurious, 'is', 'are')} spurious: ${why}; try fewer components or another start.`);
  }
  if (empty.length > 0) {
    warnings.push(
      `${subject(empty, 'is', 'are')} empty: no sample belongs there, so the weight is 0 and mean and covariance are ` +
        `the last ones. The data show at most ${k - empty.length} components from this start.`,
    );
  }
  return warnings;
}

function subject(components: number[], one: string, many: string): string {
  return components.length === 1 ? `Component ${components[0]} ${one}` : `Components ${components.join(', ')} ${many}`;
}
