// The ABI as TypeScript sees it. Two modules implement it: the WebAssembly binaries and the TypeScript twin.
//
// Every address is a byte offset into `memory`, a multiple of 8 for doubles and of 4 for integers; counts are integers
// below 2^31. Nothing is allocated or kept by a kernel. What each function does is documented where the arithmetic is:
// assembly/index.ts names the files.

/** The memory and the functions of one kernel. */
export interface Kernel {
  /** The whole arena as doubles. */
  readonly doubles: Float64Array;
  /** The whole arena as 32-bit integers. */
  readonly integers: Int32Array;
  readonly functions: KernelFunctions;
}

/** A covariance family by its number: full 0, diagonal 1, spherical 2; 3 more if shared by all components. */
export type FamilyCode = 0 | 1 | 2 | 3 | 4 | 5;

/** The functions that every kernel exports, by their name in the binary. */
export interface KernelFunctions {
  /** Of which release it is: major·10⁶ + minor·10³ + patch. */
  version(): number;
  /** 1 if multiply-adds may be fused, so that bits may differ from other kernels. */
  fused(): number;
  /** Packs rows into tiles; −1, or the index (row·d + feature) of the first value that is not finite or too large. */
  pack(source: number, rows: number, d: number, origin: number, scale1: number, scale2: number, target: number): number;
  /**
   * E-step and statistics of a range of rows; without centres (0) only log-likelihood and weight. `direct` (1) is for
   * tied covariances after `cancels`. `order` (of the rows, or 0) helps to save work; `keys`, if not 0, takes the key of
   * each row for `arrange`; `bounds` of the distances of the rows, if not 0, and `drift` save work.
   */
  pass(
    tiles: number,
    rows: number,
    d: number,
    k: number,
    family: number,
    parameters: number,
    centres: number,
    weights: number,
    direct: number,
    order: number,
    keys: number,
    statistics: number,
    scratch: number,
    bounds: number,
    drift: number,
  ): void;
  /** How far the components have moved since the last pass: before a pass with `bounds`. */
  drift(parameters: number, d: number, k: number, family: number, record: number, scratch: number): void;
  /** Statistics from given responsibilities (row-major), or, if those are 0, from labels. */
  pass_given(
    tiles: number,
    rows: number,
    d: number,
    k: number,
    family: number,
    responsibilities: number,
    labels: number,
    centres: number,
    weights: number,
    statistics: number,
    scratch: number,
  ): void;
  /** Log-densities, labels and responsibilities of a range of rows; an address of 0 leaves one out. */
  evaluate(
    tiles: number,
    rows: number,
    d: number,
    k: number,
    family: number,
    parameters: number,
    logDensities: number,
    labels: number,
    responsibilities: number,
    scratch: number,
  ): void;
  /** Adds `length` doubles of statistics to others. */
  merge(target: number, source: number, length: number): void;

  /** The M-step, with a prior unless that is 0; −1, or the first component whose covariance is not positive definite. */
  maximise(
    statistics: number,
    centres: number,
    floor: number,
    prior: number,
    parameters: number,
    d: number,
    k: number,
    family: number,
    scratch: number,
  ): number;
  /** The logarithm of the prior at prepared parameters, up to a constant. */
  log_prior(prior: number, parameters: number, d: number, k: number, family: number, scratch: number): number;
  /** Moves centres to the means where the scatter would cancel; how many moved. */
  recentre(statistics: number, centres: number, floor: number, d: number, k: number, family: number): number;
  /** Tied only: 1 if the scatter of a pass lost digits to its correction, and the pass is to be made again directly. */
  cancels(
    statistics: number,
    parameters: number,
    centres: number,
    floor: number,
    d: number,
    k: number,
    scratch: number,
  ): number;
  /** Factors and constants from weights, means and covariances; returns as `maximise`. */
  prepare(parameters: number, d: number, k: number, family: number, scratch: number): number;
  /** The pooled within-cluster variance of each feature. */
  pooled_variances(statistics: number, d: number, k: number, family: number, out: number): void;

