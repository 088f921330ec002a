"""Fits on all kinds of partitions and data."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from conftest import blobs, columns_of, frame_of
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from gmm_wasm_spark import GaussianMixture, GaussianMixtureModel, InvalidRowError, SingularCovarianceError, cluster
from gmm_wasm_spark.columns import first_look, selected
from gmm_wasm_spark.layout import Sizes
from gmm_wasm_spark.packing import Packing, place_origin
from gmm_wasm_spark.sweeps import Moments

ROWS = blobs(3000)
COLUMNS = columns_of(ROWS)
START = GaussianMixtureModel.fromParameters(
    [0.2, 0.3, 0.5], [[0.0, 0.0], [3.0, -3.0], [-5.0, 5.0]], [np.eye(2) * 20.0] * 3
)


def steps(iterations: int = 4, **params: object) -> GaussianMixture:
    """Plain iterations from the same start."""
    return GaussianMixture(k=3, inputCols=COLUMNS, initialModel=START, maxIter=iterations, tol=0.0, **params)


def numbers(model: GaussianMixtureModel) -> np.ndarray:
    return np.concatenate(
        [model.weights, model.means.ravel(), model.covariances.ravel(), [model.summary.logLikelihood]]
    )


def test_the_same_bits_again(spark: SparkSession) -> None:
    frame = frame_of(spark, ROWS, 5)
    estimator = GaussianMixture(k=3, inputCols=COLUMNS, seed=7)
    assert estimator.fit(frame).toJSON() == estimator.fit(frame).toJSON()


@pytest.mark.slow
def test_one_partition_and_two_hundred_agree(spark: SparkSession) -> None:
    one = numbers(steps(1).fit(frame_of(spark, ROWS, 1)))
    many = numbers(steps(1).fit(frame_of(spark, ROWS, 200)))
    np.testing.assert_allclose(many, one, rtol=1e-9)


def test_a_small_data_set_is_searched_alike_however_it_is_spread(spark: SparkSession) -> None:
    shuffled = ROWS[np.random.default_rng(3).permutation(len(ROWS))]
    one = GaussianMixture(k=3, inputCols=COLUMNS).fit(frame_of(spark, ROWS, 1))
    other = GaussianMixture(k=3, inputCols=COLUMNS).fit(frame_of(spark, shuffled, 4))
    np.testing.assert_allclose(numbers(other), numbers(one), rtol=1e-6)


def test_empty_and_skewed_partitions(spark: SparkSession) -> None:
    one = numbers(steps().fit(frame_of(spark, ROWS, 1)))
    # 40 partitions, of which all but three are empty, and one holds nearly all rows
    key = np.where(np.arange(len(ROWS)) < 2900, 1, np.where(np.arange(len(ROWS)) < 2999, 17, 39))
    data = spark.sparkContext.parallelize([(int(p), tuple(row)) for p, row in zip(key, ROWS.tolist(), strict=True)], 4)
    spread = data.partitionBy(40, lambda p: p).values()
    frame = spark.createDataFrame(spread, "x0 double, x1 double")
    sizes = [size for size in frame.rdd.glom().map(len).collect() if size]
    assert sorted(sizes) == [1, 99, 2900]
    np.testing.assert_allclose(numbers(steps().fit(frame)), one, rtol=1e-9)


def test_sums_folded_by_executors_have_the_same_bits(spark: SparkSession, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = selected(frame_of(spark, ROWS, 70), "", COLUMNS, None)
    size = Sizes(2, 3, 0)
    packed = cluster.ClusterRows(frame, Packing(place_origin(*first_look(frame)), COLUMNS, None), size)
    try:
        sweep = Moments(size, np.array([0.1, 0.2]))
        here = packed.total(sweep)
        monkeypatch.setattr(cluster, "COLLECT_BYTES", 0)
        there = packed.total(sweep)
    finally:
        packed.close()
    assert here[1] == len(ROWS)
    assert here.tobytes() == there.tobytes()


def test_integer_weights_count_as_copies(spark: SparkSession) -> None:
    rows = ROWS[:400]
    weights = np.random.default_rng(4).integers(0, 4, size=400).astype(float)
    copies = np.repeat(rows, weights.astype(int), axis=0)
    weighted = steps(weightCol="w").fit(frame_of(spark, rows, 3, weights))
    repeated = steps().fit(frame_of(spark, copies, 2))
    np.testing.assert_allclose(numbers(weighted), numbers(repeated), rtol=1e-9)
    assert weighted.summary.totalWeight == weights.sum()
    assert weighted.summary.numRows == int((weights > 0).sum())


def test_weights_scale(spark: SparkSession) -> None:
    rows = ROWS[:400]
    weights = np.random.default_rng(5).random(400)
    a = GaussianMixture(k=3, inputCols=COLUMNS, weightCol="w").fit(frame_of(spark, rows, 2, weights))
    b = GaussianMixture(k=3, inputCols=COLUMNS, weightCol="w").fit(frame_of(spark, rows, 2, weights * 2.0**70))
    assert np.array_equal(a.means, b.means)
    assert b.summary.logLikelihood == a.summary.logLikelihood * 2.0**70


@pytest.mark.parametrize("value", [float("nan"), None])
def test_a_bad_row_is_an_error_on_the_driver(spark: SparkSession, value: float | None) -> None:
    frame = frame_of(spark, ROWS, 3)
    bad = F.when(F.col("x0") == float(ROWS[2345, 0]), F.lit(value).cast("double")).otherwise(F.col("x1"))
    frame = frame.withColumn("x1", bad)
    with pytest.raises(InvalidRowError) as caught:
        GaussianMixture(k=3, inputCols=COLUMNS).fit(frame)
    text = "null" if value is None else "NaN"
    assert str(caught.value).startswith(f"column x1 holds {text} in row 345 of partition 2: ")
    assert (caught.value.column, caught.value.partition, caught.value.row) == ("x1", 2, 345)


def test_nothing_stays_in_the_executors(spark: SparkSession) -> None:
    kept = spark.sparkContext._jsc.getPersistentRDDs().keySet()
    steps(1).fit(frame_of(spark, ROWS, 2))
    assert spark.sparkContext._jsc.getPersistentRDDs().keySet().equals(kept)
    bad = frame_of(spark, np.array([[1.0, np.nan], [2.0, 3.0], [2.0, 4.0]]), 2)
    with pytest.raises(InvalidRowError):
        steps(1).fit(bad)
    assert spark.sparkContext._jsc.getPersistentRDDs().keySet().equals(kept)


def test_too_few_rows(spark: SparkSession) -> None:
    with pytest.raises(ValueError, match="k = 3 is more than the n = 2 rows"):
        GaussianMixture(k=3, inputCols=COLUMNS).fit(frame_of(spark, ROWS[:2], 2))
    with pytest.raises(ValueError, match="no rows"):
        GaussianMixture(k=3, inputCols=COLUMNS).fit(frame_of(spark, ROWS, 2).where("x0 > 1e9"))


def test_equal_rows_collapse_and_that_is_said(spark: SparkSession) -> None:
    rows = np.concatenate([ROWS[:500], np.full((300, 2), 77.0)])
    model = GaussianMixture(k=4, inputCols=COLUMNS).fit(frame_of(spark, rows, 3))
    assert np.all(np.isfinite(numbers(model)))
    assert model.summary.collapsed or model.summary.spurious
    assert any("collapsed" in text or "spurious" in text for text in model.warnings)


def test_a_floor_of_zero_is_an_error_that_names_the_component(spark: SparkSession) -> None:
    rows = np.concatenate([ROWS[:500], np.full((300, 2), 77.0)])
    start = GaussianMixtureModel.fromParameters(
        [0.5, 0.5], [[0.0, 0.0], [77.0, 77.0]], [np.eye(2) * 50.0, np.eye(2) * 1e-3]
    )
    estimator = GaussianMixture(k=2, inputCols=COLUMNS, regCovar=0.0, initialModel=start)
    with pytest.raises(SingularCovarianceError, match=r"component 1 .*raise regCovar") as caught:
        estimator.fit(frame_of(spark, rows, 2))
    assert caught.value.component == 1


def test_a_component_far_away_is_empty_and_that_is_said(spark: SparkSession) -> None:
    start = GaussianMixtureModel.fromParameters([0.5, 0.5], [[0.0, 0.0], [1e6, 1e6]], [np.eye(2) * 50.0, np.eye(2)])
    model = GaussianMixture(k=2, inputCols=COLUMNS, initialModel=start).fit(frame_of(spark, ROWS, 2))
    assert model.summary.empty == [1]
    assert np.all(np.isfinite(numbers(model)))
    assert any("Component 1 is empty" in text for text in model.warnings)


def test_a_constant_feature_is_said(spark: SparkSession) -> None:
    rows = np.column_stack([ROWS, np.full(len(ROWS), 3.25)])
    model = GaussianMixture(k=3, inputCols=columns_of(rows)).fit(frame_of(spark, rows, 2))
    assert any("Feature 2 is constant" in text for text in model.warnings)
    assert model.summary.collapsed == []
    assert np.all(model.means[:, 2] == 3.25)


def test_more_searches_are_never_worse(spark: SparkSession) -> None:
    rows = blobs(1500, seed=8, k=7)
    frame = frame_of(spark, rows, 2)
    one = GaussianMixture(k=7, inputCols=COLUMNS).fit(frame).summary
    more = GaussianMixture(k=7, inputCols=COLUMNS, nInit=3).fit(frame).summary
    assert more.logLikelihood >= one.logLikelihood - 1e-4


def test_a_large_sample_is_drawn_by_seed_and_covers_all_partitions(spark: SparkSession) -> None:
    def generate(batches):  # type: ignore[no-untyped-def]
        for batch in batches:
            ids = batch.column(0).to_numpy().astype(float)
            yield pa.RecordBatch.from_arrays([pa.array(ids), pa.array(np.sin(ids))], names=["x0", "x1"])

    n = 60_000
    frame = selected(spark.range(0, n, 1, 4).mapInArrow(generate, "x0 double, x1 double"), "", COLUMNS, None)
    rows = cluster.ClusterRows(frame, Packing(place_origin(*first_look(frame)), COLUMNS, None), Sizes(2, 3, 0))
    try:
        one, weights = rows.sample(2000, 1)
        again, _ = rows.sample(2000, 1)
        other, _ = rows.sample(2000, 2)
    finally:
        rows.close()
    assert weights is None
    assert one.shape == (2000, 2)
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)
    # one of each 30 rows
    spacing = np.diff(np.sort(one[:, 0]))
    assert spacing.max() < 2.01 * spacing.mean()
