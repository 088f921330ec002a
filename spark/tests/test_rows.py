"""Packed rows in the executors: what is kept and let go, who is drawn, and that nobody's order of work shows."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest
from conftest import blobs, columns_of, frame_of
from pyspark import Broadcast
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from gmm_wasm_spark import GaussianMixture, GaussianMixtureModel, InvalidRowError, cluster
from gmm_wasm_spark.columns import first_look, selected
from gmm_wasm_spark.layout import Sizes
from gmm_wasm_spark.packing import Packing, place_origin
from gmm_wasm_spark.state import moved_to, prepared
from gmm_wasm_spark.sweeps import Moments

ROWS = blobs(700)
COLUMNS = columns_of(ROWS)
SIZE = Sizes(2, 3, 0)


@contextmanager
def packed(
    spark: SparkSession, rows: np.ndarray, partitions: int, weights: np.ndarray | None = None
) -> Iterator[tuple[cluster.ClusterRows, Packing]]:
    weight = None if weights is None else "w"
    frame = selected(frame_of(spark, rows, partitions, weights), "", COLUMNS, weight)
    packing = Packing(place_origin(*first_look(frame)), COLUMNS, weight)
    held = cluster.ClusterRows(frame, packing, SIZE)
    try:
        yield held, packing
    finally:
        held.close()


def kept(spark: SparkSession) -> set[int]:
    """What is persisted at present."""
    return set(spark.sparkContext._jsc.getPersistentRDDs())


def test_sums_have_the_same_bits_in_few_tasks_and_in_many(spark: SparkSession, monkeypatch: pytest.MonkeyPatch) -> None:
    sums = []
    for tasks in (1, 100):
        monkeypatch.setattr(cluster, "TASKS_EACH", tasks)
        with packed(spark, ROWS, 20) as (held, _):
            assert held._tasks.getNumPartitions() == min(20, 2 * tasks)
            sums.append(held.total(Moments(SIZE, np.array([0.1, 0.2]))).tobytes())
    assert sums[0] == sums[1]


def test_rows_are_packed_once(spark: SparkSession) -> None:
    packings = spark.sparkContext.accumulator(0)

    def count(batches):  # type: ignore[no-untyped-def]
        for batch in batches:
            packings.add(batch.num_rows)
            yield batch

    counted = frame_of(spark, ROWS, 2).mapInArrow(count, "x0 double, x1 double")
    GaussianMixture(k=3, inputCols=COLUMNS, maxIter=3).fit(counted)
    # once for the look at the first rows, and once to be packed
    assert len(ROWS) < packings.value <= 2 * len(ROWS)


def test_weights_of_a_sample_are_those_of_its_rows(spark: SparkSession) -> None:
    weights = 1.0 + np.arange(len(ROWS))
    with packed(spark, ROWS, 3, weights) as (held, packing):
        assert held.total_weight == weights.sum() / 1024
        drawn = [held.sample(len(ROWS), 0), held.sample(100, 0)]
    assert [len(values) for values, _ in drawn] == [len(ROWS), 100]
    at = packing.coordinates
    weight_of = dict(zip(((ROWS - at.origin) * 2.0**at.exponent)[:, 0], weights / 1024, strict=True))
    for values, own in drawn:
        assert own is not None
        assert own.tolist() == [weight_of[value] for value in values[:, 0]]


def test_what_was_sent_for_a_sample_is_let_go(spark: SparkSession, monkeypatch: pytest.MonkeyPatch) -> None:
    destroyed = []
    destroy = Broadcast.destroy
    monkeypatch.setattr(Broadcast, "destroy", lambda sent: [destroyed.append(sent), destroy(sent)])
    with packed(spark, ROWS, 2) as (held, _):
        held.sample(10, 0)
        assert len(destroyed) == 1
        monkeypatch.setattr(cluster, "_sample_partitions", lambda *_: 1 / 0)
        with pytest.raises(Exception, match="ZeroDivisionError"):
            held.sample(10, 0)
    assert len(destroyed) == 2


def test_distinct_rows_of_all_partitions_are_found(spark: SparkSession) -> None:
    model = GaussianMixtureModel.fromParameters(
        [0.4, 0.4, 0.2], [[0.0, 0.0], [50.0, 50.0], [-80.0, 0.0]], [np.eye(2)] * 3
    )
    # a row of the second component in each partition, all equal for the third, and many of the first
    rows = np.concatenate([np.vstack([ROWS[:9], [[50.0 + p, 50.0]], [[-80.0, 0.0]]]) for p in range(6)])
    with packed(spark, rows, 6) as (held, packing):
        at = packing.coordinates
        found = held.distinct(prepared(moved_to(model._state, at.origin, at.exponent)), [0, 1, 2])
    # a task looks no further than for d + 2, and those of several are put together
    assert {c: len(seen) for c, seen in found.items() if c} == {1: 6, 2: 1}
    assert len(found[0]) >= 4


def test_of_several_bad_rows_the_first_is_named(spark: SparkSession) -> None:
    rows = ROWS.copy()
    rows[[250, 240, 650], 1] = np.nan
    with pytest.raises(InvalidRowError, match="column x1 holds NaN in row 65 of partition 1"):
        GaussianMixture(k=3, inputCols=COLUMNS).fit(frame_of(spark, rows, 4))


@pytest.mark.parametrize("cancelled", [True, False], ids=["cancelled", "interrupted"])
def test_rows_are_let_go_when_a_fit_is_broken_off(
    spark: SparkSession, monkeypatch: pytest.MonkeyPatch, cancelled: bool
) -> None:
    before, total, over = kept(spark), cluster.ClusterRows.total, threading.Event()
    error, said = (Exception, "cancelled") if cancelled else (KeyboardInterrupt, "^$")

    def cancel() -> None:
        # between two passes there is no job to be cancelled
        while not over.wait(0.01):
            spark.sparkContext.cancelAllJobs()

    def broken(rows: cluster.ClusterRows, sweep: object) -> np.ndarray:
        assert kept(spark) > before
        if not cancelled:
            raise KeyboardInterrupt
        if not canceller.is_alive():
            canceller.start()
        return total(rows, sweep)  # type: ignore[arg-type]

    canceller = threading.Thread(target=cancel)
    monkeypatch.setattr(cluster.ClusterRows, "total", broken)
    try:
        with pytest.raises(error, match=said):
            GaussianMixture(k=3, inputCols=COLUMNS, tol=0.0, maxIter=100).fit(frame_of(spark, ROWS, 2))
    finally:
        over.set()
        if cancelled:
            canceller.join()
    assert kept(spark) == before


def test_two_fits_at_the_same_time_are_those_of_one_after_the_other(spark: SparkSession) -> None:
    frame = frame_of(spark, ROWS, 2)
    estimator = GaussianMixture(inputCols=COLUMNS, maxIter=4)
    maps = [{estimator.k: 2}, {estimator.k: 3}]
    expected = [estimator.fit(frame, each).toJSON() for each in maps]
    found: dict[int, str] = {}
    threads = [
        threading.Thread(target=lambda i=i: found.update({i: estimator.fit(frame, maps[i % 2]).toJSON()}))
        for i in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[i] for i in range(4)] == [*expected, *expected]


def test_a_worker_settles_once(spark: SparkSession) -> None:
    def counts(_):  # type: ignore[no-untyped-def]
        import gc

        from gmm_wasm_spark.executor import settle

        settle()
        first = gc.get_freeze_count()
        held = [[] for _ in range(1000)]
        settle()
        yield first, gc.get_freeze_count(), len(held)

    [(first, second, _)] = spark.sparkContext.parallelize([0], 1).mapPartitions(counts).collect()
    assert first > 10_000
    # what later tasks make is collected, as ever
    assert second <= first


def test_a_row_left_out_does_not_say_where_the_origin_is(spark: SparkSession) -> None:
    rows, weights = ROWS.copy(), np.ones(len(ROWS))
    weights[::2] = 0
    rows[::2] = 1e30
    frame = frame_of(spark, rows, 2, weights)
    weighted = GaussianMixture(k=3, inputCols=COLUMNS, weightCol="w", maxIter=1).fit(frame)
    plain = GaussianMixture(k=3, inputCols=COLUMNS, maxIter=1).fit(frame.where(F.col("w") > 0))
    assert weighted._state.origin.tolist() == plain._state.origin.tolist()
    np.testing.assert_allclose(weighted.means, plain.means, rtol=1e-9)