  /** Takes the next mean log-likelihood of a run; 1 if the run has converged. `state` is 4 doubles, first all 0. */
  converged(state: number, value: number, tol: number): number;
  /** The floor of each variance from pooled and total variances and the level of constant features. */
  floors(pooled: number, total: number, level: number, share: number, d: number, family: number, floor: number): void;
  /** The variances below which a component has collapsed. */
  thresholds(floor: number, pooled: number, total: number, d: number, out: number): void;
  /** Flags (i32) the collapsed components and counts them. */
  collapsed(
    parameters: number,
    threshold: number,
    d: number,
    k: number,
    family: number,
    flags: number,
    scratch: number,
  ): number;
  /** Sorts components by mean; 1 if anything moved, and then `prepare` is due. */
  sort(parameters: number, d: number, k: number, family: number): number;
  /** Counts (i32) the distinct rows by label, up to `limit`, noting them in K·limit·2 integers; how many reached it. */
  distinct(
    tiles: number,
    rows: number,
    d: number,
    k: number,
    labels: number,
    limit: number,
    counts: number,
    seen: number,
  ): number;

  /**
   * The SQUAREM step from three points (weights | means | covariances each) to parameters further along; its length,
   * 1 if there is nothing to extrapolate, 0 if it leads nowhere and the parameters are to be set again.
   */
  extrapolate(
    points: number,
    parameters: number,
    threshold: number,
    limit: number,
    d: number,
    k: number,
    family: number,
    flags: number,
    scratch: number,
  ): number;

  /** A = L·Lᵀ of a packed lower triangle, in place; 1, or 0 if it is not positive definite. `column` is d doubles. */
  factorise(matrix: number, d: number, column: number): number;
  /** L⁻¹ of a packed lower triangle. */
  invert_triangle(factor: number, d: number, inverse: number): void;
  /** Wᵀ·W of a packed lower triangle W. */
  product(inverse: number, d: number, out: number): void;

  /** The least distances to the centres so far, one centre more; returns the potential. */
  kmeans_distances(
    tiles: number,
    rows: number,
    d: number,
    centre: number,
    metric: number,
    weights: number,
    nearest: number,
    out: number,
  ): number;
  /** Nearest centres, and the sums of the groups: inertia | weight | K × (N_k | Σ w (x − c_k), d). */
  kmeans_assign(
    tiles: number,
    rows: number,
    d: number,
    k: number,
    centres: number,
    metric: number,
    weights: number,
    labels: number,
    spread: number,
    sums: number,
  ): void;

  /**
   * Orders the rows of a slice by their keys, and their weights and `order` with them; `moving` is scratch. Their `bounds`, if
   * not 0, begin anew, or are not kept.
   */
  arrange(
    tiles: number,
    rows: number,
    d: number,
    k: number,
    keys: number,
    weights: number,
    order: number,
    moving: number,
    bounds: number,
  ): void;
  /** Puts the rows of a slice back into the order in which they were packed. */
  restore(tiles: number, rows: number, d: number, weights: number, order: number, moving: number): void;

  /** Tiles in single precision become doubles; `count` is a multiple of 8. */
  widen(source: number, count: number, target: number): void;
  /** And the reverse, rounded to the nearest; 0 if a value is beyond the largest float. */
  narrow(source: number, count: number, target: number): number;

  /** eˣ and ln x, the same bits in every kernel. */
  exp(x: number): number;
  log(x: number): number;

  /**
   * Single stages of a pass: log-densities of one tile in steps of ln 2/64, their normalisation (`table`: 400 doubles of
   * scratch; what it returns and writes at `densities` is in nats), argmax and keys.
   */
  densities(
    tile: number,
    width: number,
    d: number,
    k: number,
    family: number,
    parameters: number,
    logs: number,
    scratch: number,
  ): void;
  normalise(logs: number, width: number, k: number, weights: number, densities: number, table: number): number;
  likeliest(logs: number, width: number, k: number, labels: number): void;
  rank(logs: number, width: number, k: number, keys: number): void;

  /** Sizes in doubles (in samples: `tile_size`). */
  parameters_length(d: number, k: number, family: number): number;
  statistics_length(d: number, k: number, family: number): number;
  scratch_length(d: number, k: number): number;
  tile_size(d: number): number;
}
