"""Rows on their way into slices: Arrow batches of an array column, and what belongs to it, in an executor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from .area import Area, area_for
from .errors import InvalidRowError
from .layout import FULL, Sizes, padded_rows, slice_rows
from .scale import exponent_of, split_power, times_power
from .slices import encode, encode_refusal
from .typing import Floats

#: Columns that `pack` reads, and the one it writes. The partition is told by the rows, since a task may pack several.
FEATURES = "features"
WEIGHT = "weight"
PARTITION = "partition"
RECORD = "record"

_FINITE = "every value must be a finite number; remove the row or fill in the missing value"
_FAR = "it is too far from the first rows to compute with; remove the row or rescale it"
_WEIGHT = "a weight must be a finite number of at least 0"


@dataclass(frozen=True)
class Coordinates:
    """What packed numbers mean: stored is (x − origin)·2^exponent."""

    origin: Floats
    exponent: int
    #: origin·2^exponent: the size of constant features.
    level: Floats
    #: Weights are stored times 2^−weight_exponent.
    weight_exponent: int


@dataclass(frozen=True)
class Packing:
    """How a partition is packed; sent to the executors."""

    coordinates: Coordinates
    #: What messages call each feature.
    names: Sequence[str]
    #: What messages call the weights; None if all rows weigh 1.
    weight_name: str | None

    @property
    def d(self) -> int:
        return len(self.names)


def place_origin(rows: Floats, weights: Floats | None) -> Coordinates:
    """Origin, exponents and level from some rows: the lower median of each feature, the largest spread."""
    d = rows.shape[1]
    origin = np.zeros(d)
    spread = 0.0
    for j in range(d):
        column = np.sort(rows[np.isfinite(rows[:, j]), j])
        if column.size == 0:
            continue
        origin[j] = column[(column.size - 1) >> 1] + 0.0
        spread = max(spread, float(column[-1] / 2 - column[0] / 2))
    level = float(np.abs(origin).max(initial=0.0))
    exponent = -exponent_of(spread if spread > 0 else level)
    heaviest = 0.0 if weights is None else float(np.max(weights[np.isfinite(weights)], initial=0.0))
    return Coordinates(origin, exponent, times_power(origin, exponent), exponent_of(heaviest))


def pack_batches(batches: Iterator[pa.RecordBatch], packing: Packing) -> Iterator[pa.RecordBatch]:
    """Slices of a partition; the first value that cannot be packed ends it, with a record that says so.

    That is a result and not an exception: it is the data that is wrong, and to try the task again would not help.
    """
    packer = _Packer(packing)
    try:
        for batch in batches:
            for record in packer.take(batch):
                yield _row(record)
        for record in packer.rest():
            yield _row(record)
    except InvalidRowError as error:
        yield _row(encode_refusal(error, packer.reason))
        # a Python worker that leaves input unread is not used again
        for _ in batches:
            pass


def _row(record: bytes) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([pa.array([record], pa.binary())], names=[RECORD])


class _Packer:
    """One partition on its way: rows are staged until they are a slice."""

    def __init__(self, packing: Packing) -> None:
        self._packing = packing
        self._partition = 0
        self._slice = slice_rows(packing.d)
        self._area: Area = area_for(Sizes(packing.d, 1, FULL))
        self._area.put("origin", packing.coordinates.origin)
        self._scales = split_power(packing.coordinates.exponent)
        self._staging = self._area.kernel.view(self._area.at["staging"], self._slice * packing.d)
        self._numbers = np.empty(self._slice, np.int64)
        self._weights = np.zeros(self._slice)
        #: Places of nulls, of which the first ends the partition: (row of the partition, feature).
        self._nulls: set[tuple[int, int]] = set()
        self._filled = 0
        self._seen = 0
        self.reason = ""

    def take(self, batch: pa.RecordBatch) -> Iterator[bytes]:
        """Stages the rows of a batch; the slices that they complete."""
        if batch.num_rows == 0:
            return
        self._partition = int(batch.column(PARTITION)[0].as_py())
        numbers = np.arange(self._seen, self._seen + batch.num_rows)
        self._seen += batch.num_rows
        features = batch.column(FEATURES)
        weights: Floats | None = None
        if self._packing.weight_name is not None:
            weights = self._checked_weights(batch.column(WEIGHT))
            kept = weights > 0
            if not kept.all():
                features, numbers, weights = features.filter(pa.array(kept)), numbers[kept], weights[kept]
        values = self._matrix(features, numbers)
        start = 0
        while start < len(numbers):
            end = min(len(numbers), start + self._slice - self._filled)
            self._stage(values[start:end], numbers[start:end], None if weights is None else weights[start:end])
            start = end
            if self._filled == self._slice:
                yield self._packed()

    def rest(self) -> Iterator[bytes]:
        """The last slice, which may be short."""
        if self._filled:
            yield self._packed()

    def _stage(self, values: Floats, numbers: np.ndarray, weights: Floats | None) -> None:
        d, end = self._packing.d, self._filled + len(numbers)
        self._staging[self._filled * d : end * d] = values.ravel()
        self._numbers[self._filled : end] = numbers
        if weights is not None:
            self._weights[self._filled : end] = weights
        self._filled = end

    def _packed(self) -> bytes:
        rows = self._filled
        bad = self._area.pack(rows, self._scales)
        if bad >= 0:
            raise self._refused(bad)
        self._filled = 0
        if self._packing.weight_name is None:
            return encode(rows, self._partition, float(rows), self._area.tiles, None)
        weights = np.zeros(padded_rows(rows))
        weights[:rows] = times_power(self._weights[:rows], -self._packing.coordinates.weight_exponent)
        return encode(rows, self._partition, float(np.sum(weights)), self._area.tiles, weights)

    def _refused(self, bad: int) -> InvalidRowError:
        row, feature = divmod(bad, self._packing.d)
        number = int(self._numbers[row])
        value: float | None = float(self._staging[bad])
        if (number, feature) in self._nulls:
            value = None
        reason = _FAR if value is not None and np.isfinite(value) else _FINITE
        return self._error(self._packing.names[feature], number, value, reason)

    def _error(self, column: str, row: int, value: float | None, reason: str) -> InvalidRowError:
        self.reason = reason
        return InvalidRowError(column, self._partition, row, value, reason)

    def _checked_weights(self, column: pa.Array) -> Floats:
        weights = column.to_numpy(zero_copy_only=False).astype(np.float64, copy=False)
        wrong = np.flatnonzero(~((weights >= 0) & np.isfinite(weights)))
        if wrong.size == 0:
            return weights
        at = int(wrong[0])
        value = None if column[at].as_py() is None else float(weights[at])
        first = self._seen - len(weights)
        raise self._error(str(self._packing.weight_name), first + at, value, _WEIGHT)

    def _matrix(self, features: pa.Array, numbers: np.ndarray) -> Floats:
        """The rows of an array column; nulls become NaN, and their places are noted."""
        d = self._packing.d
        if len(features) == 0:
            return np.empty((0, d))
        lengths = features.value_lengths().fill_null(-1).to_numpy(zero_copy_only=False)
        wrong = np.flatnonzero(lengths != d)
        if wrong.size:
            at = int(wrong[0])
            name = self._packing.names[0].split("[")[0]
            if lengths[at] < 0:
                raise self._error(name, int(numbers[at]), None, _FINITE)
            self.reason = f"an array of {d} numbers was expected, as in the first rows"
            raise InvalidRowError(name, self._partition, int(numbers[at]), float(lengths[at]), self.reason)
        values = features.flatten()
        if values.null_count:
            for place in np.flatnonzero(values.is_null().to_numpy(zero_copy_only=False)):
                self._nulls.add((int(numbers[place // d]), int(place % d)))
        return values.to_numpy(zero_copy_only=False).reshape(len(numbers), d)
