import { digits, table } from './table.mjs';

/** The ceiling of every kernel. */
export function peakPage({ plain, fused }) {
  return [
    '## What the machine gives',
    '',
    'Vectors of two doubles in WebAssembly, independent chains in registers, one thread, the best of several numbers of',
    'chains. The fractions below count the operations of an EM iteration as if every pair were touched.',
    '',
    ...table(
      ['arithmetic', 'GFLOP/s'],
      [
        ['multiply and add (strict)', digits(plain.gflops)],
        ['fused multiply-add (relaxed)', fused ? digits(fused.gflops) : 'not in this engine'],
      ],
    ),
    '',
  ];
}
