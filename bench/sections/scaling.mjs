import { compete } from '../compete.mjs';

/** One size grows, the others stay. */
const GROWTHS = [
  { axis: 'n', values: [1e4, 3e4, 1e5, 3e5, 1e6, 3e6], fixed: { d: 8, nComponents: 8 } },
  { axis: 'd', values: [2, 4, 8, 16, 32, 64, 128], fixed: { n: 2e4, nComponents: 8 } },
  { axis: 'nComponents', values: [2, 4, 8, 16, 32, 64], fixed: { n: 5e4, d: 8 } },
];

/** Seconds of one shape that a contender may take; the growth is what counts, so few rounds do. */
const BUDGET = 3;
const ROUNDS = 3;

/** But for one iteration this one waits: the largest sizes are the point. */
const LIMIT = 20;

/** Time by the iteration as n, d and K grow. All that can be skipped is not there: centres in one place. */
export async function scaling({ contenders, options }) {
  const who = contenders.filter(({ name, own, threads, isScikitLearn, stem }) => {
    if (own) return name !== 'twin';
    return threads === 1 && (isScikitLearn || stem === 'armadillo');
  });
  const few = { ...options, budget: BUDGET, limit: LIMIT, rounds: Math.min(ROUNDS, options.rounds) };
  const growths = [];
  for (const { axis, values, fixed: asked } of GROWTHS) {
    // rows make the time, so a trial has fewer of them
    const fixed = options.quick && asked.n ? { ...asked, n: asked.n / 10 } : asked;
    const races = [];
    for (const value of options.quick ? values.filter(inTrial(axis)) : values) {
      const spec = { ...fixed, [axis]: value, covarianceType: 'full', spread: 0 };
      races.push(await compete(who.map(hurried), spec, few));
    }
    growths.push({ axis, fixed, races });
  }
  return growths;
}

/** A trial looks at every other size, and at no large n. */
const inTrial = (axis) => (value, index) => (axis === 'n' ? value <= 1e5 : index % 2 === 0);

/** Everybody in a hurry: short fits where long ones would not end. */
const hurried = (contender) => ({ ...contender, slow: true });
