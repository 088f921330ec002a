// A fixed set of fits, and one number for all that comes out of them: FNV-1a (64 bits) of every double, little-endian.
// It runs wherever the package runs, imports nothing, and asks the engine for nothing that engines may differ in: data is
// made of integers, sums and quotients by powers of two.

/** Marsaglia's xorshift: 32 bits a draw. */
function generator(seed) {
  let x = Math.imul(seed, 0x9e3779b1) | 1;
  return () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return x >>> 0;
  };
}

/** n rows of d features in k clusters of unequal width, row-major; values are multiples of 2⁻³². */
function clusters(seed, n, d, k, offset = 0) {
  const draw = generator(seed);
  const uniform = () => draw() / 4294967296;
  const centres = Array.from({ length: k * d }, () => offset + (draw() % 25) - 12);
  const data = new Float64Array(n * d);
  for (let i = 0; i < n; i++) {
    const c = draw() % k;
    for (let j = 0; j < d; j++) {
      const noise = uniform() + uniform() + uniform() + uniform() - 2;
      data[i * d + j] = centres[c * d + j] + noise * (1 + c + (j % 3));
    }
  }
  return { data, shape: [n, d] };
}

/** Weights from 0 to 3, one of eight of them 0. */
function weightsOf(seed, n) {
  const draw = generator(seed);
  return Float64Array.from({ length: n }, () => (draw() % 8 === 0 ? 0 : (1 + (draw() % 24)) / 8));
}

const FAMILIES = ['full', 'tied', 'diag', 'spherical', 'tied-diag', 'tied-spherical'];
const STARTS = ['small-em', 'kmeans', 'k-means++', 'random', 'random_from_data'];

/** A source of chunks whose sizes go round; weights, if there are any, come with the rows. */
function sourceOf({ data, shape: [n, d] }, sizes, sampleWeight) {
  return async function* () {
    for (let first = 0, at = 0; first < n; at++) {
      const count = Math.min(sizes[at % sizes.length], n - first);
      const rows = { data: data.subarray(first * d, (first + count) * d), shape: [count, d] };
      yield sampleWeight ? { rows, sampleWeight: sampleWeight.subarray(first, first + count) } : rows;
      first += count;
    }
  };
}

/** Everything that a model keeps. */
function kept(model) {
  const { origin, exponent, weights, means, covariances } = model.toJSON();
  const shown = [model.weights, model.means, model.covariances, model.precisions, model.mean];
  const run = [model.history, model.logLikelihood, model.nIter, Number(model.converged), model.nParameters];
  const health = [model.collapsed, model.spurious, model.empty];
  return [shown, run, health, origin, exponent, weights, means, covariances];
}

/** And some of what it answers. */
function answers(model, data) {
  const { data: drawn, labels } = model.sample(20, { seed: 3 });
  return [
    [model.predict(data), model.predictProba(data), model.scoreSamples(data), model.uncertainty(data)],
    [model.score(data), model.bic(), model.aic(), model.icl(data), drawn, labels],
  ];
}

/**
 * The cases: each asks the library `lib` with the options `how`, and gives numbers, nested as they come. `fit` and
 * `select` tell what they ran on. A case that `needs` a function is left out where an entry lacks it.
 */
