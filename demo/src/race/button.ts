// The race: started, watched, stopped.

import { proxy } from 'comlink';
import { element } from '../element.js';
import { say } from '../view/results.js';
import { grouped } from '../view/scale.js';
import { type Worked, wasEnded } from '../worker/connect.js';
import type { Lap, Settings } from '../worker/protocol.js';
import { showRace } from './bars.js';

const button = element<HTMLButtonElement>('race');

export function bindRace(worker: Worked, settings: () => Settings | undefined, ended: () => void) {
  let laps: Lap[] = [];
  let busy = false;
  /** Whether the user stops it, rather than begin something else. */
  let stopping = false;

  function draw(): void {
    button.textContent = busy ? 'Stop the race' : 'Start the race';
    showRace(laps);
  }

  async function start(): Promise<void> {
    const now = settings();
    if (!now) return;
    const mine: Lap[] = [];
    laps = mine;
    busy = true;
    stopping = false;
    say('The race is on …');
    draw();
    const onLap = (lap: Lap) => {
      mine.push(lap);
      if (laps === mine) draw();
    };
    try {
      await worker.race(now, proxy(onLap));
      const winner = mine.reduce((best, lap) => (lap.rate > best.rate ? lap : best));
      say(`The race is over: ${winner.name} did most, ${grouped(Math.round(winner.rate))} iterations a second.`);
    } catch (error) {
      if (!wasEnded(error)) say(`The race did not work: ${(error as Error).message}`);
    }
    if (laps !== mine) return;
    busy = false;
    draw();
    if (stopping) say('The race was stopped.');
    stopping = false;
    ended();
  }

  button.addEventListener('click', () => {
    if (!busy) return start();
    stopping = true;
    return worker.stop();
  });
  return {
    get isBusy() {
      return busy;
    },
    /** Other data: another race. */
    clear() {
      laps = [];
      busy = false;
      draw();
    },
  };
}
