import { shapeName } from '../pages/table.mjs';
import { COLOURS, toSvg } from './svg.mjs';

const VARIANTS = ['strict', 'relaxed'];
const FAMILIES = ['full', 'diag'];

const titleOf = (family) => `${family} covariances`;

/** How many times as fast as scikit-learn, one thread each, by shape; a line at 1. */
export async function drawRatios(iterations) {
  const races = (iterations?.races ?? []).filter(({ covarianceType }) => FAMILIES.includes(covarianceType));
  const points = races.flatMap((race) =>
    race.rows
      .filter(({ name, timesScikitLearn }) => VARIANTS.includes(name) && timesScikitLearn)
      .map(({ name, timesScikitLearn }) => ({
        family: titleOf(race.covarianceType),
        shape: shapeName(race),
        contender: name,
        ratio: timesScikitLearn,
      })),
  );
  if (points.length === 0) return null;
  const title = 'Times as fast as the faster scikit-learn';
  const scale = { domain: VARIANTS, range: COLOURS.filter((_, i) => i === 0 || i === 3) };
  const svg = await toSvg({
    title: { text: title, subtitle: 'whole EM iterations, double precision, one thread each' },
    data: { values: points },
    facet: { column: { field: 'family', type: 'nominal', title: null, sort: FAMILIES.map(titleOf) } },
    spec: {
      width: 330,
      height: 240,
      layer: [
        {
          mark: { type: 'bar' },
          encoding: {
            x: { field: 'shape', type: 'nominal', sort: null, title: 'n, d, K', axis: { labelAngle: -30 } },
            xOffset: { field: 'contender', sort: VARIANTS },
            y: { field: 'ratio', type: 'quantitative', title: 'times as fast', axis: { tickCount: 6 } },
            color: { field: 'contender', type: 'nominal', scale, title: null },
          },
        },
        { mark: { type: 'rule', color: '#000000', strokeDash: [4, 3] }, encoding: { y: { datum: 1 } } },
      ],
    },
  });
  return { name: 'ratios', title, svg };
}
