// The page: controls → worker → player → plot, chart and numbers.

import './styles/page.css';
import './styles/controls.css';
import './styles/figures.css';
import { proxy } from 'comlink';
import { readAddress, writeAddress } from './controls/address.js';
import { showAxes, showColumns } from './controls/columns.js';
import { limitMixture, onSettings, setMixture, settings } from './controls/settings.js';
import { listed, nameOf, onSource, setListed, showError, showSource, USUAL } from './controls/source.js';
import { onTransport } from './controls/transport.js';
import type { Overview } from './data/overview.js';
import { element } from './element.js';
import { bindExport } from './export/buttons.js';
import { nextMoment } from './motion.js';
import { keepForOffline } from './offline.js';
import { Player } from './player.js';
import { bindRace } from './race/button.js';
import { Screen } from './screen.js';
import { bindSweep } from './sweep/button.js';
import { onThemeChange } from './view/theme.js';
import { connect, wasEnded } from './worker/connect.js';
import type { Frame, Loaded, Outcome, Source } from './worker/protocol.js';

const worker = connect();
const player: Player = new Player(() => draw());
const screen = new Screen();

const address = readAddress();
if (address.set) setListed(address.set);
let source: Source = listed();
let loaded: Loaded | undefined;
let chosen: readonly number[] = [];
let overview: Overview | undefined;
let axes: [number, number] = [0, 1];
let running = false;
/** Whether a run was ended by a comparison or a race, and is still owed. */
let isOwed = false;
/** Counts what the user asked for: what comes late of something earlier is of no interest. */
let current = 0;
let loads = 0;

/** Responsibilities of a frame that is looked back at; asked for once, kept for the next time. */
const asked = new WeakMap<Frame, Float32Array | 'coming'>();

/** Whether the last picture was one of a run in slow motion. */
let wasReplaying = false;

function draw(): void {
  if (!overview) return;
  if (wasReplaying && !player.isReplaying && !running) screen.tellMoment(player, overview);
  wasReplaying = player.isReplaying;
  screen.show({ overview, axes, frame: player.frame && coloured(player.frame), player, running });
}

function coloured(frame: Frame): Frame {
  if (frame.shares) return frame;
  const shares = asked.get(frame);
  if (shares && shares !== 'coming') return { ...frame, shares };
  if (!shares) {
    asked.set(frame, 'coming');
    worker.shares(frame).then((answer) => {
      if (answer) asked.set(frame, answer);
      if (player.frame === frame) draw();
    });
  }
  return frame;
}

/**
 * Draws moments of a run, one an animation frame. The worker sends the next one once the last but one is drawn, so that
 * both have something to do.
 */
function watcher() {
  let drawn: Promise<void> = Promise.resolve();
  const mine = current;
  return proxy((frame: Frame) => {
    const before = drawn;
    drawn = before.then(nextMoment).then(() => {
      if (running && mine === current) player.show(frame);
    });
    return before;
  });
}

/** Does something that ends with another state of EM. */
async function follow(work: () => Promise<Outcome>): Promise<void> {
  const mine = ++current;
  running = true;
  isOwed = false;
  draw();
  try {
    const outcome = await work();
    if (mine !== current) return;
    running = false;
    player.finish(outcome);
    screen.tell(outcome, overview!);
    screen.showSnippet(source, overview!.name, outcome);
    performance.mark('fitted');
  } catch (error) {
    if (mine !== current) return;
    running = false;
    player.abandon();
    // a comparison or a race has taken its place, and speaks for itself
    if (wasEnded(error)) isOwed = true;
    else screen.fail((error as Error).message);
    draw();
  }
}

async function run(): Promise<void> {
  const now = settings();
  if (!now) return;
  writeAddress(nameOf(source));
  player.clear();
  screen.say('Looking for a start …');
  await follow(() => worker.run(now, watcher()));
}

/** After a comparison or a race: the run that it ended. */
function catchUp(): void {
  if (isOwed && !(running || sweep.isBusy || race.isBusy)) run();
}

async function choose(columns: readonly number[]): Promise<void> {
  const mine = ++current;
  await worker.stop();
  let next: Overview;
  try {
    next = await worker.choose(columns);
  } catch (error) {
    if (mine !== current) return;
    running = false;
    player.abandon();
    showError((error as Error).message);
    if (chosen.length > 0) showColumns(loaded!, chosen, choose, overview?.leftOut);
    draw();
    return;
  }
  if (mine !== current) return;
  showError('');
  overview = next;
  chosen = columns;
  showColumns(loaded!, columns, choose, overview.leftOut);
  axes = [0, Math.min(1, columns.length - 1)];
  player.reset();
  sweep.clear();
  race.clear();
  limitMixture(overview.n, columns.length);
  chooseAxes(axes);
  await run();
}

/** The columns without gaps; if there are none, the one with the fewest. */
function firstColumns({ columns }: Loaded): number[] {
  const whole = columns.flatMap(({ gaps }, column) => (gaps === 0 ? [column] : []));
  if (whole.length > 0) return whole;
  const fewest = Math.min(...columns.map(({ gaps }) => gaps));
  return [columns.findIndex(({ gaps }) => gaps === fewest)];
}

function chooseAxes(chosen: [number, number]): void {
  axes = chosen;
  showAxes(overview!.names, axes, chooseAxes);
  draw();
}

async function load(next: Source): Promise<void> {
  const mine = ++loads;
  screen.say(next.kind === 'generated' ? 'Drawing points …' : 'Reading …');
  let found: Loaded;
  try {
    found = await worker.load(next);
  } catch (error) {
    if (mine !== loads) return;
    // what was on the screen stays there
    showError((error as Error).message);
    showSource(source);
    if (player.outcome) screen.tell(player.outcome, overview!);
    return;
  }
  if (mine !== loads) return;
  showError('');
  source = next;
  showSource(next);
  const usual = USUAL[next.kind === 'built-in' ? next.name : next.kind];
  // what the address says is for the first set
  if (loaded === undefined && address.mixture.nComponents) setMixture(address.mixture);
  else if (usual) setMixture({ nComponents: usual, covarianceType: 'full' });
  loaded = found;
  chosen = [];
  await choose(firstColumns(found));
}

function seek(at: number): void {
  player.seek(at);
  screen.tellMoment(player, overview!);
}

onSource(load);
onSettings(run);
onTransport({
  run() {
    if (running) worker.stop();
    else if (player.outcome && !player.outcome.converged) {
      player.clear();
      follow(() => worker.resume(watcher()));
    } else run();
  },
  step() {
    player.pause();
    if (player.at < player.frames.length - 1) seek(player.at + 1);
    else if (player.outcome) follow(() => worker.step());
  },
  begin() {
    const now = settings();
    player.clear();
    if (now) follow(() => worker.begin(now));
  },
  replay() {
    if (player.isReplaying) {
      player.pause();
      draw();
    } else player.replay();
    screen.tellMoment(player, overview!);
  },
  seek(frame) {
    player.pause();
    seek(frame);
  },
});
const sweep = bindSweep(
  worker,
  () => overview,
  settings,
  (row) => {
    setMixture({ nComponents: row.nComponents, covarianceType: row.covarianceType, initParams: 'small-em' });
    run();
  },
  catchUp,
);
const race = bindRace(worker, settings, catchUp);
bindExport(worker, screen, () => ({ source, name: overview?.name ?? '', outcome: player.outcome }));
onThemeChange(draw);
element('controls').addEventListener('submit', (event) => event.preventDefault());
// not before the first fit: it has nothing to wait for
load(source).then(keepForOffline);
