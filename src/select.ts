// How many components, and of which family: every combination is fitted, and a criterion chooses.

import type { Data } from './data.js';
import { type CovarianceSynonym, type CovarianceType, covarianceNames, familyOf } from './family.js';
import { choose } from './kernel/load.js';
import { type GaussianMixture, modelOf } from './model.js';
import { nearestName, refuseNonObject, show } from './names.js';
import { checkOptions, type FitOptions } from './options.js';
import { readSheet } from './sheet.js';
import type { Exercise, Solution } from './solve.js';
import { solveMany } from './threads/many.js';
import { throwIfAborted } from './watch.js';

/** Lower is better: Schwarz (1978), Akaike (1974), Biernacki, Celeux & Govaert (2000). */
export type Criterion = 'bic' | 'aic' | 'icl';

/** Options of `fit` that belong to one start, or to one fit, and so not to a choice. */
type Fixed =
  | 'nComponents'
  | 'covarianceType'
  | 'weightsInit'
  | 'meansInit'
  | 'covariancesInit'
  | 'precisionsInit'
  | 'responsibilitiesInit'
  | 'warmStart'
  | 'onIteration';

/** What `select` takes: lists to choose from, and the options of `fit` for all of them. */
export interface SelectOptions extends Omit<FitOptions, Fixed> {
  /** Numbers of components; 1 to 9 (but at most n) if left out. */
  readonly nComponents?: readonly number[];
  /** Families; only `'full'` if left out. */
  readonly covarianceType?: readonly (CovarianceType | CovarianceSynonym)[];
  /** What chooses; `'bic'` if left out. */
  readonly criterion?: Criterion;
  /** Told of each fit as it ends, in the order in which they end. */
  readonly onProgress?: (progress: SelectProgress) => void;
}

/** How far a choice has come. */
export interface SelectProgress {
  readonly completed: number;
  readonly total: number;
  /** The fit that has just ended. */
  readonly row: SelectRow;
}

/** One combination. The numbers are NaN where the fit failed. */
export interface SelectRow {
  readonly nComponents: number;
  readonly covarianceType: CovarianceType;
  readonly bic: number;
  readonly aic: number;
  readonly icl: number;
  /** Total, in nats. */
  readonly logLikelihood: number;
  readonly nParameters: number;
  /** Whether no component is collapsed, spurious or empty: only such models are chosen while there is one. */
  readonly healthy: boolean;
  readonly converged: boolean;
  /** Why there is no model. */
  readonly error?: string;
}

/** What `select` gives. */
export interface Selection {
  /** The model of the lowest criterion among the healthy ones; if none is healthy, among all. */
  readonly best: GaussianMixture;
  /** Every combination: families in the order given, and for each the numbers of components. */
  readonly table: readonly SelectRow[];
}

const CRITERIA: readonly Criterion[] = ['bic', 'aic', 'icl'];
const FIXED: readonly string[] = [
  'weightsInit',
  'meansInit',
  'covariancesInit',
  'precisionsInit',
  'responsibilitiesInit',
  'warmStart',
  'onIteration',
] satisfies Fixed[];
const MOST_BY_DEFAULT = 9;

/**
 * Fits every combination of a number of components and a family, in threads if that pays, and chooses.
 *
 * The data is read before the call returns. A combination that fails has a row that says why, and stops nothing.
 *
 * @param data - n samples of d features, in any form of `Data`; finite
 * @throws TypeError, RangeError for data or options that are wrong
 * @throws the reason of `signal` once it is aborted, and what `onProgress` throws
 * @throws Error if every combination failed
 */
