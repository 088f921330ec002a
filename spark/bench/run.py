"""The benchmark: `python spark/bench/run.py`. Writes RESULTS.md and results.json beside this file.

Each setting is a process of its own: this script again, with the name of the setting.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tests")]
os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
os.environ["PYTHONPATH"] = os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])

from cpu import cpu_seconds
from report import report

#: Iterations of a fit of ours; of Spark's own, between which the time of one is taken.
OURS = 12
SPARKS = (1, 5)
#: Setting: workers of one core each; 0 is local[2] in one JVM.
SETTINGS = {"local[2]": 0, "1 worker": 1, "2 workers": 2}


def session(master: str) -> Any:
    from pyspark.sql import SparkSession

    spark = (
        SparkSession.builder.master(master)
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.memory", "8g")
        .config("spark.executor.memory", "3g")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.scheduler.minRegisteredResourcesRatio", "1.0")
        .config("spark.python.unix.domain.socket.enabled", "true")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("OFF")
    return spark


def timed(task: Any) -> tuple[float, Any]:
    start = time.perf_counter()
    result = task()
    return time.perf_counter() - start, result


class Stopwatch:
    """Takes the time of every E-step over all rows."""

    def __init__(self) -> None:
        from gmm_wasm_spark.cluster import ClusterRows
        from gmm_wasm_spark.sweeps import Pass

        self.passes: list[float] = []
        #: Processor seconds of all of them.
        self.cpu = 0.0
        total = ClusterRows.total

        def timed_total(rows: Any, sweep: Any) -> Any:
            if not isinstance(sweep, Pass) or sweep.centres is None:
                return total(rows, sweep)
            before = cpu_seconds()
            taken, sums = timed(lambda: total(rows, sweep))
            self.cpu += cpu_seconds() - before
            self.passes.append(taken)
            return sums

        ClusterRows.total = timed_total  # type: ignore[method-assign]


def compared(frame: Any, rows: int, sparks: bool) -> dict[str, Any]:
    """Seconds of an iteration of both, and what likelihoods they reach.

    Ours are the passes of three fits; Spark's own the difference of a long fit and a short one, which lie between them.
    """
    from generate import K
    from pyspark.ml.clustering import GaussianMixture as SparkGaussianMixture

    from gmm_wasm_spark import GaussianMixture

    def ours() -> tuple[float, Any]:
        return timed(lambda: GaussianMixture(k=K, maxIter=OURS, tol=0.0, seed=1).fit(frame))

    def theirs(data: Any, iterations: int) -> tuple[float, Any]:
        return timed(lambda: SparkGaussianMixture(k=K, maxIter=iterations, tol=0.0, seed=1).fit(data))

    GaussianMixture(k=K, maxIter=0).fit(frame)
    watch = Stopwatch()
    found: dict[str, Any] = {}
    fits = [ours()]
    if sparks:
        # the JVM is to have compiled its loops
        few = frame.sample(min(1.0, 50_000 / rows), seed=1).cache()
        theirs(few, 10)
        few.unpersist()
        start = cpu_seconds()
        short, _ = theirs(frame, SPARKS[0])
        short_cpu = cpu_seconds() - start
        fits.append(ours())
        start = cpu_seconds()
        long, model = theirs(frame, SPARKS[1])
        long_cpu = cpu_seconds() - start
        found["spark"] = {
            "cpu": (long_cpu - short_cpu) / (SPARKS[1] - SPARKS[0]),
            "iteration": (long - short) / (SPARKS[1] - SPARKS[0]),
            "fit": long,
            "iterations": SPARKS[1],
            "logLikelihood": model.summary.logLikelihood,
        }
    fits.append(ours())
    summary = fits[0][1].summary
    found["ours"] = {
        "iteration": median(watch.passes),
        "best": min(watch.passes),
        "cpu": watch.cpu / len(watch.passes),
        "passes": watch.passes,
        "fit": median(taken for taken, _ in fits),
        "iterations": OURS,
        "logLikelihood": summary.logLikelihood,
        "early": float(summary.history[SPARKS[1]] * summary.totalWeight),
    }
    return found


def run_setting(name: str, rows: int) -> dict[str, Any]:
    from contextlib import nullcontext

    import generate
    import measure
    from standalone import Standalone

    workers = SETTINGS[name]
    with Standalone(workers, "3500m") if workers else nullcontext() as cluster:
        spark = session(cluster.url if cluster else "local[2]")
        partitions = workers or 2
        load = os.getloadavg()[0]
        frame = generate.vectors(spark, rows, partitions)
        found: dict[str, Any] = {"load before": load, "partitions": partitions, "rows": rows}
        found["fits"] = compared(frame, rows, sparks=name != "1 worker")
        found["passes"] = measure.transports(spark, frame, partitions)
        found["constants"] = measure.constants(spark)
        found["load after"] = os.getloadavg()[0]
        spark.stop()
    return found


def machine() -> dict[str, Any]:
    from importlib.metadata import version

    model = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.processor(),
    )
    return {
        "processor": model,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        **{name: version(name) for name in ("pyspark", "wasmtime", "numpy")},
    }


def compile_seconds() -> dict[str, float]:
    """Of the binary in a fresh process."""
    import wasmtime

    from gmm_wasm_spark import kernel

    taken, _ = timed(lambda: kernel._compiled())
    engine, module = kernel._compiled()
    saved = module.serialize()
    loaded, _ = timed(lambda: wasmtime.Module.deserialize(engine, saved))
    return {"compile": taken, "deserialize": loaded, "bytes": len(saved)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--setting", choices=SETTINGS, help="one setting, as JSON on standard output")
    parser.add_argument("--kernel", action="store_true", help="the kernel alone, as JSON on standard output")
    arguments = parser.parse_args()
    if arguments.setting:
        print(json.dumps(run_setting(arguments.setting, arguments.rows)))
        return
    if arguments.kernel:
        from measure import decide_seconds, kernel_seconds_per_row

        compiled = compile_seconds()
        print(json.dumps({**compiled, "row": kernel_seconds_per_row(), "decide": decide_seconds()}))
        return
    found: dict[str, Any] = {"machine": machine(), "rows": arguments.rows, "settings": {}}
    found["kernel"] = _child("--kernel")
    for name in SETTINGS:
        print(f"{name} …", flush=True)
        found["settings"][name] = _child("--setting", name, "--rows", str(arguments.rows))
        found["kernel"] = min(found["kernel"], _child("--kernel"), key=lambda kernel: kernel["row"])
        # what there is, as it comes
        (HERE / "results.json").write_text(json.dumps(found, indent=1) + "\n")
        (HERE / "RESULTS.md").write_text(report(found))
    print(report(found))


def _child(*arguments: str) -> dict[str, Any]:
    run = subprocess.run([sys.executable, __file__, *arguments], stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(run.stdout.splitlines()[-1])


if __name__ == "__main__":
    main()
