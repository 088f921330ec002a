"""Packed rows in the executors: an RDD of slices, which stays in the memory of Spark from one pass to the next.

Rows are packed by `mapInArrow`. What comes of it is then read as a JVM data set of byte arrays, which go to the Python
workers as they are; a pass through `mapInArrow` would cost each task some 50 ms more, and each slice three copies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from pyspark import RDD, Broadcast, StorageLevel
from pyspark.serializers import NoOpSerializer

from .executor import settle
from .fold import FAN_IN, Part, fold_all, fold_level
from .health import Distinct, distinct_rows, merge_distinct
from .layout import Sizes
from .packing import RECORD, Packing, pack_batches
from .slices import decode, partition_of, refusal_error, refusal_in, rows_of
from .sweeps import Sweep, total_of_records
from .typing import Floats, JSONObject

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

#: Partial sums go straight to the driver up to so many bytes in all; beyond that executors fold them first.
COLLECT_BYTES = 64 * 2**20
#: Small partitions share a task, each of which costs some 10 ms: so many tasks for each that can run at a time, or
#: more where they would have more rows than this.
TASKS_EACH = 2
MOST_ROWS = 2**20
#: Partitions whose sums an executor folds then: a subtree of the fold.
GROUP = FAN_IN * FAN_IN


class ClusterRows:
    """Rows of a data frame; `close` lets go of them."""

    def __init__(self, frame: DataFrame, packing: Packing, size: Sizes) -> None:
        """Packs the rows: the columns of `frame` are features (array of double) and, if there are weights, weight.

        Raises InvalidRowError for the first value that cannot be packed.
        """
        self._size = size
        self._context = frame.sparkSession.sparkContext
        self._rdd = _records(frame, packing)
        self._rdd.persist(StorageLevel.MEMORY_AND_DISK_DESER)
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        told = sorted(self._rdd.mapPartitions(partial(_open_partition, self._size.d)).collect(), key=_index_of)
        refusals = [refusal for _, _, _, refusal in told if refusal]
        if refusals:
            raise refusal_error(refusals[0])
        self._counts = [(index, rows) for index, rows, _, _ in told]
        #: Rows of positive weight.
        self.n = sum(rows for _, rows in self._counts)
        self.total_weight = float(sum(weight for _, _, weight, _ in told))
        tasks = max(TASKS_EACH * self.slots, -(-self.n // MOST_ROWS))
        #: The same records in fewer tasks; who adds what, and when, is the same.
        self._tasks = self._rdd.coalesce(tasks) if tasks < self.partitions else self._rdd

    @property
    def partitions(self) -> int:
        return int(self._rdd.getNumPartitions())

    @property
    def slots(self) -> int:
        """Tasks that can run at the same time, as far as Spark knows."""
        return int(self._context.defaultParallelism)

    def close(self) -> None:
        """Lets Spark forget the packed rows."""
        self._rdd.unpersist()

    def total(self, sweep: Sweep) -> Floats:
        parts = self._tasks.mapPartitions(partial(_sum_partitions, sweep))
        if 8 * sweep.length * self.partitions > COLLECT_BYTES:
            groups = -(-self.partitions // GROUP)
            parts = parts.keyBy(_group_of).groupByKey(groups, _own_partition).flatMap(_fold_group)
        result = fold_all(parts.collect())
        assert result is not None
        return result

    def distinct(self, parameters: Floats, components: Iterable[int]) -> Distinct:
        """For each of the components up to `distinct_limit` distinct rows that it is the likeliest for."""
        found: Distinct = {}
        task = partial(_distinct_in_partition, self._size, parameters, list(components))
        for part in self._tasks.mapPartitions(task).collect():
            merge_distinct(found, part)
        return found

    def sample(self, count: int, seed: int) -> tuple[Floats, Floats | None]:
        """One row of each of `count` stretches of equal length (all rows if there are no more): count × d internal
        values, in lexical order, and their stored weights."""
        wanted = self._context.broadcast(self._drawn(count, seed))
        try:
            parts = self._tasks.mapPartitions(partial(_sample_partitions, self._size.d, wanted)).collect()
        finally:
            wanted.destroy()
        found = sorted(parts, key=_index_of)
        values = np.concatenate([np.frombuffer(rows).reshape(-1, self._size.d) for _, rows, _ in found])
        weighted = found[0][2] is not None
        weights = np.concatenate([np.frombuffer(own or b"") for _, _, own in found]) if weighted else None
        # so that a sample of all rows does not depend on how they are spread
        columns = [values[:, j] for j in reversed(range(self._size.d))]
        order = np.lexsort(columns if weights is None else [weights, *columns])
        return values[order], None if weights is None else weights[order]

    def _drawn(self, count: int, seed: int) -> dict[int, np.ndarray]:
        """The rows of the sample by partition, as they are counted there."""
        count = min(count, self.n)
        uniform = np.random.default_rng([seed & (2**64 - 1), 2**32]).random(count)
        rows = np.minimum(self.n - 1, ((np.arange(count) + uniform) * self.n / count).astype(np.int64))
        rows = np.arange(self.n) if count == self.n else np.unique(rows)
        chosen: dict[int, np.ndarray] = {}
        first = 0
        for index, length in self._counts:
            chosen[index] = rows[np.searchsorted(rows, first) : np.searchsorted(rows, first + length)] - first
            first += length
        return chosen


def _records(frame: DataFrame, packing: Packing) -> RDD:
    """The slices of a data frame, as records."""

    def pack(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return pack_batches(batches, packing)

    packed = frame.mapInArrow(pack, f"{RECORD} binary")
    context = frame.sparkSession.sparkContext
    binary = context._jvm.org.apache.spark.sql.Encoders.BINARY()  # type: ignore[union-attr]
    # an RDD of Python rows would pickle every slice twice
    data_set = getattr(packed._jdf, "as")(binary)
    return RDD(data_set.javaRDD(), context, NoOpSerializer())


def _index_of(told: tuple) -> int:
    return int(told[0])


def _open_partition(d: int, records: Iterator[bytes]) -> Iterator[tuple[int, int, float, JSONObject | None]]:
    """Partition, rows and stored weight of it, and what of it cannot be packed."""
    settle()
    index, rows, weight, refusal = -1, 0, 0.0, None
    for record in records:
        index = partition_of(record)
        refusal = refusal or refusal_in(record)
        if refusal is None:
            part = decode(record, d)
            rows += part.rows
            weight += part.weight
    if index >= 0:
        yield index, rows, weight, refusal


def _sum_partitions(sweep: Sweep, records: Iterator[bytes]) -> Iterator[Part]:
    settle()
    for index, own in groupby(records, partition_of):
        result = total_of_records(own, sweep)
        assert result is not None
        yield index, result


def _group_of(part: Part) -> int:
    return part[0] // GROUP


def _own_partition(group: int) -> int:
    return group


def _fold_group(keyed: tuple[int, Iterable[Part]]) -> list[Part]:
    """Two levels of the fold, which come to one sum whose index is `partition // 64`."""
    return fold_level(fold_level(keyed[1]))


def _distinct_in_partition(
    size: Sizes, parameters: Floats, components: list[int], records: Iterator[bytes]
) -> Iterator[Distinct]:
    yield distinct_rows((decode(record, size.d) for record in records), size, parameters, components)


def _sample_partitions(
    d: int, wanted: Broadcast[dict[int, np.ndarray]], records: Iterator[bytes]
) -> Iterator[tuple[int, bytes, bytes | None]]:
    for index, own in groupby(records, partition_of):
        yield from _sample_partition(d, wanted.value[index], index, own)


def _sample_partition(
    d: int, rows: np.ndarray, index: int, records: Iterator[bytes]
) -> Iterator[tuple[int, bytes, bytes | None]]:
    """The drawn rows of a partition, and their weights."""
    values, weights, first = [], [], 0
    for record in records:
        part = decode(record, d)
        here = rows[np.searchsorted(rows, first) : np.searchsorted(rows, first + part.rows)] - first
        first += part.rows
        if here.size == 0:
            continue
        values.append(rows_of(part.tiles, part.rows, d)[here])
        if part.weights is not None:
            weights.append(part.weights[here])
    if values:
        yield index, np.concatenate(values).tobytes(), np.concatenate(weights).tobytes() if weights else None
