import { createHash } from 'node:crypto';
import { TUNED } from '../store.mjs';
import { draw } from './draw.mjs';
import { fixtures } from './fixtures.mjs';
import { nameOf, records } from './records.mjs';

/** A trial takes one generated problem of so many; it shares no factor with the numbers of features and families. */
const TRIAL = 7;

/**
 * All problems of a seed: those of the fixtures, which the defaults were tuned on as well, then the generated ones.
 *
 * @param seed - of the generated ones
 * @param quick - some of them only
 * @param matching - a regular expression that names must match
 */
export function suite({ seed, quick, matching }) {
  const generated = records(seed)
    .filter((_, i) => !quick || i % TRIAL === 0)
    .map((record) => ({ id: nameOf(record), source: 'generated', ...record, recorded: [], draw: () => draw(record) }));
  return [...(seed === TUNED ? fixtures() : []), ...generated]
    .filter(({ id }) => !matching || matching.test(id))
    .map(complete);
}

/** Data are made when they are wanted first. `truth` is the mixture they come from, where there is one. */
function complete({ draw: make, data, ...problem }) {
  let drawn = data && { data };
  const once = () => {
    drawn ??= make();
    return drawn;
  };
  return {
    ...problem,
    get data() {
      return once().data;
    },
    get truth() {
      return once().truth;
    },
    /** Tells whether a stored outcome is of this very problem. */
    get hash() {
      const { d, nComponents, covarianceType } = problem;
      const hash = createHash('sha256').update(`${d} ${nComponents} ${covarianceType} `).update(this.data);
      return hash.digest('hex').slice(0, 12);
    },
  };
}
