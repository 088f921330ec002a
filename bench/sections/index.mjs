import { converged } from './converged.mjs';
import { iterations } from './iterations.mjs';
import { memory } from './memory.mjs';
import { peak } from './peak.mjs';
import { replacements } from './replacements.mjs';
import { scaling } from './scaling.mjs';
import { series } from './series.mjs';
import { startup } from './startup.mjs';
import { threads } from './threads.mjs';

/**
 * What is measured, in this order, by the name `--sections` knows. Each takes `{ contenders, options, shrink }` and
 * returns what goes into the JSON; `shrink` makes a shape that a trial can afford.
 */
export const SECTIONS = { peak, iterations, converged, threads, series, startup, memory, scaling, replacements };
