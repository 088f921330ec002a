"""The Python worker of an executor, which serves one task after the other."""

from __future__ import annotations

import functools
import gc


@functools.cache
def settle() -> None:
    """Takes what is loaded out of the garbage collector's sight, once in a process; to be called in tasks alone.

    PySpark's daemon collects after every task. With its own modules, NumPy and Arrow to look through, that takes some
    30 ms, more than the task of a small partition.
    """
    gc.collect()
    gc.freeze()