export async function select(data: Data, options: SelectOptions = {}): Promise<Selection> {
  refuseNonObject(options, "{ nComponents: [1, 2, 3], covarianceType: ['full', 'diag'] }");
  const { nComponents, covarianceType, criterion = 'bic', onProgress, ...rest } = options;
  checkOwn(options);
  const types = familiesIn(covarianceType ?? ['full']);
  const given = nComponents === undefined ? undefined : countsIn(nComponents);
  const { signal, threads = 'auto', wasm, ...shared } = checkOptions({ ...rest, nComponents: given?.[0] ?? 1 });
  throwIfAborted(signal);
  const sheet = readSheet(data);
  const [n] = sheet.shape;
  const counts = given ?? Array.from({ length: Math.min(MOST_BY_DEFAULT, n) }, (_, at) => at + 1);
  const sampleWeight = shared.sampleWeight && Float64Array.from(shared.sampleWeight);
  const exercises: Exercise[] = types.flatMap((type) =>
    counts.map((k) => ({
      options: { ...shared, ...(sampleWeight && { sampleWeight }), nComponents: k, covarianceType: type },
      certainty: true,
    })),
  );
  const choice = await choose({ ...shared, ...(wasm && { wasm }), ...(signal && { signal }) });
  const table: SelectRow[] = [];
  const models: (GaussianMixture | undefined)[] = [];
  let completed = 0;
  await solveMany(sheet, exercises, { threads, signal, engine: choice }, (index, end) => {
    const model = end instanceof Error ? undefined : modelOf({ ...end.state, choice });
    models[index] = model;
    table[index] = rowOf(exercises[index], end, model);
    completed++;
    onProgress?.({ completed, total: exercises.length, row: table[index] });
  });
  return { best: bestOf(table, models, criterion), table };
}

function rowOf({ options }: Exercise, end: Solution | Error, model: GaussianMixture | undefined): SelectRow {
  const { nComponents, covarianceType } = options;
  if (end instanceof Error || !model) {
    const none = Number.NaN;
    const numbers = { bic: none, aic: none, icl: none, logLikelihood: none, nParameters: none };
    return { nComponents, covarianceType, ...numbers, healthy: false, converged: false, error: (end as Error).message };
  }
  const bic = model.bic();
  return {
    nComponents,
    covarianceType,
    bic,
    aic: model.aic(),
    icl: bic - 2 * (end.certainty ?? 0),
    logLikelihood: model.logLikelihood,
    nParameters: model.nParameters,
    healthy: model.collapsed.length + model.spurious.length + model.empty.length === 0,
    converged: model.converged,
  };
}

function bestOf(
  table: readonly SelectRow[],
  models: readonly (GaussianMixture | undefined)[],
  criterion: Criterion,
): GaussianMixture {
  let best = -1;
  for (const [index, row] of table.entries()) {
    if (!models[index]) continue;
    const held = table[best];
    if (held && held.healthy !== row.healthy ? row.healthy : !(row[criterion] >= held?.[criterion])) best = index;
  }
  if (best >= 0) return models[best] as GaussianMixture;
  const [{ nComponents, covarianceType, error }] = table;
  throw new Error(`none of the ${table.length} fits succeeded; of K = ${nComponents}, ${covarianceType}: ${error}`);
}

/** What is not an option of `fit`, and what is one but not here. */
function checkOwn(options: SelectOptions): void {
  const { criterion, onProgress } = options;
  for (const name of FIXED) {
    if ((options as Record<string, unknown>)[name] === undefined) continue;
    throw new TypeError(`option ${name} belongs to a single fit: select finds the start of each by itself`);
  }
  if (criterion !== undefined && !CRITERIA.includes(criterion)) {
    const near = typeof criterion === 'string' ? nearestName(criterion, CRITERIA) : undefined;
    const hint = near ? `; did you mean '${near}'?` : '';
    throw new RangeError(`option criterion must be one of ${CRITERIA.join(', ')}; got ${show(criterion)}${hint}`);
  }
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw new TypeError(`option onProgress must be a function, got ${show(onProgress)}`);
  }
}

function listOf(value: unknown, name: string, example: string): readonly unknown[] {
  if (!Array.isArray(value))
    throw new TypeError(`option ${name} must be a list such as ${example}, got ${show(value)}`);
  if (value.length === 0) throw new RangeError(`option ${name} is empty: nothing to choose from`);
  return value;
}

/** Each number once, in the order given. */
function countsIn(value: unknown): number[] {
  const counts = listOf(value, 'nComponents', '[1, 2, 3]');
  for (const [at, k] of counts.entries()) {
    if (Number.isInteger(k) && (k as number) >= 1) continue;
    throw new RangeError(`option nComponents[${at}] must be an integer of at least 1, got ${show(k)}`);
  }
  return [...new Set(counts as number[])];
}

function familiesIn(value: unknown): CovarianceType[] {
  const families = listOf(value, 'covarianceType', "['full', 'diag']").map((name, at) => {
    const family = typeof name === 'string' ? familyOf(name) : undefined;
    if (family) return family;
    const names = covarianceNames.join(', ');
    throw new RangeError(`option covarianceType[${at}] must be one of ${names}; got ${show(name)}`);
  });
  return [...new Set(families)];
}
