"""The area of one who sums: the kernel on one slice at a time, in an executor or on the driver."""

from __future__ import annotations

from .fold import Fold
from .kernel import Kernel, kept, scratch_length
from .layout import Sizes, area_layout, leaving_rows, padded_rows
from .slices import Slice
from .typing import Floats, Integers


class Area:
    """A kernel, and where its arguments lie in its memory."""

    def __init__(self, size: Sizes) -> None:
        self.size = size
        self.at, end = area_layout(size, scratch_length(size.d, size.k))
        self.kernel = Kernel(end)
        self.rows = 0
        #: Address of the weights of the slice, or 0.
        self.weights = 0

    def put(self, name: str, values: Floats) -> None:
        """Writes doubles to the region of that name."""
        self.kernel.view(self.at[name], values.size)[:] = values.ravel()

    def open(self, part: Slice) -> None:
        """Takes the next slice."""
        self.rows = part.rows
        self.put("tiles", part.tiles)
        self.weights = 0
        if part.weights is not None:
            self.put("weights", part.weights)
            self.weights = self.at["weights"]

    def fold(self, length: int) -> Fold:
        """A new sum over slices."""
        return Fold(self.kernel, self.at["sums"], length)

    def evaluate(self, log_densities: bool, labels: bool, responsibilities: bool) -> None:
        """What the model says of the rows of the slice: to `spread`, `labels` and `responsibilities`."""
        d, k, family = self.size.d, self.size.k, self.size.family
        at = self.at
        self.kernel.call(
            "evaluate",
            at["tiles"],
            self.rows,
            d,
            k,
            family,
            at["parameters"],
            at["spread"] if log_densities else 0,
            at["labels"] if labels else 0,
            at["responsibilities"] if responsibilities else 0,
            at["scratch"],
        )

    @property
    def labels(self) -> Integers:
        """The labels of the slice, live."""
        return self.kernel.whole(self.at["labels"], self.rows)

    @property
    def spread(self) -> Floats:
        """A double for each row of the slice, live."""
        return self.kernel.view(self.at["spread"], self.rows)

    def pack(self, rows: int, scales: tuple[float, float]) -> int:
        """Packs the rows that are staged; −1, or the index of the first value that cannot be."""
        at = self.at
        self.rows = rows
        return int(
            self.kernel.call("pack", at["staging"], rows, self.size.d, at["origin"], scales[0], scales[1], at["tiles"])
        )

    @property
    def tiles(self) -> Floats:
        """The tiles of the slice, padding included, live."""
        return self.kernel.view(self.at["tiles"], padded_rows(self.rows) * self.size.d)

    @property
    def piece(self) -> int:
        """Rows for which responsibilities can be asked at a time."""
        return leaving_rows(self.size.d, self.size.k)


def area_for(size: Sizes) -> Area:
    """An area of this thread's, with whatever was left in it."""
    return kept(("area", size), lambda: Area(size))
