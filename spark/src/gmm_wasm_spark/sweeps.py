"""What is done to all rows, one slice after the other: how long the sum of a slice is, and how the kernel makes it.

A sweep is plain data, so that it can be sent; whoever holds slices sums it over them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from .area import Area, area_for
from .layout import DIAGONAL, Sizes, group_sums_length, moments_length, statistics_length
from .slices import Slice, decode
from .typing import Floats


class Sweep(Protocol):
    """A sum over slices."""

    @property
    def size(self) -> Sizes: ...

    @property
    def length(self) -> int:
        """Doubles of a sum."""
        ...

    def begin(self, area: Area) -> None:
        """Writes what is the same for all slices."""
        ...

    def run(self, area: Area, target: int) -> None:
        """Writes the sum of the slice that is open."""
        ...


@dataclass(frozen=True)
class Pass:
    """E-step and statistics about centres; without centres only log-likelihood and weight."""

    size: Sizes
    parameters: Floats
    centres: Floats | None
    #: After `cancels`: whether the scatter of the tied family is taken directly.
    direct: bool = False

    @property
    def length(self) -> int:
        return 2 if self.centres is None else statistics_length(self.size)

    def begin(self, area: Area) -> None:
        area.put("parameters", self.parameters)
        if self.centres is not None:
            area.put("centres", self.centres)

    def run(self, area: Area, target: int) -> None:
        d, k, family = self.size.d, self.size.k, self.size.family
        at = area.at
        centres = 0 if self.centres is None else at["centres"]
        area.kernel.call(
            "pass",
            at["tiles"],
            area.rows,
            d,
            k,
            family,
            at["parameters"],
            centres,
            area.weights,
            int(self.direct),
            0,
            0,
            target,
            at["scratch"],
            0,
            0,
        )


@dataclass(frozen=True)
class Nearest:
    """Statistics about centres of rows as given to the nearest point of `groups` in the metric."""

    size: Sizes
    groups: Floats
    centres: Floats
    metric: Floats

    @property
    def length(self) -> int:
        return statistics_length(self.size)

    def begin(self, area: Area) -> None:
        area.put("groups", self.groups)
        area.put("centres", self.centres)
        area.put("metric", self.metric)

    def run(self, area: Area, target: int) -> None:
        at = area.at
        assign(area, at["groups"], 0, target)
        given(area, self.size, at["centres"], target)


@dataclass(frozen=True)
class Moments:
    """Moments of all rows about one point: as statistics of one diagonal component."""

    size: Sizes
    centre: Floats

    @property
    def length(self) -> int:
        return moments_length(self.size.d)

    def begin(self, area: Area) -> None:
        area.put("metric", self.centre)

    def run(self, area: Area, target: int) -> None:
        area.labels[:] = 0
        given(area, Sizes(self.size.d, 1, DIAGONAL), area.at["metric"], target)


@dataclass(frozen=True)
class Assign:
    """Sums of the groups of rows that are nearest to each centre."""

    size: Sizes
    centres: Floats
    metric: Floats

    @property
    def length(self) -> int:
        return group_sums_length(self.size)

    def begin(self, area: Area) -> None:
        area.put("centres", self.centres)
        area.put("metric", self.metric)

    def run(self, area: Area, target: int) -> None:
        assign(area, area.at["centres"], area.at["spread"], target)


def assign(area: Area, centres: int, spread: int, target: int) -> None:
    """Labels of the nearest centres in the metric, and the sums of the groups."""
    d, k = area.size.d, area.size.k
    at = area.at
    area.kernel.call(
        "kmeans_assign", at["tiles"], area.rows, d, k, centres, at["metric"], area.weights, at["labels"], spread, target
    )


def given(area: Area, size: Sizes, centres: int, target: int) -> None:
    """Statistics of a mixture of that size from labels."""
    at = area.at
    area.kernel.call(
        "pass_given",
        at["tiles"],
        area.rows,
        size.d,
        size.k,
        size.family,
        0,
        at["labels"],
        centres,
        area.weights,
        target,
        at["scratch"],
    )


def total(slices: Iterable[Slice], sweep: Sweep) -> Floats | None:
    """The sum of a sweep over slices; None if there are none."""
    area = area_for(sweep.size)
    sweep.begin(area)
    fold = area.fold(sweep.length)
    seen = False
    for part in slices:
        area.open(part)
        sweep.run(area, fold.leaf)
        fold.add()
        seen = True
    return fold.finish() if seen else None


def total_of_records(records: Iterable[bytes], sweep: Sweep) -> Floats | None:
    """The same over slices as they travel."""
    return total((decode(record, sweep.size.d) for record in records), sweep)
