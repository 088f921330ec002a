"""RESULTS.md from what was measured."""

from __future__ import annotations

from typing import Any


def report(found: dict[str, Any]) -> str:
    """The page."""
    machine = found["machine"]
    rows = found["rows"]
    row = found["kernel"]["row"]
    lines = [
        "# Results",
        "",
        f"Written by `python spark/bench/run.py`. {machine['processor']}, {machine['cores']} cores; Python "
        f"{machine['python']}, PySpark {machine['pyspark']}, wasmtime {machine['wasmtime']}. {rows:,} rows × 8 features, "
        "K = 8, full covariances; a worker has one core, a partition for each core.",
        "",
        f"The kernel alone, one process, one thread: {1e9 * row:.0f} ns for each row and pass, {rows * row:.2f} s for "
        f"all rows. The binary compiles in {1e3 * found['kernel']['compile']:.0f} ms, once in each Python worker (as a "
        f"serialized module it would load in {1e3 * found['kernel']['deserialize']:.1f} ms). What the driver does between "
        f"two passes takes {1e3 * found['kernel']['decide']:.2f} ms.",
        "",
        "## Iterations",
        "",
        "Seconds of an iteration on the same data frame (vectors, cached): of pyspark.ml from the difference of two fits, "
        "of ours the median of all passes of three fits that lie around those, and the best. `processor`: processor seconds of "
        "an iteration, of all processes (on a busy machine these can be compared, wall times hardly). `overhead`: what the "
        "best has beyond the kernel's own time on as many cores.",
        "",
        "| setting | load | pyspark.ml | gmm-wasm-spark | best | ratio | processor: pyspark.ml | processor: ours | ratio | overhead | fit of 12 iterations, search included |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, setting in found["settings"].items():
        ours, sparks = setting["fits"]["ours"], setting["fits"].get("spark")
        share = rows * row / max(1, setting["partitions"])
        theirs = f"{sparks['iteration']:.2f}" if sparks else ""
        ratio = f"{sparks['iteration'] / ours['iteration']:.1f}" if sparks else ""
        cpu = f"{sparks['cpu']:.2f}" if sparks else ""
        cpu_ratio = f"{sparks['cpu'] / ours['cpu']:.1f}" if sparks else ""
        lines.append(
            f"| {name} | {setting['load before']:.1f}–{setting['load after']:.1f} | {theirs} | {ours['iteration']:.3f} | "
            f"{ours['best']:.3f} | {ratio} | {cpu} | {ours['cpu']:.3f} | {cpu_ratio} | {ours['best'] - share:.3f} | {ours['fit']:.1f} s |"
        )
    lines += ["", "Log-likelihoods, each from its own start:", ""]
    lines += ["| setting | pyspark.ml after 5 iterations | ours after 5 | ours after 12 |", "|---|---|---|---|"]
    for name, setting in found["settings"].items():
        ours, sparks = setting["fits"]["ours"], setting["fits"].get("spark")
        theirs = f"{sparks['logLikelihood']:.0f}" if sparks else ""
        lines.append(f"| {name} | {theirs} | {ours['early']:.0f} | {ours['logLikelihood']:.0f} |")
    lines += ["", "## What a pass costs, by what is sent", "", "Seconds of one pass over all rows.", ""]
    names = list(found["settings"])
    lines += [f"| | {' | '.join(names)} |", f"|---|{'---|' * len(names)}"]
    for what in next(iter(found["settings"].values()))["passes"]:
        values = " | ".join(f"{found['settings'][name]['passes'][what]:.3f}" for name in names)
        lines.append(f"| {what} | {values} |")
    lines += ["", "## Constants of docs/scaling.md", "", f"| seconds for each | {' | '.join(names)} |"]
    lines.append(f"|---|{'---|' * len(names)}")
    for what in next(iter(found["settings"].values()))["constants"]:
        values = " | ".join(f"{found['settings'][name]['constants'][what]:.2e}" for name in names)
        lines.append(f"| {what} | {values} |")
    return "\n".join(lines) + "\n"
