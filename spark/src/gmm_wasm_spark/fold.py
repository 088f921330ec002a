"""Folds sums in a fixed tree of fan-in 8 over their leaves (slices of a partition, partitions of a data set):

    leaves     0 1 2 3 4 5 6 7 | 8 9 …        level 1: ((0 + 1) + 2) + … + 7, then 8 + 9 + …
    level 1          0         |  1           level 2: the same over level 1; and so on

so that a sum does not depend on who added which part, or when it came.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .kernel import Kernel
from .layout import LEVELS
from .typing import Floats

FAN_IN = 8


class Fold:
    """A fold in a kernel's memory: slot 0 is the leaf just written, slot l the sum under way at level l."""

    def __init__(self, kernel: Kernel, at: int, length: int) -> None:
        """`at` is the address of LEVELS + 2 slots of `length` doubles."""
        self._kernel = kernel
        self._at = at
        self._length = length
        self._counts = [0] * (LEVELS + 2)

    @property
    def leaf(self) -> int:
        """Where the next leaf is to be written."""
        return self._at

    def add(self) -> None:
        """Takes the leaf that has been written."""
        self._carry(0)
        level = 1
        while level < LEVELS and self._counts[level] == FAN_IN:
            self._carry(level)
            level += 1

    def finish(self) -> Floats:
        """The whole sum, copied."""
        for level in range(1, LEVELS):
            if self._counts[level]:
                self._carry(level)
        return self._kernel.view(self._slot(LEVELS), self._length).copy()

    def _slot(self, level: int) -> int:
        return self._at + level * 8 * self._length

    def _carry(self, level: int) -> None:
        """Adds the sum of one level to that of the next."""
        source, target = self._slot(level), self._slot(level + 1)
        if self._counts[level + 1]:
            self._kernel.call("merge", target, source, self._length)
        else:
            self._kernel.view(target, self._length)[:] = self._kernel.view(source, self._length)
        self._counts[level] = 0
        self._counts[level + 1] += 1


#: A sum, and the index of the leaf (or subtree) that it is of.
Part = tuple[int, Floats]


def fold_level(parts: Iterable[Part]) -> list[Part]:
    """One level up: eight neighbours each, added in order. What is missing counts as 0."""
    sums: dict[int, Floats] = {}
    for index, part in sorted(parts, key=lambda pair: pair[0]):
        group = index // FAN_IN
        sums[group] = sums[group] + part if group in sums else part
    return list(sums.items())


def fold_all(parts: Sequence[Part]) -> Floats | None:
    """The sum of all parts; None if there are none."""
    left = list(parts)
    while len(left) > 1 or (left and left[0][0] > 0):
        left = fold_level(left)
    return left[0][1] if left else None
