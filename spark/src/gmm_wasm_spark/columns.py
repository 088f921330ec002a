"""Which columns of a data frame are the features: a vector, array or number column, or several number columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from pyspark.ml.functions import vector_to_array
from pyspark.ml.linalg import VectorUDT
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType, NumericType

from .packing import FEATURES, PARTITION, WEIGHT
from .typing import Floats

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

#: Rows at which the driver looks before anything is packed.
LOOK_ROWS = 4096


def feature_array(frame: DataFrame, features_col: str, input_cols: Sequence[str] | None) -> Column:
    """The features as one array of doubles.

    Raises TypeError for a column of another kind.
    """
    if input_cols:
        for name in input_cols:
            kind = frame.select(name).schema[0].dataType
            if not isinstance(kind, NumericType):
                raise TypeError(f"column {name} must hold numbers, but is of type {kind.simpleString()}")
        return F.array(*[frame[name].cast("double") for name in input_cols])
    kind = frame.select(features_col).schema[0].dataType
    column = frame[features_col]
    if isinstance(kind, VectorUDT):
        return vector_to_array(column, "float64")
    if isinstance(kind, ArrayType) and isinstance(kind.elementType, NumericType):
        return column.cast("array<double>")
    if isinstance(kind, NumericType):
        return F.array(column.cast("double"))
    raise TypeError(
        f"column {features_col} must hold vectors, arrays of numbers or numbers, but is of type {kind.simpleString()}"
    )


def feature_names(features_col: str, input_cols: Sequence[str] | None, d: int) -> list[str]:
    """What messages call each feature."""
    return list(input_cols) if input_cols else [f"{features_col}[{j}]" for j in range(d)]


def selected(
    frame: DataFrame, features_col: str, input_cols: Sequence[str] | None, weight_col: str | None
) -> DataFrame:
    """Features, weights if there are any, and the partition of each row, under the names that packing expects.

    Raises TypeError for a column of another kind.
    """
    columns = [feature_array(frame, features_col, input_cols).alias(FEATURES)]
    if weight_col:
        kind = frame.select(weight_col).schema[0].dataType
        if not isinstance(kind, NumericType):
            raise TypeError(f"column {weight_col} of weights must hold numbers, but is of type {kind.simpleString()}")
        columns.append(frame[weight_col].cast("double").alias(WEIGHT))
    return frame.select(*columns, F.spark_partition_id().alias(PARTITION))


def first_look(frame: DataFrame) -> tuple[Floats, Floats | None]:
    """Some first rows of what `selected` gave, and their weights; rows that are not like the first are left out.

    Raises ValueError if there are no rows, or none of these has features.
    """
    weighted = WEIGHT in frame.columns
    counted = frame.where(F.col(WEIGHT) > 0) if weighted else frame
    taken = counted.take(LOOK_ROWS)
    if not taken:
        which = "no rows of positive weight" if weighted else "no rows"
        raise ValueError(f"the data has {which}: at least one for each component is needed")
    d = next((len(row[0]) for row in taken if row[0]), 0)
    if d == 0:
        raise ValueError(
            f"the features of the first {len(taken)} rows are all null or empty: remove these rows or fill them in"
        )
    kept = [row for row in taken if row[0] is not None and len(row[0]) == d]
    values = np.array([[np.nan if x is None else x for x in row[0]] for row in kept], dtype=np.float64)
    return values, np.array([row[1] for row in kept], dtype=np.float64) if weighted else None


def require_new(frame: DataFrame, names: Sequence[str]) -> None:
    """Raises ValueError for an output column that is there already, or that two answers would share."""
    folded = _folded(frame)
    taken = {folded(name) for name in frame.columns}
    for name in names:
        if folded(name) in taken:
            raise ValueError(f"the output column {name} is there already: choose another name, or drop it")
        taken.add(folded(name))


def free_name(frame: DataFrame, name: str) -> str:
    """The name, or one like it that no column of the frame has."""
    folded = _folded(frame)
    taken = {folded(column) for column in frame.columns}
    while folded(name) in taken:
        name += "_"
    return name


def _folded(frame: DataFrame) -> Callable[[str], str]:
    """Names that Spark takes for the same have the same image."""
    sensitive = str(frame.sparkSession.conf.get("spark.sql.caseSensitive")).lower() == "true"
    return str if sensitive else str.lower
