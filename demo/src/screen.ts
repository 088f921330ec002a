// Everything that shows the state of EM, drawn together.

import { showTransport } from './controls/transport.js';
import type { Overview } from './data/overview.js';
import { element } from './element.js';
import { snippetOf } from './export/snippet.js';
import type { Player } from './player.js';
import { paint } from './view/canvas.js';
import { chartScene, type Point } from './view/chart.js';
import { doubtsOf } from './view/doubts.js';
import { Plot } from './view/plot.js';
import { duration, say, showResults } from './view/results.js';
import { fixed, grouped } from './view/scale.js';
import { theme } from './view/theme.js';
import { hideTip, showTip } from './view/tip.js';
import type { Frame, Outcome, Source } from './worker/protocol.js';

export interface State {
  readonly overview: Overview;
  readonly axes: readonly [number, number];
  readonly frame: Frame | undefined;
  readonly player: Player;
  readonly running: boolean;
}

export class Screen {
  readonly say = say;
  readonly #canvas = element<HTMLCanvasElement>('plot');
  readonly #chart = element<HTMLCanvasElement>('chart');
  readonly #legend = element('legend');
  readonly #snippet = element('snippet').firstElementChild!;
  readonly #plot: Plot;
  #state: State | undefined;

  constructor() {
    this.#plot = new Plot(this.#canvas, (drawn, place) => {
      if (drawn !== undefined && this.#state) {
        return showTip(this.#state.overview, this.#state.frame, drawn, place);
      }
      hideTip();
      return 'none';
    });
    new ResizeObserver(() => this.#drawChart()).observe(this.#chart);
  }

  show(state: State): void {
    if (state.overview !== this.#state?.overview) this.#legend.textContent = legendOf(state.overview);
    this.#state = state;
    const { overview, axes, frame, player, running } = state;
    this.#plot.show({ overview, axes, frame });
    this.#drawChart();
    const { outcome } = player;
    showTransport({
      state: running ? 'running' : player.isReplaying ? 'replaying' : outcome?.converged ? 'finished' : 'unfinished',
      at: running ? 0 : player.at,
      count: running ? 0 : player.frames.length,
      iteration: frame?.iteration ?? 0,
    });
    if (frame && frame.parameters.means[0]!.length === overview.names.length) {
      showResults(frame, running ? undefined : outcome, overview);
    }
  }

  /** How a run ended, in a sentence. */
  tell(outcome: Outcome, overview: Overview): void {
    const { settings, nIter, converged, stopped, logLikelihood, milliseconds } = outcome;
    const { nComponents: k, covarianceType } = settings;
    const clouds = `${k} ${k === 1 ? 'cloud' : 'clouds'} (${covarianceType})`;
    const end = converged ? 'Found' : stopped ? 'Stopped at' : 'So far';
    const turns = `${nIter} ${nIter === 1 ? 'iteration' : 'iterations'}`;
    const doubt = doubtsOf(outcome, overview).length > 0 ? ' There are doubts, see below.' : '';
    this.say(
      `${end}: ${clouds} after ${turns} in ${duration(milliseconds)}. Log-likelihood ${fixed(logLikelihood, 2)}.${doubt}`,
    );
  }

  /** Where in the run the plot is, if not at its end. */
  tellMoment({ frame, at, frames, isReplaying, outcome }: Player, overview: Overview): void {
    if (!(frame && outcome)) return;
    if (isReplaying) this.say('The run in slow motion.');
    else if (at < frames.length - 1) this.say(`Looking back: iteration ${frame.iteration} of ${outcome.nIter}.`);
    else this.tell(outcome, overview);
  }

  fail(message: string): void {
    this.say(`That did not work: ${message}`);
  }

  showSnippet(source: Source, name: string, outcome: Outcome): string {
    const code = snippetOf(source, name, outcome);
    if (this.#snippet.textContent !== code) this.#snippet.textContent = code;
    return code;
  }

  /** The plot as it is, without the ring about a dot. */
  scene() {
    const { width, height } = this.#canvas.getBoundingClientRect();
    return this.#plot.scene([Math.round(width), Math.round(height)]);
  }

  #drawChart(): void {
    const { width, height } = this.#chart.getBoundingClientRect();
    if (!this.#state || width === 0) return;
    const { player, frame, running } = this.#state;
    const points: readonly Point[] = running && player.trail.length > 0 ? player.trail : pointsOf(player.outcome);
    paint(this.#chart, chartScene(points, frame, [width, height], theme()));
    const last = points.at(-1);
    if (last) {
      const text = `Log-likelihood a row: ${points[0]!.lowerBound.toFixed(4)} at the start, ${last.lowerBound.toFixed(4)} at iteration ${last.iteration}`;
      this.#chart.setAttribute('aria-label', text);
    }
  }
}

const pointsOf = (outcome: Outcome | undefined): Point[] =>
  Array.from(outcome?.history ?? [], (lowerBound, iteration) => ({ iteration, lowerBound }));

function legendOf({ names, n, sampleRows: { length: m } }: Overview): string {
  const shapes =
    names.length === 1 ? 'The dotted line is the whole mixture.' : 'Ellipses hold 50 % and 95 % of a cloud.';
  return m < n ? `${shapes} ${grouped(m)} of ${grouped(n)} rows are drawn; all are fitted.` : shapes;
}
