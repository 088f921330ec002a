// Run, stop, step, back to the start, slow motion, and the slider through the iterations.

import { element } from '../element.js';

const buttons = {
  run: element<HTMLButtonElement>('run'),
  step: element<HTMLButtonElement>('step'),
  begin: element<HTMLButtonElement>('begin'),
  replay: element<HTMLButtonElement>('replay'),
};
const timeline = element<HTMLInputElement>('timeline');
const iteration = element<HTMLOutputElement>('iteration');

export type Transport = Record<keyof typeof buttons, () => void> & { seek(frame: number): void };

export function onTransport(transport: Transport): void {
  for (const [name, button] of Object.entries(buttons)) {
    button.addEventListener('click', () => transport[name as keyof typeof buttons]());
  }
  timeline.addEventListener('input', () => transport.seek(timeline.valueAsNumber));
}

export interface Position {
  readonly state: 'running' | 'replaying' | 'unfinished' | 'finished';
  /** Which of the frames is shown, and how many there are. */
  readonly at: number;
  readonly count: number;
  readonly iteration: number;
}

const LABELS = { running: 'Stop', replaying: 'Run', unfinished: 'Continue', finished: 'Run again' } as const;

export function showTransport({ state, at, count, iteration: number }: Position): void {
  buttons.run.textContent = LABELS[state];
  buttons.step.disabled = state === 'running';
  buttons.begin.disabled = state === 'running';
  buttons.replay.disabled = state === 'running' || count < 2;
  buttons.replay.textContent = state === 'replaying' ? 'Pause' : 'Slow motion';
  timeline.disabled = state === 'running' || count < 2;
  timeline.max = String(Math.max(0, count - 1));
  timeline.value = String(at);
  timeline.setAttribute('aria-valuetext', `iteration ${number}`);
  iteration.textContent = String(number);
}
