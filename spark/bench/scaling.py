"""Carries the measured cost of an iteration to other numbers of rows and cores: `python spark/bench/scaling.py`.

Reads results.json, measures what the driver needs to launch a task, and prints the tables of docs/scaling.md.
"""

from __future__ import annotations

import argparse
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generate import D, K
from run import session

from gmm_wasm_spark.fold import FAN_IN
from gmm_wasm_spark.layout import Sizes, statistics_length

HERE = Path(__file__).resolve().parent
GROUP = FAN_IN * FAN_IN
COLLECTED = 64 * 2**20


@dataclass(frozen=True)
class Constants:
    """Seconds."""

    #: The kernel, for each row.
    row: float
    #: From the JVM to the Python worker, for each byte of packed rows.
    byte: float
    #: For each job, and for each task on a core.
    job: float
    task: float
    #: For each task, on the driver.
    launch: float
    #: For each byte of sums that one process takes in.
    sums: float
    #: Between two passes, on the driver.
    decide: float


def launch_seconds(tasks: int = 4000) -> float:
    """Of a task without Python or data, counted as if the driver did nothing else: an upper bound."""
    from measure import seconds

    spark = session("local[2]")
    frames = {count: spark.range(0, count, 1, count)._jdf.rdd() for count in (2, tasks)}
    taken = {count: seconds(frame.count, 3) for count, frame in frames.items()}
    spark.stop()
    return (taken[tasks] - taken[2]) / (tasks - 2)


def constants(found: dict[str, Any], launch: float) -> Constants:
    setting = found["settings"]["local[2]"]
    passes, told = setting["passes"], setting["constants"]
    read = passes["packed slices, RDD, read but not used"] - passes["no slices: a job of as many tasks"]
    share = 8 * D * setting["rows"] / setting["partitions"]
    return Constants(
        row=found["kernel"]["row"],
        byte=max(0.0, read / share),
        job=told["job"],
        task=told["task"],
        launch=launch,
        sums=told["byte of sums"],
        decide=found["kernel"]["decide"],
    )


def iteration(at: Constants, n: float, cores: int, waves: int = 1) -> dict[str, float]:
    """Seconds of an iteration by what they are spent on; a partition for each core and wave."""
    partitions = cores * waves
    sums = 8 * statistics_length(Sizes(D, K, 0))
    parts = {
        "kernel": n / cores * at.row,
        "transport": n / cores * 8 * D * at.byte,
        "job and tasks": at.job + waves * at.task,
        "launch": partitions * at.launch,
        "decide": at.decide,
    }
    if partitions * sums <= COLLECTED:
        parts["sums"] = partitions * sums * at.sums
    else:
        groups = math.ceil(partitions / GROUP)
        parts["sums"] = at.job + at.task + groups * at.launch + (GROUP + groups) * sums * at.sums
    return parts


def table(at: Constants, n: float) -> str:
    names = list(iteration(at, n, 1))
    lines = [f"| cores | {' | '.join(names)} | iteration | efficiency |", f"|{'---|' * (len(names) + 3)}"]
    for cores in (1, 2, 10, 100, 1000, 2000, 4000, 8000, 16000, 64000):
        parts = iteration(at, n, cores)
        total = sum(parts.values())
        cells = " | ".join(f"{parts[name]:.3g}" for name in names)
        lines.append(f"| {cores} | {cells} | {total:.3g} | {n * at.row / cores / total:.2f} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=float, default=1e11)
    arguments = parser.parse_args()
    found = json.loads((HERE / "results.json").read_text())
    at = constants(found, launch_seconds())
    print("\n".join(f"| {name} | {value:.3g} |" for name, value in vars(at).items()))
    print(f"\n{arguments.rows:.3g} rows of {D} features, K = {K}, seconds:\n")
    print(table(at, arguments.rows))
    print("\nMeasured (median, best) and by the formula:\n")
    for name, setting in found["settings"].items():
        parts = iteration(at, setting["rows"], setting["partitions"])
        print(
            f"| {name} | {setting['fits']['ours']['iteration']:.3f} | {setting['fits']['ours']['best']:.3f} | {sum(parts.values()):.3f} |"
        )
    best = math.sqrt(arguments.rows * (at.row + 8 * D * at.byte) / at.launch)
    print(f"\nMost cores that help: {best:.0f}")


if __name__ == "__main__":
    main()
