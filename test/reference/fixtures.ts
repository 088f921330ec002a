// The reference fits in test/fixtures, and how a fit starts where they started.
//
// They come from EM in 80-bit arithmetic, run to its fixed point. A naive EM in doubles repeats their traces to 3e-14
// relative and their ends to 2e-12, so 1e-10 and 1e-8 leave room for rounding and for nothing else.

import { readdirSync, readFileSync } from 'node:fs';
import type {
  CovarianceShapes,
  CovarianceSynonym,
  CovarianceType,
  FitOptions,
  GaussianMixture,
  NumbersIn,
} from '../../src/index.js';

/** Covariances are K full matrices, whatever the family. */
export interface Parameters {
  readonly weights: number[];
  readonly means: number[][];
  readonly covariances: number[][][];
}

/** A start on a data set, without an answer to compare with. */
export interface Start {
  readonly id: string;
  readonly model: CovarianceSynonym;
  readonly k: number;
  readonly status: 'optimum' | 'loglik-only' | 'degenerate';
  readonly init: Parameters;
  readonly data: number[] | number[][];
  readonly totalWeight: number;
  readonly sampleWeight: number[] | null;
}

/** A start and where EM takes it. */
export interface ReferenceFit extends Start {
  readonly trace: { readonly iter: number; readonly loglik: number }[];
  readonly afterOneIteration: Parameters;
  readonly final: Parameters & {
    readonly loglik: number;
    readonly bic: number;
    readonly aic: number;
    readonly nParameters: number;
  };
  readonly probe: { readonly rows: number[]; readonly logDensity: number[]; readonly responsibilities: number[][] };
  readonly convergence: {
    readonly iterationsRun: number;
    readonly iterationsToWithin1e8?: number;
    readonly reachedMachineFixedPoint?: boolean;
  };
}

const FOLDER = new URL('../fixtures/', import.meta.url);

function read(name: string): Start[] {
  const { fits = [], data, totalWeight, weights } = JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));
  return fits.map((fit: object) => ({ ...fit, data, totalWeight, sampleWeight: weights }));
}

const all = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .flatMap(read);

/** Fits of which everything can be compared. */
export const optima = all.filter(({ status }) => status === 'optimum') as ReferenceFit[];
/** Fits whose components coincide at the end, so that only the log-likelihood is determined. */
export const loglikOnly = all.filter(({ status }) => status === 'loglik-only') as ReferenceFit[];
/** Starts from which the likelihood has no bound. */
export const degenerate = all.filter(({ status }) => status === 'degenerate');

/** The two implementations of the kernel; the first assertion of a run is which of them it was. */
export const BACKENDS = ['wasm', 'js'] as const;

/** EM and nothing but EM: no floor, no early stop, no acceleration. */
export const PLAIN = { regCovar: 0, tol: 0, acceleration: 'none' } as const;

function diagonal(matrix: number[][]): number[] {
  return matrix.map((row, i) => row[i]);
}

const SHAPES: Readonly<Record<CovarianceSynonym, (matrices: number[][][]) => NumbersIn>> = {
  V: (matrices) => matrices,
  E: ([shared]) => shared,
  VVV: (matrices) => matrices,
  EEE: ([shared]) => shared,
  VVI: (matrices) => matrices.map(diagonal),
  EEI: ([shared]) => diagonal(shared),
  VII: (matrices) => matrices.map(([[variance]]) => variance),
  EII: ([[[variance]]]) => variance,
};

/** K full matrices in the shape of a family. */
export function shapeOf(model: CovarianceSynonym, matrices: number[][][]): NumbersIn {
  return SHAPES[model](matrices);
}

/** The options that start a fit at the recorded start. */
export function startOf({ k, model, init, sampleWeight }: Start): FitOptions {
  return {
    nComponents: k,
    covarianceType: model,
    weightsInit: init.weights,
    meansInit: init.means,
    covariancesInit: shapeOf(model, init.covariances),
    ...(sampleWeight && { sampleWeight }),
  };
}

/** EM iterations after which the log-likelihood is at its end to rounding: twice those to 1e-8, and some more. */
export function enoughIterations({ convergence }: ReferenceFit): number {
  return 2 * (convergence.iterationsToWithin1e8 ?? convergence.iterationsRun) + 100;
}

type Entry<C> = (covariances: C, c: number, i: number, j: number) => number;

const ENTRIES: { readonly [T in CovarianceType]: Entry<CovarianceShapes[T]> } = {
  full: (covariances, c, i, j) => covariances[c][i][j],
  tied: (covariances, _, i, j) => covariances[i][j],
  diag: (covariances, c, i, j) => (i === j ? covariances[c][i] : 0),
  'tied-diag': (covariances, _, i, j) => (i === j ? covariances[i] : 0),
  spherical: (covariances, c, i, j) => (i === j ? covariances[c] : 0),
  'tied-spherical': (covariances, _, i, j) => (i === j ? covariances : 0),
};

/** Entry i, j of the covariance matrix of component c, whatever the family. */
export function covarianceEntry(model: GaussianMixture, c: number, i: number, j: number): number {
  return (ENTRIES[model.covarianceType] as Entry<unknown>)(model.covariances, c, i, j);
}

/** All numbers of nested arrays. */
export function numbersIn(value: NumbersIn): number[] {
  return typeof value === 'number' ? [value] : Array.from<NumbersIn>(value).flatMap(numbersIn);
}

/** Every number that a fitted model shows. */
export function numbersOf(model: GaussianMixture): number[] {
  const { weights, means, covariances, history, logLikelihood, lowerBound } = model;
  return [...weights, ...numbersIn(means), ...numbersIn(covariances), ...history, logLikelihood, lowerBound];
}
