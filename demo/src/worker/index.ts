// The worker: it holds the data and the model, and does everything that takes time.

import { expose } from 'comlink';
import { dispose, select } from 'gmm-wasm';
import { builtIn } from '../data/built-in.js';
import { generated } from '../data/generated.js';
import { type Overview, overviewOf } from '../data/overview.js';
import { csvOf, rowsOf, type Table } from '../data/table.js';
import type { Api, Outcome, Source } from './protocol.js';
import { race } from './race.js';
import { type Rows, Run, sharesAt } from './run.js';

let table: Table;
/** A large file may be read later than what was asked for after it. */
let loads = 0;
let chosen: readonly number[];
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
  const { readCsv } = await import('../data/csv.js');
  return readCsv(await source.file.text(), source.file.name);
}

function choose(columns: readonly number[]): Overview {
  chosen = columns;
  rows = rowsOf(table, columns);
  const overview = overviewOf(table, columns);
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
    const { name, n, columns, ignored } = next;
    return { name, n, columns: columns.map((column) => column.name), ignored };
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
      await select(rows, { nComponents, covarianceType, seed, signal, onProgress: onRow });
    }),
  race: (settings, onLap) => stoppable((signal) => race(rows, settings, signal, onLap)),
  modelJson: () => JSON.stringify(present().model),
  csv: () => csvOf(table, chosen),
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
