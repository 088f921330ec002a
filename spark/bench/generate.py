"""Rows of the benchmark: n × 8 from eight overlapping Gaussians, made in the executors from a seed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from pyspark import StorageLevel
from pyspark.ml.feature import VectorAssembler
from pyspark.sql import DataFrame, SparkSession

D = 8
K = 8
COLUMNS = [f"x{j}" for j in range(D)]
SEED = 20


def block(first: int, count: int) -> np.ndarray:
    """Rows that depend on the first of their ids alone."""
    shapes = np.random.default_rng(SEED)
    centres = 1.5 * shapes.normal(size=(K, D))
    factors = np.tril(0.3 * shapes.normal(size=(K, D, D))) + np.eye(D)
    random = np.random.default_rng([SEED, first])
    labels = random.integers(K, size=count)
    return centres[labels] + np.einsum("nij,nj->ni", factors[labels], random.normal(size=(count, D)))


def _blocks(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        rows = block(batch.column(0)[0].as_py(), batch.num_rows)
        yield pa.RecordBatch.from_arrays([pa.array(np.ascontiguousarray(column)) for column in rows.T], names=COLUMNS)


def vectors(spark: SparkSession, n: int, partitions: int) -> DataFrame:
    """A cached data frame of one vector column `features`, as pyspark.ml needs it."""
    columns = spark.range(0, n, 1, partitions).mapInArrow(_blocks, ", ".join(f"{name} double" for name in COLUMNS))
    frame = VectorAssembler(inputCols=COLUMNS, outputCol="features").transform(columns).select("features")
    frame = frame.persist(StorageLevel.MEMORY_AND_DISK)
    frame.count()
    return frame
