"""Packed slices as they travel and are kept: the rows of a slice as the kernel's tiles, and their weights.

    rows i64 | partition i64 | Σ of stored weights f64 | weighted? i64 |
    tiles, padded rows × d | weights, padded rows, if weighted

A record that begins with −1 is no slice, but says (as JSON) which value of the partition cannot be packed.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass

import numpy as np

from .errors import InvalidRowError
from .layout import padded_rows, tile_size
from .typing import Floats, JSONObject

_HEAD = struct.Struct("<qqdq")
_REFUSED = -1


@dataclass(frozen=True)
class Slice:
    """One slice of packed rows; the arrays are views of the record."""

    rows: int
    weight: float
    tiles: Floats
    weights: Floats | None


def encode(rows: int, partition: int, weight: float, tiles: Floats, weights: Floats | None) -> bytes:
    """A slice as a record; `tiles` and `weights` are padded to whole blocks."""
    head = _HEAD.pack(rows, partition, weight, int(weights is not None))
    return b"".join([head, tiles.tobytes(), b"" if weights is None else weights.tobytes()])


def encode_refusal(error: InvalidRowError, reason: str) -> bytes:
    """The record of a value that cannot be packed."""
    value = error.value if error.value is None else repr(error.value)
    told = {"column": error.column, "partition": error.partition, "row": error.row, "value": value, "reason": reason}
    return _HEAD.pack(_REFUSED, error.partition, 0.0, 0) + json.dumps(told).encode()


def refusal_in(record: bytes) -> JSONObject | None:
    """What a record says of a value that cannot be packed; None if it is a slice."""
    rows, *_ = _HEAD.unpack_from(record)
    return json.loads(record[_HEAD.size :]) if rows == _REFUSED else None


def refusal_error(told: JSONObject) -> InvalidRowError:
    """The error that a refusal stands for."""
    value = None if told["value"] is None else float(told["value"])
    return InvalidRowError(told["column"], told["partition"], told["row"], value, told["reason"])


def partition_of(record: bytes) -> int:
    """The partition whose rows a record holds."""
    return int(_HEAD.unpack_from(record)[1])


def decode(record: bytes | memoryview, d: int) -> Slice:
    """The slice that a record holds."""
    rows, _, weight, weighted = _HEAD.unpack_from(record)
    padded = padded_rows(rows)
    tiles = np.frombuffer(record, np.float64, padded * d, _HEAD.size)
    weights = np.frombuffer(record, np.float64, padded, _HEAD.size + tiles.nbytes) if weighted else None
    return Slice(rows, weight, tiles, weights)


def rows_of(tiles: Floats, rows: int, d: int) -> Floats:
    """The rows of a slice, rows × d, as they lie in its tiles: internal coordinates."""
    tile = tile_size(d)
    whole = rows // tile
    out = np.empty((rows, d))
    body = tiles[: whole * tile * d].reshape(whole, d, tile)
    out[: whole * tile] = body.transpose(0, 2, 1).reshape(whole * tile, d)
    left = rows - whole * tile
    if left:
        out[whole * tile :] = tiles[whole * tile * d :].reshape(d, padded_rows(left)).T[:left]
    return out
