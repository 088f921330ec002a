import { afterEach, describe, expect, it, vi } from 'vitest';
import { runAsync, runSync, type Steps } from '../src/steps.js';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** Counts its steps, and whether it was unwound. */
function work(steps: number) {
  const seen = { steps: 0, unwound: false };
  function* run(): Steps<string> {
    try {
      for (; seen.steps < steps; seen.steps++) yield;
      return 'done';
    } finally {
      seen.unwound = true;
    }
  }
  return { seen, run };
}

/** A clock that goes on by some milliseconds whenever it is read. */
function clock(milliseconds: number) {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => {
    now += milliseconds;
    return now;
  });
}

describe('runSync', () => {
  it('runs to the end', () => {
    const { seen, run } = work(5);
    expect(runSync(run())).toBe('done');
    expect(seen).toEqual({ steps: 5, unwound: true });
  });

  it('passes errors on', () => {
    const error = new Error('broken');
    function* broken(): Steps<never> {
      yield;
      throw error;
    }
    expect(() => runSync(broken())).toThrow(error);
  });
});

describe('runAsync', () => {
  it('runs to the end', async () => {
    const { run } = work(5);
    expect(await runAsync(run())).toBe('done');
  });

  it('lets others have their turn, also where there are no message channels', async () => {
    vi.stubGlobal('MessageChannel', undefined);
    clock(100);
    let turns = 0;
    const interval = setInterval(() => turns++, 0);
    expect(await runAsync(work(20).run())).toBe('done');
    clearInterval(interval);
    expect(turns).toBeGreaterThan(0);
  });

  it('keeps the thread while there is time', async () => {
    clock(0);
    let turns = 0;
    const interval = setInterval(() => turns++, 0);
    await runAsync(work(1000).run());
    clearInterval(interval);
    expect(turns).toBe(0);
  });

  it('lets it go when there is none', async () => {
    clock(20);
    let fired = -1;
    const { seen, run } = work(50);
    const immediate = () => {
      fired = seen.steps;
    };
    setImmediate(immediate);
    await runAsync(run());
    expect(fired).toBeGreaterThanOrEqual(0);
    expect(fired).toBeLessThan(50);
  });

  it('lets it go as well between promises that are kept at once', async () => {
    clock(1);
    let fired = false;
    setImmediate(() => {
      fired = true;
    });
    function* prompt(): Steps<boolean> {
      for (let i = 0; i < 100; i++) yield Promise.resolve();
      return fired;
    }
    expect(await runAsync(prompt())).toBe(true);
  });

  it('does not wait any longer once it is aborted', async () => {
    const controller = new AbortController();
    let unwound = false;
    function* waiting(): Steps<void> {
      try {
        setTimeout(() => controller.abort('stop'));
        yield new Promise(() => {});
      } finally {
        unwound = true;
      }
    }
    await expect(runAsync(waiting(), controller.signal)).rejects.toBe('stop');
    expect(unwound).toBe(true);
  });

  it('passes errors on', async () => {
    const error = new Error('broken');
    function* broken(): Steps<never> {
      yield;
      throw error;
    }
    await expect(runAsync(broken())).rejects.toBe(error);
  });

  it('does not begin what is aborted', async () => {
    const { seen, run } = work(5);
    await expect(runAsync(run(), AbortSignal.abort('no'))).rejects.toBe('no');
    expect(seen.steps).toBe(0);
  });

  it('ends what is aborted, after unwinding it', async () => {
    const controller = new AbortController();
    const { seen, run } = work(5);
    function* aborting(): Steps<string> {
      yield;
      controller.abort('stop');
      return yield* run();
    }
    await expect(runAsync(aborting(), controller.signal)).rejects.toBe('stop');
    expect(seen).toEqual({ steps: 0, unwound: true });
  });

  it('finished work is not aborted', async () => {
    const controller = new AbortController();
    function* last(): Steps<number> {
      yield;
      controller.abort();
      return 3;
    }
    expect(await runAsync(last(), controller.signal)).toBe(3);
  });
});
