import { describe, expect, it } from 'vitest';
import { Both } from './arena.js';
import { Draw } from './draw.js';
import { blockCount, blockLength, covarianceOf, drawMixture } from './mixture.js';
import { expectClose, FAMILIES, invert, STEP } from './naive.js';

describe.each(FAMILIES)('prepare, $name', ({ family }) => {
  const d = 3;
  const k = 3;
  const length = blockLength(d, family);
  const blocks = blockCount(k, family);

  function prepare(seed: number, change: (covariances: Float64Array) => void, dead = false) {
    const mixture = drawMixture(new Draw(seed), d, k, family, 3, dead);
    change(mixture.covariances);
    const factor = 2 * k + k * d + blocks * length;
    const both = new Both(`seed ${seed}`, { parameters: factor + blocks * length + k * d, scratch: 2000 });
    both.put('parameters', mixture.weights);
    both.put('parameters', mixture.means, 2 * k);
    both.put('parameters', mixture.covariances, 2 * k + k * d);
    const result = both.call('prepare', both.at.parameters, d, k, family, both.at.scratch);
    return { result, both, mixture, factor };
  }

  it('gives ln w − d/2·ln 2π − ½ ln det Σ, by elimination', () => {
    for (const dead of [false, true]) {
      const { result, both, mixture } = prepare(11, () => {}, dead);
      expect(result).toBe(-1);
      both.get('parameters', k, k).forEach((constant, c) => {
        const { logDeterminant } = invert(covarianceOf(mixture, c));
        const expected = Math.log(mixture.weights[c]) - 0.5 * (d * Math.log(2 * Math.PI) + logDeterminant);
        if (dead && c === k - 1) expect(constant).toBe(Number.NEGATIVE_INFINITY);
        else expectClose(constant * STEP, expected, 1e-13, () => `component ${c}`);
      });
    }
  });

  it('leaves factors whose square is the precision', () => {
    const { both, mixture, factor } = prepare(12, () => {});
    for (let b = 0; b < blocks; b++) {
      const { inverse } = invert(covarianceOf(mixture, b));
      const w = both.get('parameters', length, factor + b * length);
      for (let i = 0; i < d; i++) {
        for (let j = 0; j <= i; j++) {
          let value = 0;
          if (family % 3 === 0)
            for (let l = i; l < d; l++) value += w[(l * (l + 1)) / 2 + i] * w[(l * (l + 1)) / 2 + j];
          else if (i === j) value = w[family % 3 === 1 ? i : 0] ** 2;
          expectClose(value, inverse[i][j], 1e-12, () => `block ${b}, entry ${i}, ${j}`, 1);
        }
      }
    }
  });

  it('returns the first component that has no factor', () => {
    for (let bad = 0; bad < blocks; bad++) {
      for (const value of [0, -0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** -900]) {
        // the last axis of the block; a later block is worse still
        const { result } = prepare(13, (covariances) => {
          covariances[(bad + 1) * length - 1] = value;
          if (bad + 1 < blocks) covariances[(bad + 2) * length - 1] = -5;
        });
        expect(result, `variance ${value}`).toBe(bad);
      }
    }
  });

  it('takes variances from 2^−900 to the largest double', () => {
    for (const value of [2 ** -900 * (1 + Number.EPSILON), 2 ** 900, Number.MAX_VALUE]) {
      const { result, both } = prepare(14, (covariances) => {
        for (let b = 0; b < blocks; b++) {
          for (let i = 0; i < length; i++) covariances[b * length + i] = 0;
          for (let j = 0; j < d; j++) {
            const axis = [(j * (j + 1)) / 2 + j, j, 0][family % 3];
            covariances[b * length + axis] = value;
          }
        }
      });
      expect(result, `variance ${value}`).toBe(-1);
      for (const constant of both.get('parameters', k, k)) expect(Number.isFinite(constant)).toBe(true);
    }
  });
});
