// What is not to be believed of a mixture, in the page's own words: clouds by their numbers on the plot, columns by name.

import type { Overview } from '../data/overview.js';
import type { Outcome } from '../worker/protocol.js';

export function doubtsOf(outcome: Outcome, { names, ranges }: Overview): string[] {
  const { collapsed, spurious, empty, converged, stopped, nIter, settings } = outcome;
  const doubts: string[] = [];
  const constant = names.filter((_, j) => ranges[j]![0] === ranges[j]![1]);
  if (constant.length > 0) {
    const verb = constant.length === 1 ? 'is' : 'are';
    doubts.push(`${listed(constant)} ${verb} the same in every row: no cloud can be told from another by that.`);
  }
  const isShared = settings.covarianceType.startsWith('tied') && settings.nComponents > 1;
  if (collapsed.length > 0 && isShared) {
    doubts.push(
      'The shape that the clouds share has no width in some direction: the likelihood means nothing. Try fewer clouds, or another shape.',
    );
  } else if (collapsed.length > 0) {
    doubts.push(
      `${clouds(collapsed, 'has', 'have')} shrunk onto rows that are equal, too few, or in one line: the likelihood means nothing. Try fewer clouds, another seed, or another shape.`,
    );
  }
  const others = spurious.filter((k) => !collapsed.includes(k));
  if (others.length > 0) {
    const rows = isShared ? 'no rows, so nothing tells' : 'very few rows, which do not tell';
    const what = isShared ? 'where a cloud is' : 'where a cloud is and how wide';
    doubts.push(`${clouds(others, 'stands', 'stand')} for ${rows} ${what}. Try fewer clouds, or another seed.`);
  }
  if (empty.length > 0) doubts.push(`${clouds(empty, 'holds', 'hold')} no rows: a share of 0. Try fewer clouds.`);
  if (!(converged || stopped) && nIter > 1)
    doubts.push(`There was still something to gain after ${nIter} iterations: Continue goes on.`);
  return doubts;
}

const listed = (words: readonly string[]) =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** As they are numbered on the plot, from 1. */
function clouds(all: readonly number[], one: string, many: string): string {
  const numbers = all.map((k) => String(k + 1));
  return all.length === 1 ? `Cloud ${numbers[0]} ${one}` : `Clouds ${listed(numbers)} ${many}`;
}
