// Data that does not determine a mixture, as users meet it: more components than distinct rows, rows in a subspace,
// sweeps that meet both, and units far apart. With all defaults.

import { afterAll, describe, expect, it } from 'vitest';
import { type CovarianceType, dispose, fitSync, SingularCovarianceError, select } from '../../src/index.js';
import { Draw } from '../kernel/draw.js';
import { numbersOf } from '../reference/fixtures.js';

const families: CovarianceType[] = ['full', 'tied', 'diag', 'spherical', 'tied-diag', 'tied-spherical'];

afterAll(dispose);

describe.each(families)('%s', (covarianceType) => {
  it('more components than distinct rows: a model of finite numbers that says so', () => {
    const distinct = [
      [0, 0],
      [1, 5],
      [4, 2],
    ];
    const data = Array.from({ length: 60 }, (_, i) => distinct[i % 3]);
    for (const nComponents of [4, 5, 8]) {
      const model = fitSync(data, { nComponents, covarianceType });
      expect(numbersOf(model).every(Number.isFinite)).toBe(true);
      expect(model.collapsed.length + model.spurious.length + model.empty.length).toBeGreaterThan(0);
      expect(model.warnings.join(' ')).toMatch(/collapsed|spurious|empty/);
      const shares = model.predictProba(data);
      expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
    }
  });

  it('more components than distinct rows of positive weight: the others do not help', () => {
    const data = Array.from({ length: 40 }, (_, i) => (i < 20 ? [i % 2, 3 * (i % 2)] : [i, (7 * i) % 11]));
    const sampleWeight = data.map((_, i) => (i < 20 ? 1 : 0));
    const model = fitSync(data, { nComponents: 3, covarianceType, sampleWeight });
    expect(numbersOf(model).every(Number.isFinite)).toBe(true);
    expect(model.collapsed.length + model.spurious.length + model.empty.length).toBeGreaterThan(0);
    for (const [x, y] of model.means) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(1);
      expect(y).toBeCloseTo(3 * x, 9);
    }
  });

  it('more components than distinct rows, without a floor: the error that names a component', () => {
    const data = Array.from({ length: 60 }, (_, i) => [i % 2, 5 * (i % 2)]);
    for (let seed = 0; seed < 5; seed++) {
      const options = { nComponents: 3, covarianceType, regCovar: 0, seed };
      expect(() => fitSync(data, options)).toThrow(SingularCovarianceError);
      expect(() => fitSync(data, options)).toThrow(/component \d.*not positive definite/);
    }
  });

  it('fewer rows than features: finite, and a full matrix has collapsed', () => {
    const draw = new Draw(7);
    const data = Array.from({ length: 6 }, () => [...draw.normals(9)]);
    for (const nComponents of [1, 2]) {
      const model = fitSync(data, { nComponents, covarianceType });
      expect(numbersOf(model).every(Number.isFinite)).toBe(true);
      expect(model.predict(data).every((label) => label < nComponents)).toBe(true);
      // six rows do not determine a matrix of nine features, whoever shares it
      const matrices = covarianceType === 'full' || covarianceType === 'tied';
      if (matrices) expect(model.collapsed).toEqual(Array.from({ length: nComponents }, (_, c) => c));
      else if (covarianceType === 'tied-spherical') expect(model.collapsed).toEqual([]);
      if (matrices)
        expect(() => fitSync(data, { nComponents, covarianceType, regCovar: 0 })).toThrow(SingularCovarianceError);
    }
  });

  it('rows in a plane: finite, and as likely in other coordinates of the plane', () => {
    const draw = new Draw(5);
    const data = Array.from({ length: 400 }, (_, i) => {
      const [x, y] = draw.normals(2);
      const far = i % 2 === 0 ? 0 : 8;
      return [x + far, y, x + far + y];
    });
    const model = fitSync(data, { nComponents: 2, covarianceType });
    expect(numbersOf(model).every(Number.isFinite)).toBe(true);
    expect(model.converged).toBe(true);
    const labels = model.predict(data);
    const agreeing = labels.filter((label, i) => label === i % 2).length;
    expect(Math.max(agreeing, 400 - agreeing)).toBeGreaterThan(395);
    // only a full matrix can see that the rows depend on each other
    if (covarianceType === 'full' || covarianceType === 'tied') expect(model.warnings.join(' ')).toMatch(/collapsed/);
  });

  it('units that differ by 10^6: the same labels', () => {
    const draw = new Draw(9);
    const data = Array.from({ length: 300 }, (_, i) => {
      const [x, y] = draw.normals(2);
      return [x + 5 * (i % 3), y - 4 * (i % 2)];
    });
    const options = { nComponents: 3, covarianceType } as const;
    const labels = (rows: number[][]) => [...fitSync(rows, options).predict(rows)];
    const scaled = data.map(([x, y]) => [x * 1e3, y * 1e-3]);
    // one variance for all features is a matter of units
    if (covarianceType.endsWith('spherical'))
      expect(numbersOf(fitSync(scaled, options)).every(Number.isFinite)).toBe(true);
    else expect(labels(scaled)).toEqual(labels(data));
  });
});

it('a sweep that meets singular fits chooses a healthy model, and says of each what is wrong', async () => {
  const draw = new Draw(3);
  // two clusters, and a value that occurs forty times
  const data = Array.from({ length: 120 }, (_, i) =>
    i < 40 ? [2.5, 1] : [...draw.normals(2)].map((x) => x + 9 * (i % 2)),
  );
  const { best, table } = await select(data, { nComponents: [1, 2, 3, 4, 5, 6], covarianceType: families });
  expect(table).toHaveLength(36);
  expect(table.some(({ healthy }) => !healthy)).toBe(true);
  expect(best.collapsed.length + best.spurious.length + best.empty.length).toBe(0);
  for (const row of table) {
    expect(row.error !== undefined || Number.isFinite(row.bic)).toBe(true);
    if (row.healthy) expect(best.bic()).toBeLessThanOrEqual(row.bic);
  }
});

it('a sweep in which some fits fail has a row for each, and a model of the others', async () => {
  const draw = new Draw(4);
  // without a floor no full matrix of features that depend on each other has a factor
  const data = Array.from({ length: 90 }, (_, i) => {
    const [x, y] = draw.normals(2);
    return [x + 7 * (i % 2), y, x + 7 * (i % 2) + y];
  });
  const { best, table } = await select(data, { nComponents: [1, 2], covarianceType: ['full', 'diag'], regCovar: 0 });
  for (const { covarianceType, error, bic } of table) {
    if (covarianceType === 'full') expect(error).toMatch(/not positive definite/);
    else expect(error).toBeUndefined();
    expect(Number.isNaN(bic)).toBe(covarianceType === 'full');
  }
  expect([best.covarianceType, best.nComponents]).toEqual(['diag', 2]);
});