const CASES = [
  // every number of features up to 12 and of components up to 5, with every kind of start
  ...FAMILIES.map((covarianceType) => ({
    name: `small, ${covarianceType}`,
    needs: ['fit'],
    async run({ fit }) {
      const numbers = [];
      for (let d = 1; d <= 12; d++) {
        const n = 110 + 10 * d;
        const k = 1 + (d % 5);
        const data = clusters(d, n, d, k);
        const model = await fit(data, {
          ...{ nComponents: k, covarianceType, initParams: STARTS[(d + 2) % 5], maxIter: 40, seed: d },
          acceleration: d % 2 === 0 ? 'squarem' : 'none',
          ...(d % 3 === 0 && { sampleWeight: weightsOf(d, n) }),
        });
        numbers.push(kept(model), answers(model, data));
      }
      return numbers;
    },
  })),
  // slices of 8192, 2048 and 512 rows, the last one short; rows are put in order at d = 33
  ...FAMILIES.map((covarianceType) => ({
    name: `slices, ${covarianceType}`,
    needs: ['fit'],
    async run({ fit }) {
      const numbers = [];
      for (const [n, d, k] of [
        [20_000, 2, 4],
        [7000, 9, 3],
        [1700, 33, 2],
      ]) {
        const options = { nComponents: k, covarianceType, initParams: 'kmeans', maxIter: 5, tol: 0 };
        numbers.push(kept(await fit(clusters(n, n, d, k), options)));
      }
      return numbers;
    },
  })),
  {
    name: 'given starts',
    needs: ['fit', 'fitSync'],
    async run({ fit, fitSync }) {
      const data = clusters(31, 400, 2, 3);
      const weightsInit = [0.25, 0.25, 0.5];
      const meansInit = [
        [-6, 0],
        [0, 6],
        [6, -6],
      ];
      const first = await fit(data, { nComponents: 3, weightsInit, meansInit, maxIter: 3 });
      const responsibilitiesInit = first.predictProba(data);
      const starts = [
        { meansInit },
        { meansInit: new Float64Array(meansInit.flat()), precisionsInit: first.precisions },
        { weightsInit, meansInit, covariancesInit: first.covariances },
        { responsibilitiesInit },
        { warmStart: first },
        { warmStart: first, maxIter: 0 },
      ];
      const numbers = [kept(first)];
      for (const start of starts) {
        numbers.push(kept(await fit(data, { nComponents: 3, ...start })));
        numbers.push(kept(fitSync(data, { nComponents: 3, ...start, acceleration: 'squarem' })));
      }
      return numbers;
    },
  },
  {
    name: 'several starts',
    needs: ['fit'],
    async run({ fit }) {
      const numbers = [];
      const few = clusters(41, 500, 3, 4);
      for (const initParams of STARTS) {
        numbers.push(kept(await fit(few, { nComponents: 4, initParams, nInit: 4, maxIter: 30, seed: 7 })));
      }
      const many = clusters(42, 17_000, 2, 3);
      numbers.push(kept(await fit(many, { nComponents: 3, initParams: 'k-means++', nInit: 2, maxIter: 6 })));
      return numbers;
    },
  },
  {
    name: 'a prior',
    needs: ['fit'],
    async run({ fit }) {
      const numbers = [];
      for (const [index, covarianceType] of FAMILIES.entries()) {
        const data = clusters(51 + index, 300, 3, 3);
        const prior = index % 2 === 0 ? true : { shrinkage: 0.5, dof: 7, mean: [1, 2, 3], scale: 2 };
        const acceleration = index % 3 === 0 ? 'squarem' : 'none';
        const model = await fit(data, { nComponents: 3, covarianceType, prior, acceleration, maxIter: 60 });
        numbers.push(kept(model), model.objective);
      }
      return numbers;
    },
  },
  {
    name: 'nothing but K',
    needs: ['fit'],
    run: async ({ fit }) => [
      kept(await fit(clusters(51, 50, 1, 3), { nComponents: 3 })),
      kept(await fit(clusters(52, 18_000, 1, 3), { nComponents: 3, maxIter: 60 })),
      kept(await fit(clusters(53, 3000, 2, 3), { nComponents: 3 })),
    ],
  },
  {
    name: 'weighted rows in slices, accelerated',
    needs: ['fit'],
    async run({ fit }) {
      const sampleWeight = weightsOf(61, 20_000);
      const common = { nComponents: 3, sampleWeight, initParams: 'kmeans', acceleration: 'squarem', maxIter: 40 };
      const data = clusters(62, 20_000, 2, 3);
      return [kept(await fit(data, common)), kept(await fit(data, { ...common, covarianceType: 'tied' }))];
    },
  },
  {
    name: 'single precision',
    needs: ['fit'],
    async run({ fit }) {
      const numbers = [];
      for (const covarianceType of FAMILIES) {
        const options = { nComponents: 3, covarianceType, precision: 'f32', maxIter: 8 };
        numbers.push(kept(await fit(clusters(71, 10_000, 2, 3, 1000), { ...options, initParams: 'kmeans' })));
        numbers.push(kept(await fit(clusters(72, 600, 10, 3), options)));
      }
      return numbers;
    },
  },
  {
    name: 'far from zero, very large, very small, constant, repeated',
    needs: ['fit'],
    async run({ fit }) {
      const { data, shape } = clusters(81, 300, 2, 2);
      let large = 1;
      for (let power = 0; power < 700; power++) large *= 2;
      const variants = [
        data.map((x) => x + 1_700_000_000),
        data.map((x) => x * large),
        data.map((x) => x / large),
        data.map((x, at) => (at % 2 === 0 ? x : 5)),
        data.map((x) => Math.round(x / 8)),
      ];
      const numbers = [];
      for (const values of variants) {
        const rows = { data: values, shape };
        // the inverse of so large or so small a variance is no double, so that precisions are left out
        const { weights, means, history, collapsed, spurious } = await fit(rows, { nComponents: 3, maxIter: 50 });
        numbers.push(weights, means, history, collapsed, spurious);
      }
      return numbers;
    },
  },
  {
    name: 'select',
    needs: ['select'],
    async run({ select }) {
      const options = { nComponents: [1, 2, 3, 4], covarianceType: ['full', 'tied', 'spherical'], criterion: 'icl' };
      const { best, table } = await select(clusters(91, 400, 2, 3), options);
      const rows = table.map(({ nComponents, bic, aic, icl, logLikelihood }) => [
        nComponents,
        ...[bic, aic, icl, logLikelihood],
      ]);
      return [kept(best), rows];
    },
  },
  {
    name: 'bootstrap',
    needs: ['fit', 'bootstrap'],
    async run({ fit, bootstrap }) {
      const data = clusters(101, 300, 2, 2);
      const model = await fit(data, { nComponents: 2 });
      const numbers = [];
      for (const type of ['weighted-likelihood', 'nonparametric']) {
        const { standardErrors, intervals } = await bootstrap(data, model, { replicates: 12, type, seed: 5 });
        const shown = [standardErrors, intervals.lower, intervals.upper];
        numbers.push(shown.map(({ weights, means, covariances }) => [weights, means, covariances]));
      }
      return numbers;
    },
  },
  {
    name: 'answers for many rows',
    needs: ['fit', 'predictAsync'],
    async run({ fit, threads }) {
      const data = clusters(111, 20_000, 2, 3);
      const model = await fit(data, { nComponents: 3, initParams: 'kmeans', maxIter: 4 });
      return [
        await model.predictAsync(data, { threads }),
        await model.scoreSamplesAsync(data, { threads }),
        answers(model, data),
      ];
    },
  },
  {
    name: 'one feature: density, distribution, quantiles',
    needs: ['GaussianMixture', 'quantile'],
    run({ GaussianMixture }) {
      const model = GaussianMixture.fromParameters({
        ...{ covarianceType: 'full', weights: [0.25, 0.75], means: [[-2], [3]] },
        covariances: [[[0.5]], [[4]]],
      });
      const places = Array.from({ length: 161 }, (_, i) => (i - 80) / 8);
      const levels = Array.from({ length: 127 }, (_, i) => (i + 1) / 128);
      return [model.pdf(places), model.cdf(places), model.quantile(levels), model.quantile([1e-300, 1e-12])];
    },
  },
  {
    name: 'some features, given others; samples',
    needs: ['fit', 'condition'],
    async run({ fit }) {
      const numbers = [];
      for (const covarianceType of FAMILIES) {
        const model = await fit(clusters(121, 300, 4, 3), { nComponents: 3, covarianceType, initParams: 'kmeans' });
        const parts = [
          model.marginal([2, 0]),
          model.condition([1, 3], [0.5, -1]),
          model.condition([0, 1, 2], [1, 2, 3]),
        ];
        for (const part of parts) {
          const { data, labels } = part.sample(200, { seed: 9 });
          numbers.push(part.weights, part.means, part.covariances, part.mean, data, labels);
        }
        numbers.push(parts[2].quantile([0.05, 0.5, 0.95]));
      }
      return numbers;
    },
  },
  // three batches of rows, the last one short, in chunks that end anywhere
  {
    name: 'streams',
    needs: ['fitStream'],
    async run({ fitStream, scoreStream, predictStream }) {
      const numbers = [];
      for (const [index, covarianceType] of FAMILIES.entries()) {
        const weighted = index % 2 === 0;
        const [n, d] = weighted ? [9000, 33] : [36_000, 9];
        const table = clusters(131 + index, n, d, 2);
        const source = sourceOf(table, [1, 997, 5003], weighted ? weightsOf(141 + index, n) : undefined);
        const meansInit = table.data.slice(0, 2 * d);
        const acceleration = index % 3 === 0 ? 'squarem' : 'none';
        const model = await fitStream(source, { nComponents: 2, covarianceType, meansInit, acceleration, maxIter: 4 });
        const { score, logLikelihood, n: scored, totalWeight } = await scoreStream(model, source);
        numbers.push(kept(model), score, logLikelihood, scored, totalWeight);
        for await (const labels of predictStream(model, source)) numbers.push(labels);
      }
      return numbers;
    },
  },
  {
    name: 'streams, starts from a sample',
    needs: ['fitStream'],
    async run({ fitStream }) {
      const many = clusters(151, 140_000, 1, 3);
      const weighted = sourceOf(clusters(152, 40_000, 2, 3), [7001], weightsOf(153, 40_000));
      return [
        kept(await fitStream(sourceOf(many, [9999, 3, 20_011]), { nComponents: 3, maxIter: 5, seed: 4 })),
        kept(await fitStream(weighted, { nComponents: 3, initParams: 'kmeans', maxIter: 5, prior: true })),
      ];
    },
  },
  {
    name: 'chunk after chunk',
    needs: ['fit', 'partialFit'],
    async run({ fit, partialFit }) {
      const numbers = [];
      for (const [index, covarianceType] of FAMILIES.entries()) {
        const d = 1 + (index % 3);
        const { data, shape } = clusters(161 + index, 12_000, d, 3);
        const rows = (first, end) => ({ data: data.subarray(first * d, end * d), shape: [end - first, shape[1]] });
        const step = index % 2 === 0 ? { forgetting: 0.9995 } : { stepExponent: 0.75 };
        let model = await fit(rows(0, 1000), { nComponents: 3, covarianceType, maxIter: 20 });
        for (const [first, end] of [
          [1000, 1003],
          [1003, 2500],
          [2500, 12_000],
        ]) {
          const sampleWeight = weightsOf(end, end - first);
          model = partialFit(model, rows(first, end), { ...step, ...(end !== 2500 && { sampleWeight }) });
          const { nSamplesSeen, weightSeen, chunkScore, step: share } = model.online;
          numbers.push(model.weights, model.means, model.covariances, model.precisions);
          numbers.push(nSamplesSeen, weightSeen, chunkScore, share);
        }
      }
      return numbers;
    },
  },
];

