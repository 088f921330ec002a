"""What an iteration consists of, measured one by one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pyarrow as pa
from generate import COLUMNS, D, K, block
from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession

from gmm_wasm_spark import GaussianMixtureModel
from gmm_wasm_spark.cluster import ClusterRows
from gmm_wasm_spark.columns import first_look, selected
from gmm_wasm_spark.layout import Sizes, statistics_length
from gmm_wasm_spark.local import LocalRows
from gmm_wasm_spark.packing import RECORD, Packing, pack_batches, place_origin
from gmm_wasm_spark.slices import decode
from gmm_wasm_spark.state import moved_to, prepared
from gmm_wasm_spark.sweeps import Pass, total, total_of_records
from gmm_wasm_spark.workspace import Workspace

SIZE = Sizes(D, K, 0)


def seconds(task: Callable[[], Any], rounds: int = 4) -> float:
    """The best of some rounds, after one that does not count: what a machine does that has nothing else to do."""
    task()
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        task()
        taken.append(time.perf_counter() - start)
    return min(taken)


def _some_pass(packing: Packing) -> Pass:
    """An E-step at parameters where every component has its share of rows."""
    rows = block(0, 4096)
    model = GaussianMixtureModel.fromParameters(
        np.full(K, 1 / K), rows[:: 4096 // K][:K], np.broadcast_to(np.cov(rows.T), (K, D, D))
    )
    block_ = prepared(moved_to(model._state, packing.coordinates.origin, packing.coordinates.exponent))
    return Pass(SIZE, block_, block_[2 * K : 2 * K + K * D].copy())


def packing_of(frame: DataFrame) -> Packing:
    return Packing(place_origin(*first_look(frame)), [f"features[{j}]" for j in range(D)], None)


def kernel_seconds_per_row(rows: int = 262_144) -> float:
    """A pass of the kernel alone: packed slices in the memory of one process, no Spark."""
    values = np.concatenate([block(first, 8192) for first in range(0, rows, 8192)])
    packing = Packing(place_origin(values[:4096], None), COLUMNS, None)
    at = packing.coordinates
    held = LocalRows((values - at.origin) * 2.0**at.exponent, None)
    sweep = _some_pass(packing)
    return seconds(lambda: held.total(sweep), 7) / rows


def decide_seconds() -> float:
    """What the driver does between two passes: the M-step, and the stop rule."""
    values = block(0, 8192)
    at = place_origin(values, None)
    held = LocalRows((values - at.origin) * 2.0**at.exponent, None)
    workspace = Workspace(SIZE, held, at.level, "decide")
    workspace.measure()
    workspace.load_parameters(_some_pass(Packing(at, COLUMNS, None)).parameters)
    workspace.centre_on_means()
    workspace.take_pass()
    state = workspace.at["state"]

    def decide() -> None:
        workspace.centre_on_means()
        workspace.recentre()
        workspace.kernel.call("converged", state, 0.0, 1e-7)
        workspace.maximise()

    return seconds(lambda: [decide() for _ in range(100)]) / 100


def transports(spark: SparkSession, frame: DataFrame, partitions: int) -> dict[str, float]:
    """Seconds of one pass, by what is sent to the Python workers, and by who adds the sums."""
    chosen = selected(frame, "features", None, None)
    packing = packing_of(chosen)
    sweep = _some_pass(packing)
    sums = "sums binary"

    def from_rows(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        slices = (decode(row.as_py(), D) for batch in pack_batches(batches, packing) for row in batch.column(0))
        yield pa.RecordBatch.from_arrays([pa.array([total(slices, sweep).tobytes()])], names=["sums"])

    def from_slices(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        slices = (decode(row.as_buffer(), D) for batch in batches for row in batch.column(0))
        yield pa.RecordBatch.from_arrays([pa.array([total(slices, sweep).tobytes()])], names=["sums"])

    def pack(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return pack_batches(batches, packing)

    found = {"rows each pass, mapInArrow": seconds(lambda: chosen.mapInArrow(from_rows, sums).collect(), 3)}
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "16")
    packed = chosen.mapInArrow(pack, f"{RECORD} binary").persist(StorageLevel.MEMORY_AND_DISK)
    packed.count()
    found["packed slices, mapInArrow"] = seconds(lambda: packed.mapInArrow(from_slices, sums).collect(), 3)
    packed.unpersist(blocking=True)
    spark.conf.unset("spark.sql.execution.arrow.maxRecordsPerBatch")

    rows = ClusterRows(chosen, packing, SIZE)
    try:
        found["packed slices, RDD, sums to the driver"] = seconds(lambda: rows.total(sweep))
        found["packed slices, RDD, treeReduce"] = seconds(lambda: _tree_reduced(rows, sweep))
        import gmm_wasm_spark.cluster as cluster

        kept, cluster.COLLECT_BYTES = cluster.COLLECT_BYTES, 0
        found["packed slices, RDD, sums folded by executors"] = seconds(lambda: rows.total(sweep))
        cluster.COLLECT_BYTES = kept
        found["packed slices, RDD, read but not used"] = seconds(lambda: rows._rdd.mapPartitions(_read).collect())
        found["no slices: a job of as many tasks"] = _empty_job(spark, partitions)
    finally:
        rows.close()
    return found


def _read(records: Iterator[bytes]) -> Iterator[int]:
    yield sum(len(record) for record in records)


def _tree_reduced(rows: ClusterRows, sweep: Pass) -> np.ndarray:
    def of_partition(records: Iterator[bytes]) -> Iterator[np.ndarray]:
        result = total_of_records(records, sweep)
        if result is not None:
            yield result

    return rows._rdd.mapPartitions(of_partition).treeReduce(lambda a, b: a + b)


def _empty_job(spark: SparkSession, partitions: int) -> float:
    empty = spark.sparkContext.parallelize(range(partitions), partitions).cache()
    return seconds(lambda: empty.mapPartitions(_consume).collect(), 9)


def _consume(items: Iterator[int]) -> Iterator[bytes]:
    for _ in items:
        pass
    yield bytes(8 * statistics_length(SIZE))


def constants(spark: SparkSession) -> dict[str, float]:
    """The constants of docs/scaling.md that do not depend on the rows: seconds for each job, task and byte of sums."""
    few, many = 2, 42
    jobs = {count: _empty_job(spark, count) for count in (few, many)}
    slots = spark.sparkContext.defaultParallelism
    task = max(0.0, (jobs[many] - jobs[few]) * slots / (many - few))
    large = 4 * 2**20
    context = spark.sparkContext

    def collected(length: int) -> float:
        parts = context.parallelize(range(8), 8).cache()
        return seconds(lambda: parts.mapPartitions(lambda items: [(len(list(items)), np.zeros(length // 8))]).collect())

    byte = max(0.0, (collected(large) - collected(1024)) / (8 * large))
    return {"job": max(0.0, jobs[few] - task * few / slots), "task": task, "byte of sums": byte}
