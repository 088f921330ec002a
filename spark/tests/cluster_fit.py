"""The driver of the cluster test: fits twice on a standalone cluster, and in the middle of the second fit it loses a
worker. Prints both models, and what is said of data with a null."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from standalone import Standalone

from gmm_wasm_spark import GaussianMixture, InvalidRowError
from gmm_wasm_spark.cluster import ClusterRows

ROWS = 200_000
PARTITIONS = 6
COLUMNS = ["x0", "x1", "x2", "x3"]
#: The pass in the course of which the worker is killed.
KILLED_IN = 5


def generate(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Rows that depend on their ids alone, so that lost partitions can be made again."""
    for batch in batches:
        ids = batch.column(0).to_numpy()
        random = np.random.default_rng(int(ids[0]))
        centres = np.array([[0.0, 0, 0, 0], [4, 4, 0, 0], [0, 4, 4, 4], [-4, 0, 4, 8]])
        rows = centres[random.integers(4, size=len(ids))] + random.normal(size=(len(ids), 4))
        yield pa.RecordBatch.from_arrays([pa.array(column) for column in rows.T], names=COLUMNS)


def data(spark: SparkSession) -> DataFrame:
    ids = spark.range(0, ROWS, 1, PARTITIONS)
    return ids.mapInArrow(generate, ", ".join(f"{name} double" for name in COLUMNS))


def executors(spark: SparkSession) -> int:
    """Executors that are alive."""
    return int(spark.sparkContext._jsc.sc().statusTracker().getExecutorInfos().__len__()) - 1


def main() -> None:
    with Standalone(workers=2) as cluster:
        spark = (
            SparkSession.builder.master(cluster.url)
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.python.unix.domain.socket.enabled", "true")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.executor.memory", "700m")
            .config("spark.scheduler.minRegisteredResourcesRatio", "1.0")
            .config("spark.cores.max", "2")
            .getOrCreate()
        )
        spark.sparkContext.setLogLevel("OFF")
        estimator = GaussianMixture(k=4, inputCols=COLUMNS, seed=3, maxIter=10, tol=0.0)
        calm = estimator.fit(data(spark))
        before = executors(spark)
        passes, killed = 0, threading.Event()
        sums = ClusterRows.total

        def total(rows: ClusterRows, sweep: object) -> object:
            nonlocal passes
            passes += 1
            if passes == KILLED_IN:

                def kill() -> None:
                    cluster.kill_worker(0)
                    killed.set()

                threading.Timer(0.05, kill).start()
            return sums(rows, sweep)  # type: ignore[arg-type]

        ClusterRows.total = total  # type: ignore[assignment, method-assign]
        stormy = estimator.fit(data(spark))
        ClusterRows.total = sums  # type: ignore[method-assign]
        bad = data(spark).selectExpr("x0", "IF(x1 > 8, NULL, x1) AS x1", "x2", "x3")
        try:
            estimator.fit(bad)
            refused = ""
        except InvalidRowError as error:
            refused = str(error)
        told = {
            "calm": calm.toJSON(),
            "stormy": stormy.toJSON(),
            "killed": killed.is_set(),
            "passes": passes,
            "before": before,
            "after": executors(spark),
            "refused": refused,
        }
        sys.stdout.write(json.dumps(told))
        sys.stdout.flush()
        spark.stop()


if __name__ == "__main__":
    main()
