import { describe, expect, it } from 'vitest';
import { fitSync, type IterationInfo, SingularCovarianceError } from '../../src/index.js';
import { BACKENDS, degenerate, numbersOf, PLAIN, startOf } from './fixtures.js';

// In each of these the last component closes on the value 44.44571429, which occurs many times in so1d.

describe.each(BACKENDS)('backend %s: a likelihood without bound', (backend) => {
  describe.each(degenerate)('$id', (start) => {
    const last = start.k - 1;

    it.each([
      ['with the default tolerance', { regCovar: 0 }],
      ['without early stop', PLAIN],
    ])('is an error that names the component, without floor, %s', (_, options) => {
      expect(fitSync(start.data, { ...startOf(start), maxIter: 0, backend }).execution.backend).toBe(backend);
      const seen: number[] = [];
      const onIteration = ({ lowerBound }: IterationInfo) => void seen.push(lowerBound);
      const error = thrownBy(() => fitSync(start.data, { ...startOf(start), ...options, onIteration, backend }));
      expect(error).toBeInstanceOf(SingularCovarianceError);
      expect((error as SingularCovarianceError).component).toBe(last);
      expect((error as Error).message).toMatch(new RegExp(`component ${last} .*raise regCovar`));
      expect(seen.length).toBeGreaterThan(5);
      expect(seen.filter((value) => !Number.isFinite(value))).toEqual([]);
    });

    it('is finite and listed as collapsed, with the default floor', () => {
      const model = fitSync(start.data, { ...startOf(start), backend });
      expect(model.execution.backend).toBe(backend);
      expect(numbersOf(model).filter((value) => !Number.isFinite(value))).toEqual([]);
      expect(model.collapsed).toEqual([last]);
      expect(model.spurious).toEqual([last]);
      expect(model.warnings[0]).toContain(`Component ${last} has collapsed`);
      expect(model.means[last][0]).toBeCloseTo(44.4453, 4);
    });

    it('is finite and not called healthy, with an absolute floor', () => {
      const model = fitSync(start.data, { ...startOf(start), regCovar: 1e-6, backend });
      expect(model.execution.backend).toBe(backend);
      expect(numbersOf(model).filter((value) => !Number.isFinite(value))).toEqual([]);
      expect([...model.collapsed, ...model.spurious]).toContain(last);
      expect(model.warnings).not.toEqual([]);
    });
  });
});

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}
