"""Packed rows in the memory of this process: the sample on which the driver looks for starts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .area import Area, area_for
from .layout import Sizes, padded_rows, slice_rows
from .slices import Slice
from .sweeps import Sweep, assign, total
from .typing import Floats


class LocalRows:
    """Rows in internal coordinates."""

    def __init__(self, values: Floats, weights: Floats | None) -> None:
        """Packs n × d values that are internal already, and their weights as they are stored."""
        self.values = np.ascontiguousarray(values)
        self.weights = weights
        self.total_weight = float(len(values)) if weights is None else float(np.sum(weights))
        self._slices = list(_packed(self.values, weights))

    def total(self, sweep: Sweep) -> Floats:
        result = total(self._slices, sweep)
        assert result is not None
        return result

    def opened(self, area: Area) -> Iterator[slice]:
        """Opens one slice after the other in an area; which of the rows they are."""
        first = 0
        for part in self._slices:
            area.open(part)
            yield slice(first, first + part.rows)
            first += part.rows

    def distances(self, size: Sizes, centre: Floats, metric: Floats, nearest: Floats | None) -> tuple[Floats, float]:
        """The least distances of all rows to the centres so far, one centre more; and the potential Σ w·distance."""
        area = area_for(size)
        area.put("centres", centre)
        area.put("metric", metric)
        out = np.empty(len(self.values))
        potential = 0.0
        at = area.at
        for rows in self.opened(area):
            if nearest is not None:
                area.put("nearest", nearest[rows])
            potential += area.kernel.call(
                "kmeans_distances",
                at["tiles"],
                area.rows,
                size.d,
                at["centres"],
                at["metric"],
                area.weights,
                at["nearest"] if nearest is not None else 0,
                at["spread"],
            )
            out[rows] = area.spread
        return out, potential

    def furthest(self, size: Sizes, centres: Floats, metric: Floats) -> tuple[int, float]:
        """The row that is further from its nearest centre than any other, and its distance."""
        area = area_for(size)
        area.put("centres", centres)
        area.put("metric", metric)
        out = np.empty(len(self.values))
        for rows in self.opened(area):
            assign(area, area.at["centres"], area.at["spread"], area.at["sums"])
            out[rows] = area.spread
        row = int(np.argmax(out))
        return row, float(out[row])

    def slices(self) -> list[Slice]:
        """The slices, in order."""
        return self._slices


def _packed(values: Floats, weights: Floats | None) -> Iterator[Slice]:
    d = values.shape[1]
    area = area_for(Sizes(d, 1, 0))
    area.put("origin", np.zeros(d))
    count = slice_rows(d)
    for first in range(0, len(values), count):
        rows = values[first : first + count]
        area.put("staging", rows)
        area.pack(len(rows), (1.0, 1.0))
        own = None
        if weights is not None:
            own = np.zeros(padded_rows(len(rows)))
            own[: len(rows)] = weights[first : first + count]
        weight = float(len(rows)) if own is None else float(np.sum(own))
        yield Slice(len(rows), weight, area.tiles.copy(), own)
