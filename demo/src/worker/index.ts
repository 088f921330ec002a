// The worker: it holds the data and the model, and does everything that takes time.

import { expose } from 'comlink';
import { dispose, select } from 'gmm-wasm';
import { builtIn } from '../data/built-in.js';
import { generated } from '../data/generated.js';
import { type Overview, overviewOf } from '../data/overview.js';
import { type Complete, completeRows, csvOf, rowsOf, type Table } from '../data/table.js';
import type { Api, Outcome, Source, Swept } from './protocol.js';
import { race } from './race.js';
import { type Rows, Run, sharesAt } from './run.js';

let table: Table;
/** A large file may be read later than what was asked for after it. */
let loads = 0;
let chosen: Complete;
let rows: Rows;
let drawn: Rows;
let run: Run | undefined;

/** What is under way. A new job ends the old one, and waits for its end. */
let underWay: Promise<unknown> = Promise.resolve();
let controller = new AbortController();

function job<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  controller.abort();
  controller = new AbortController();
  const { signal } = controller;
  const done = underWay.then(() => {
    signal.throwIfAborted();
    return work(signal);
  });
  underWay = done.catch(() => {});
  return done;
}

async function read(source: Source): Promise<Table> {
  if (source.kind === 'built-in') return builtIn(source.name);
  if (source.kind === 'generated') return generated(source.n);
  // the parser is only fetched when there is a file
  const [{ textOf }, { readCsv }] = await Promise.all([import('../data/bytes.js'), import('../data/csv.js')]);
  const { file } = source;
  return readCsv(await textOf(file, file.name), file.name);
}

function choose(columns: readonly number[]): Overview {
  const complete = completeRows(table, columns);
  chosen = complete;
  rows = rowsOf(complete.columns, complete.rows.length);
  const overview = overviewOf(table.name, table.n, complete);
  drawn = { data: overview.sample, shape: [overview.sampleRows.length, columns.length] };
  run = undefined;
  dispose();
  return overview;
}

function present(): Run {
  if (!run) throw new Error('there is no run to go on with');
  return run;
}

const api: Api = {
  async load(source) {
    // a run under way goes on meanwhile, and beyond if the file is bad
    const mine = ++loads;
    const next = await read(source);
    if (mine === loads) table = next;
    const { name, n, columns, ignored, notes = [] } = next;
    return {
      name,
      n,
      columns: columns.map((column) => ({ name: column.name, gaps: column.gaps ?? 0 })),
      ignored,
      notes,
    };
  },
  choose,
  run: (settings, onFrame) =>
    job((signal): Promise<Outcome> => {
      run = new Run(rows, drawn, settings);
      return run.go({}, signal, onFrame);
    }),
  resume: (onFrame) => job((signal) => present().go({}, signal, onFrame)),
  begin: (settings) =>
    job((signal) => {
      run = new Run(rows, drawn, settings);
      return run.go({ maxIter: 0 }, signal);
    }),
  step: () => job((signal) => present().go({ maxIter: 1, tol: 0 }, signal)),
  stop() {
    run?.halt();
    controllerOfOthers?.abort();
  },
  shares: (frame) => sharesAt(frame, drawn),
  sweep: (nComponents, covarianceType, { seed }, onRow) =>
    stoppable(async (signal) => {
      // rows come on a way of their own: the end waits until all have been taken
      const taken: unknown[] = [];
      const onProgress = (swept: Swept) => {
        taken.push(onRow(swept));
      };
      await select(rows, { nComponents, covarianceType, seed, signal, onProgress });
      await Promise.all(taken);
    }),
  race: (settings, onLap) => stoppable((signal) => race(rows, settings, signal, onLap)),
  // with the names that the command line finds the columns of a file by
  modelJson: () => {
    const { model } = present();
    return JSON.stringify({ ...model?.toJSON(), featureNames: chosen.columns.map(({ name }) => name) });
  },
  csv: () => csvOf(chosen.columns, chosen.rows.length),
};

/** The present sweep or race, which a stop ends without keeping anything. */
let controllerOfOthers: AbortController | undefined;

function stoppable(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  return job((signal) => {
    controllerOfOthers = controller;
    return work(signal);
  }).finally(() => {
    controllerOfOthers = undefined;
  });
}

expose(api);
