// Tables for people: columns of numbers, flush right.

import CliTable from 'cli-table3';

const BARE = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 * @param {{ left?: readonly number[] }} [options] columns that are flush left
 */
export function tableOf(head, rows, { left = [] } = {}) {
  const table = new CliTable({
    head: [...head],
    colAligns: head.map((_, index) => (left.includes(index) ? 'left' : 'right')),
    chars: BARE,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => `  ${line}`.trimEnd())
    .join('\n');
}
