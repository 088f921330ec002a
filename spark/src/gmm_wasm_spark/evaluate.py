"""A model asked about rows: pieces of a batch at a time, in an executor or on the driver."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from pyspark import TaskContext
from pyspark.sql.functions import arrow_udf  # type: ignore[attr-defined]
from pyspark.sql.types import ArrayType, DoubleType, IntegerType, StructField, StructType

from .area import area_for
from .errors import InvalidRowError
from .executor import settle
from .scale import split_power
from .state import ModelState, prepared
from .typing import Floats, Integers

if TYPE_CHECKING:
    from pyspark.sql import Column

#: ln 2 as JavaScript has it.
_LN2 = 0.6931471805599453

LABELS = "labels"
RESPONSIBILITIES = "responsibilities"
LOG_DENSITIES = "log_densities"


@dataclass
class Answers:
    """What was asked for; the rest is None."""

    labels: Integers | None
    #: n × K
    responsibilities: Floats | None
    #: ln p(x), in nats, in the caller's units.
    log_densities: Floats | None


def evaluate(state: ModelState, rows: Floats, asked: Sequence[str], block: Floats | None = None) -> Answers:
    """What the model says of n × d rows in the caller's units; `block` is what `prepared` gave for the state.

    Raises BadValue for the first value that cannot be packed.
    """
    n, d = rows.shape
    size = state.size
    area = area_for(size)
    area.put("parameters", prepared(state) if block is None else block)
    area.put("origin", state.origin)
    answers = Answers(
        np.empty(n, np.int32) if LABELS in asked else None,
        np.empty((n, state.k)) if RESPONSIBILITIES in asked else None,
        np.empty(n) if LOG_DENSITIES in asked else None,
    )
    scales = split_power(state.exponent)
    shift = d * state.exponent * _LN2
    for first in range(0, n, area.piece):
        piece = rows[first : first + area.piece]
        here = slice(first, first + len(piece))
        area.put("staging", piece)
        bad = area.pack(len(piece), scales)
        if bad >= 0:
            raise BadValue(first + bad // d, bad % d)
        area.evaluate(LOG_DENSITIES in asked, LABELS in asked, RESPONSIBILITIES in asked)
        if answers.labels is not None:
            answers.labels[here] = area.labels
        if answers.log_densities is not None:
            answers.log_densities[here] = area.spread + shift
        if answers.responsibilities is not None:
            shares = area.kernel.view(area.at["responsibilities"], len(piece) * state.k)
            answers.responsibilities[here] = shares.reshape(-1, state.k)
    return answers


class BadValue(ValueError):  # noqa: N818
    """A value that is not finite, or too far away."""

    def __init__(self, row: int, feature: int) -> None:
        self.row = row
        self.feature = feature
        super().__init__(f"row {row}, feature {feature}: every value must be a finite number near enough to the model")


_FIELDS = {
    LABELS: IntegerType(),
    RESPONSIBILITIES: ArrayType(DoubleType(), containsNull=False),
    LOG_DENSITIES: DoubleType(),
}


def answers_of(state: ModelState, features: Column, names: Sequence[str], asked: Sequence[str]) -> Column:
    """A struct column of what is asked, from a column of arrays."""
    kind = StructType([StructField(name, _FIELDS[name], nullable=False) for name in asked])

    def of_partition(arrays: Iterator[pa.Array]) -> Iterator[pa.Array]:
        settle()
        first = 0
        block = prepared(state)
        for array in arrays:
            yield _answered(state, block, array, names, asked, first)
            first += len(array)

    of_partition.__annotations__ = {"arrays": Iterator[pa.Array], "return": Iterator[pa.Array]}
    return arrow_udf(of_partition, kind)(features)


def _answered(
    state: ModelState, block: Floats, features: pa.Array, names: Sequence[str], asked: Sequence[str], first: int
) -> pa.StructArray:
    rows = _matrix(state, features, names, first)
    try:
        answers = evaluate(state, rows, asked, block)
    except BadValue as error:
        value = _value_at(features, error.row, error.feature)
        raise _refused(names[error.feature], first + error.row, value) from None
    columns: list[pa.Array] = []
    for name in asked:
        if name == RESPONSIBILITIES:
            assert answers.responsibilities is not None
            offsets = pa.array(np.arange(len(rows) + 1, dtype=np.int32) * state.k)
            columns.append(pa.ListArray.from_arrays(offsets, pa.array(answers.responsibilities.ravel())))
        else:
            columns.append(pa.array(getattr(answers, name)))
    return pa.StructArray.from_arrays(columns, names=list(asked))


def _matrix(state: ModelState, features: pa.Array, names: Sequence[str], first: int) -> Floats:
    lengths = features.value_lengths().fill_null(-1).to_numpy(zero_copy_only=False)
    wrong = np.flatnonzero(lengths != state.d)
    if wrong.size:
        row = int(wrong[0])
        name = names[0].split("[")[0]
        if lengths[row] < 0:
            raise _refused(name, first + row, None)
        raise _refused(name, first + row, features[row].as_py(), f"an array of {state.d} numbers was expected")
    return features.flatten().to_numpy(zero_copy_only=False).reshape(len(features), state.d)


def _value_at(features: pa.Array, row: int, feature: int) -> object:
    return features[row][feature].as_py()


_FINITE = "every value must be a finite number; remove the row or fill in the missing value"


def _refused(column: str, row: int, value: object, reason: str = _FINITE) -> InvalidRowError:
    context = TaskContext.get()
    return InvalidRowError(column, context.partitionId() if context else 0, row, value, reason)
