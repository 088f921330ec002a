import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { normals } from '../../normals.mjs';
import { isSpherical, isTied } from '../families.mjs';
import { pick } from '../pick.mjs';
import { centresOf } from './centres.mjs';
import { generator, PURPOSES } from './generator.mjs';
import { shapeOf } from './shapes.mjs';

/** Components differ in size by up to this factor from the middle one, and in weight by up to the other. */
const SIZE = 2;
const WEIGHT = 6;

/** Share of rows that belong to no component, and how far out they are. */
const OUTLIERS = 0.02;
const OUT = 5;

/** With ties, values are multiples of this share of the components' standard deviation. */
const STEP = 0.5;

/** Unequal features have units from 10^−3 to 10^3, and an origin so many units off. */
const DECADES = 3;
const OFF = 10;

/**
 * The rows of a record (row-major) and the mixture they come from, which is one of the family that is to be fitted; it
 * knows nothing of outliers and ties.
 */
export function draw(record) {
  const { n, d, nComponents: k, covarianceType } = record;
  const rng = generator(record.seed, record.index, PURPOSES.data);
  const uniform = () => uniformFloat64(rng);
  const random = { uniform, normal: normals(rng) };

  const shapes = Array.from({ length: k }, () => shapeOf(covarianceType, d, SIZE ** (2 * uniform() - 1), random));
  if (isTied(covarianceType)) shapes.fill(shapes[0]);
  const centres = centresOf(shapes, record, random);
  const weights = shapes.map(() => (record.weights === 'unequal' ? WEIGHT ** uniform() : 1));

  const data = new Float64Array(n * d);
  for (let i = 0; i < n; i++) {
    const c = pick(weights, uniform);
    const row = data.subarray(i * d, (i + 1) * d);
    if (record.outliers && uniform() < OUTLIERS) stray(row, centres, random);
    else member(row, centres[c], shapes[c].factor, random);
  }
  if (record.ties) round(data, shapes, d);
  const { units, origins } = unitsOf(record, random);
  return {
    // Engines may differ in the last bit of a logarithm or a power: so few bits do not show it.
    data: data.map((value, at) => Math.fround((value + origins[at % d]) * units[at % d])),
    truth: {
      weights: weights.map((weight) => weight / weights.reduce((sum, other) => sum + other)),
      means: centres.map((centre) => Array.from(centre, (value, j) => (value + origins[j]) * units[j])),
      covariances: shapes.map(({ covariance }) =>
        units.map((unit, i) => units.map((other, j) => covariance[i * d + j] * unit * other)),
      ),
      shape: 'full',
    },
  };
}

function member(row, centre, factor, { normal }) {
  const d = row.length;
  const z = Array.from({ length: d }, () => normal());
  for (let i = 0; i < d; i++) {
    row[i] = centre[i];
    for (let l = 0; l < d; l++) row[i] += factor[i * d + l] * z[l];
  }
}

/** A row far out, in any direction, about a centre that it does not belong to. */
function stray(row, centres, { uniform, normal }) {
  const centre = centres[Math.floor(uniform() * centres.length)];
  for (let j = 0; j < row.length; j++) row[j] = centre[j] + OUT * normal();
}

function round(data, shapes, d) {
  const steps = Array.from({ length: d }, (_, j) => {
    const variances = shapes.map(({ covariance }) => covariance[j * d + j]);
    return STEP * Math.sqrt(variances.reduce((sum, variance) => sum + variance) / variances.length);
  });
  for (let at = 0; at < data.length; at++) data[at] = Math.round(data[at] / steps[at % d]) * steps[at % d];
}

/** A unit and an origin for each feature. A spherical family could not follow unequal units, so there all have the same. */
function unitsOf({ d, covarianceType, scales }, { uniform }) {
  if (scales === 'equal') return { units: new Array(d).fill(1), origins: new Array(d).fill(0) };
  const units = Array.from({ length: d }, () => 10 ** (DECADES * (2 * uniform() - 1)));
  if (isSpherical(covarianceType)) units.fill(units[0]);
  return { units, origins: units.map(() => OFF * (2 * uniform() - 1)) };
}
