// The page: controls → worker → player → plot, chart and numbers.

import './styles/page.css';
import './styles/controls.css';
import './styles/figures.css';
import { proxy } from 'comlink';
import { showAxes, showColumns } from './controls/columns.js';
import { limitMixture, onSettings, setMixture, settings } from './controls/settings.js';
import { listed, onSource, showError, showSource, USUAL } from './controls/source.js';
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

let source: Source = listed();
let overview: Overview | undefined;
let axes: [number, number] = [0, 1];
let running = false;
/** Counts what the user asked for: what comes late of something earlier is of no interest. */
let current = 0;
let loads = 0;

/** Responsibilities of a frame that is looked back at; asked for once, kept for the next time. */
const asked = new WeakMap<Frame, Float32Array | 'coming'>();

function draw(): void {
  if (!overview) return;
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
  draw();
  try {
    const outcome = await work();
    if (mine !== current) return;
    running = false;
    player.finish(outcome);
    screen.tell(outcome);
    screen.showSnippet(source, overview!.name, outcome);
    performance.mark('fitted');
  } catch (error) {
    if (mine !== current) return;
    running = false;
    player.abandon();
    // a comparison or a race has taken its place, and speaks for itself
    if (!wasEnded(error)) screen.fail((error as Error).message);
    draw();
  }
}

async function run(): Promise<void> {
  const now = settings();
  if (!now) return;
  player.clear();
  screen.say('Looking for a start …');
  await follow(() => worker.run(now, watcher()));
}

async function choose(columns: readonly number[]): Promise<void> {
  const mine = ++current;
  await worker.stop();
  const chosen = await worker.choose(columns);
  if (mine !== current) return;
  overview = chosen;
  axes = [0, Math.min(1, columns.length - 1)];
  player.reset();
  sweep.clear();
  race.clear();
  limitMixture(overview.n, columns.length);
  chooseAxes(axes);
  await run();
}

function chooseAxes(chosen: [number, number]): void {
  axes = chosen;
  showAxes(overview!.names, axes, chooseAxes);
  draw();
}

async function load(next: Source): Promise<void> {
  const mine = ++loads;
  screen.say(next.kind === 'generated' ? 'Drawing points …' : 'Reading …');
  let loaded: Loaded;
  try {
    loaded = await worker.load(next);
  } catch (error) {
    if (mine !== loads) return;
    // what was on the screen stays there
    showError((error as Error).message);
    showSource(source);
    if (player.outcome) screen.tell(player.outcome);
    return;
  }
  if (mine !== loads) return;
  showError('');
  source = next;
  showSource(next);
  const usual = USUAL[next.kind === 'built-in' ? next.name : next.kind];
  if (usual) setMixture(usual, 'full');
  const all = loaded.columns.map((_, column) => column);
  showColumns(loaded, all, choose);
  await choose(all);
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
    if (player.at < player.frames.length - 1) player.seek(player.at + 1);
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
  },
  seek(frame) {
    player.pause();
    player.seek(frame);
  },
});
const sweep = bindSweep(
  worker,
  () => overview,
  settings,
  (row) => {
    setMixture(row.nComponents, row.covarianceType, 'small-em');
    run();
  },
);
const race = bindRace(worker, settings);
bindExport(worker, screen, () => ({ source, name: overview?.name ?? '', outcome: player.outcome }));
onThemeChange(draw);
element('controls').addEventListener('submit', (event) => event.preventDefault());
// not before the first fit: it has nothing to wait for
load(source).then(keepForOffline);
