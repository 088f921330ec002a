"""Errors that callers may want to tell apart; all of them are ValueErrors."""

from __future__ import annotations

import math


class InvalidRowError(ValueError):
    """A value that cannot be fitted, and where it is.

    `row` counts from 0 within the partition; `column` is the input column, `features[j]` where features are arrays.
    """

    def __init__(self, column: str, partition: int, row: int, value: object, reason: str) -> None:
        self.column = column
        self.partition = partition
        self.row = row
        self.value = value
        super().__init__(f"column {column} holds {shown(value)} in row {row} of partition {partition}: {reason}")


class SingularCovarianceError(ValueError):
    """A covariance that cannot be factored."""

    def __init__(self, component: int, message: str) -> None:
        self.component = component
        super().__init__(message)


def shown(value: object) -> str:
    """A value as messages show it."""
    if value is None:
        return "null"
    if isinstance(value, float) and math.isnan(value):
        return "NaN"
    return repr(value)


def require_factors(singular: int, where: str) -> None:
    """Raises if a kernel function named a component whose covariance has no factor."""
    if singular >= 0:
        raise SingularCovarianceError(
            singular,
            f"the covariance of component {singular} is not positive definite in {where}: raise regCovar, or try fewer "
            "components",
        )
