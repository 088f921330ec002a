"""Packing of Arrow batches, without Spark: what becomes of rows, and what is said of those that cannot be packed."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from conftest import blobs

from gmm_wasm_spark.packing import Packing, pack_batches, place_origin
from gmm_wasm_spark.slices import decode, partition_of, refusal_error, refusal_in, rows_of

#: The partition that the rows are of.
PART = 17


def batches(rows: list[list[float | None] | None], size: int, weights: list[float | None] | None = None) -> list:
    out = []
    for first in range(0, len(rows), size):
        count = len(rows[first : first + size])
        columns = [pa.array(rows[first : first + size], pa.list_(pa.float64())), pa.array([PART] * count, pa.int32())]
        if weights is not None:
            columns.append(pa.array(weights[first : first + size], pa.float64()))
        out.append(pa.RecordBatch.from_arrays(columns, names=["features", "partition", "weight"][: len(columns)]))
    return out


def packed(given: list, packing: Packing) -> list[bytes]:
    return [row.as_py() for batch in pack_batches(iter(given), packing) for row in batch.column(0)]


def packing_for(rows: np.ndarray, weighted: bool = False) -> Packing:
    weights = np.ones(len(rows)) if weighted else None
    return Packing(place_origin(rows, weights), [f"x{j}" for j in range(rows.shape[1])], "w" if weighted else None)


@pytest.mark.parametrize("d", [1, 2, 8, 9, 40, 130])
def test_rows_come_back_and_batches_do_not_matter(d: int) -> None:
    rows = blobs(3000 if d > 8 else 9001, d=d)
    packing = packing_for(rows)
    one = packed(batches(rows.tolist(), 10_000), packing)
    assert packed(batches(rows.tolist(), 777), packing) == one
    parts = [decode(record, d) for record in one]
    assert sum(part.weight for part in parts) == len(rows)
    assert {partition_of(record) for record in one} == {PART}
    internal = np.concatenate([rows_of(part.tiles, part.rows, d) for part in parts])
    at = packing.coordinates
    assert np.array_equal(internal, (rows - at.origin) * 2.0**at.exponent)
    assert np.abs(internal).max() <= 1.01 * 2


def test_rows_without_weight_are_left_out() -> None:
    rows = blobs(100)
    weights = np.where(np.arange(100) % 3 == 0, 0.0, 0.25)
    bad = rows.tolist()
    bad[3] = [None, float("nan")]
    [record] = packed(batches(bad, 30, weights.tolist()), packing_for(rows, weighted=True))
    part = decode(record, 2)
    assert part.rows == 66
    assert part.weights is not None
    assert part.weights[:66].tolist() == [0.125] * 66
    assert part.weights[66:].tolist() == [0.0] * 6
    assert part.weight == 66 / 8


@pytest.mark.parametrize(
    ("value", "text"),
    [(float("nan"), "NaN"), (None, "null"), (float("inf"), "inf"), (-float("inf"), "-inf"), (1e300, "1e+300")],
)
@pytest.mark.parametrize("size", [1000, 10_000])
@pytest.mark.parametrize("row", [12_345, 17_000])
def test_a_bad_value_is_named(value: float | None, text: str, row: int, size: int) -> None:
    rows = blobs(20_000).tolist()
    rows[row] = [0.5, value]
    rows[row + 1] = [None, None]
    # the last of these is in the middle of a batch in which a slice ends
    records = packed(batches(rows, size), packing_for(np.array(blobs(20_000))))
    assert len(records) == row // 8192 + 1
    told = refusal_in(records[-1])
    assert told is not None
    error = refusal_error(told)
    assert (error.column, error.row, error.partition) == ("x1", row, PART)
    reason = "it is too far from the first rows" if value == 1e300 else "every value must be a finite number"
    assert str(error).startswith(f"column x1 holds {text} in row {row} of partition 17: {reason}")


@pytest.mark.parametrize(("value", "text"), [(float("nan"), "NaN"), (None, "null")])
def test_rows_are_counted_with_those_that_are_left_out(value: float | None, text: str) -> None:
    rows: list = blobs(100).tolist()
    rows[47][0] = value
    rows[13] = [None, None]
    weights: list = [0.0 if i % 3 == 1 else 0.25 for i in range(100)]
    [record] = packed(batches(rows, 30, weights), packing_for(blobs(100), weighted=True))
    assert f"column x0 holds {text} in row 47 of partition" in str(refusal_error(refusal_in(record) or {}))


def test_batches_are_read_to_the_end_after_a_bad_row() -> None:
    rows: list = blobs(100).tolist()
    rows[4] = None
    given = iter(batches(rows, 10))
    assert len(list(pack_batches(given, packing_for(blobs(100))))) == 1
    assert next(given, None) is None


def test_a_missing_array_and_one_of_another_length_are_named() -> None:
    rows: list = blobs(10).tolist()
    packing = packing_for(np.array(rows))
    rows[4] = None
    [record] = packed(batches(rows, 3), packing)
    assert "column x0 holds null in row 4" in str(refusal_error(refusal_in(record) or {}))
    rows[4] = [1.0, 2.0, 3.0]
    [record] = packed(batches(rows, 3), packing)
    assert "holds 3.0 in row 4 of partition 17: an array of 2 numbers" in str(refusal_error(refusal_in(record) or {}))


@pytest.mark.parametrize("weight", [float("nan"), None, -1.0, float("inf")])
def test_a_bad_weight_is_named(weight: float | None) -> None:
    rows = blobs(10)
    weights: list = [1.0] * 10
    weights[7] = weight
    [record] = packed(batches(rows.tolist(), 4, weights), packing_for(rows, weighted=True))
    error = refusal_error(refusal_in(record) or {})
    assert (error.column, error.row) == ("w", 7)


def test_the_origin_is_a_value_and_scales_with_the_data() -> None:
    rows = 1.7e9 + blobs(101)
    at = place_origin(rows, None)
    assert at.origin.tolist() == np.sort(rows, axis=0)[50].tolist()
    assert place_origin(rows[1:], None).origin.tolist() == np.sort(rows[1:], axis=0)[49].tolist()
    other = place_origin(rows * 2.0**40, None)
    assert other.exponent == at.exponent - 40
    assert np.array_equal(other.origin, at.origin * 2.0**40)
