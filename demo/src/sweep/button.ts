// The comparison: started, watched, stopped, chosen from.

import { proxy } from 'comlink';
import type { SelectRow } from 'gmm-wasm';
import type { Overview } from '../data/overview.js';
import { element } from '../element.js';
import { say } from '../view/results.js';
import { type Worked, wasEnded } from '../worker/connect.js';
import type { Settings, Swept } from '../worker/protocol.js';
import { bestOf, familiesOf, type Sweep, showSweep } from './table.js';

const MOST_CLOUDS = 8;
const button = element<HTMLButtonElement>('sweep');

export function bindSweep(
  worker: Worked,
  data: () => Overview | undefined,
  settings: () => Settings | undefined,
  choose: (row: SelectRow) => void,
  ended: () => void,
) {
  let sweep: Sweep | undefined;
  let busy = false;
  /** Whether the user stops it, rather than begin something else. */
  let stopping = false;

  const pick = (row: SelectRow) => {
    choose(row);
    draw();
  };
  function draw(): void {
    button.textContent = busy ? 'Stop comparing' : 'Compare by BIC';
    const now = settings();
    showSweep(sweep, { k: now?.nComponents ?? 0, family: now?.covarianceType ?? '' }, pick);
  }

  async function start(): Promise<void> {
    const overview = data();
    const now = settings();
    if (!overview || !now) return;
    const ks = Array.from({ length: Math.min(MOST_CLOUDS, overview.n) }, (_, i) => i + 1);
    const families = familiesOf(overview.names.length);
    let mine: Sweep = { ks, families, rows: [], progress: 0 };
    sweep = mine;
    busy = true;
    stopping = false;
    const onRow = ({ completed, total, row }: Swept) => {
      if (sweep !== mine) return;
      mine = { ...mine, rows: [...mine.rows, row], progress: completed / total };
      sweep = mine;
      draw();
    };
    draw();
    say(`Comparing ${ks.length * families.length} mixtures …`);
    let isStopped = false;
    try {
      await worker.sweep(ks, families, now, proxy(onRow));
    } catch (error) {
      isStopped = true;
      if (!wasEnded(error)) say(`The comparison did not work: ${(error as Error).message}`);
    }
    if (sweep !== mine) return;
    busy = false;
    sweep = { ...mine, progress: undefined };
    draw();
    const best = bestOf(mine.rows);
    const { length: count } = mine.rows;
    if (best && !isStopped)
      say(`Lowest BIC: ${best.nComponents} clouds (${best.covarianceType}), ${best.bic.toFixed(1)}.`);
    else if (stopping) say(`The comparison was stopped after ${count} of ${ks.length * families.length} mixtures.`);
    stopping = false;
    ended();
  }

  button.addEventListener('click', () => {
    if (!busy) return start();
    stopping = true;
    return worker.stop();
  });
  for (const id of ['k', 'family']) element(id).addEventListener('change', draw);
  return {
    get isBusy() {
      return busy;
    },
    /** Other data: the table is of no use. */
    clear() {
      sweep = undefined;
      busy = false;
      draw();
    },
  };
}