/** All numbers under a value, in order. */
function flatten(value, into = []) {
  if (typeof value === 'number') into.push(value);
  else for (const part of value) flatten(part, into);
  return into;
}

/** FNV-1a of bytes, 64 bits as 16 hexadecimal digits. (Fowler, Noll & Vo; prime 2⁴⁰ + 435) */
export function fnv1a(bytes) {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (const byte of bytes) {
    low = (low ^ byte) >>> 0;
    const product = low * 435;
    high = (Math.imul(high, 435) + (low << 8) + Math.floor(product / 4294967296)) >>> 0;
    low = product >>> 0;
  }
  return [high, low].map((half) => half.toString(16).padStart(8, '0')).join('');
}

function hashOf(numbers) {
  const view = new DataView(new ArrayBuffer(8 * numbers.length));
  numbers.forEach((number, at) => {
    view.setFloat64(8 * at, number, true);
  });
  return fnv1a(new Uint8Array(view.buffer));
}

/** The library with the options of this run in every call, and a note of what each fit ran on. */
function observed(lib, { threads, backend, wasm }, ran) {
  const how = { threads, backend, ...(wasm && { wasm }) };
  const note = (model) => {
    const { backend, threads, fallbackReason } = model.execution;
    if (!ran.backends.includes(backend)) ran.backends.push(backend);
    if (fallbackReason && !ran.reasons.includes(fallbackReason)) ran.reasons.push(fallbackReason);
    ran.threads = threads > ran.threads ? threads : ran.threads;
    return model;
  };
  return {
    threads,
    GaussianMixture: lib.GaussianMixture,
    fit: async (data, options) => note(await lib.fit(data, { ...how, ...options })),
    // which takes no URL
    fitSync: (data, options) => note(lib.fitSync(data, { backend, ...(wasm && !wasm.href && { wasm }), ...options })),
    fitStream: async (source, options) => note(await lib.fitStream(source, { ...how, ...options })),
    scoreStream: (model, source) => lib.scoreStream(model, source, { threads }),
    predictStream: (model, source) => lib.predictStream(model, source, { threads }),
    partialFit: (model, chunk, options) =>
      note(model.partialFit(chunk, { backend, ...(wasm && !wasm.href && { wasm }), ...options })),
    select: (data, options) => lib.select(data, { ...how, ...options }),
    bootstrap: (data, model, options) => lib.bootstrap(data, model, { ...how, ...options }),
  };
}

/**
 * Runs all cases.
 *
 * @param lib - the namespace of the package, however it was loaded
 * @param options - `threads`, `backend` and `wasm` as the package takes them; `lacks`: functions that it does not have
 * @returns the hash of all numbers and of each case; how many numbers; on what it ran
 * @throws Error if a number is NaN
 */
export async function fingerprint(lib, { threads = 1, backend = 'auto', wasm, lacks = [] } = {}) {
  const ran = { backends: [], threads: 1, reasons: [] };
  const asked = observed(lib, { threads, backend, wasm }, ran);
  const all = [];
  const cases = {};
  for (const { name, needs, run } of CASES) {
    if (needs.some((need) => lacks.includes(need))) continue;
    const numbers = flatten(await run(asked));
    const at = numbers.findIndex(Number.isNaN);
    if (at >= 0) throw new Error(`${name}: number ${at} of ${numbers.length} is NaN`);
    cases[name] = hashOf(numbers);
    for (const number of numbers) all.push(number);
  }
  return { hash: hashOf(all), values: all.length, nan: false, cases, ran };
}

/** The names of cases in `found` that are not as in `expected`. */
export function differences(found, expected) {
  return Object.keys(found.cases).filter((name) => found.cases[name] !== expected.cases[name]);
}
