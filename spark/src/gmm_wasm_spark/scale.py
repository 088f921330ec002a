"""Exact powers of two, for exponents beyond the range of a double too."""

from __future__ import annotations

import math

import numpy as np

from .typing import Floats


def split_power(e: int) -> tuple[float, float]:
    """2^e as a product of two doubles, for −2044 ≤ e ≤ 2046."""
    half = int(e / 2)
    return math.ldexp(1.0, half), math.ldexp(1.0, e - half)


def times_power(x: Floats | float, e: int) -> Floats:
    """x·2^e, rounded once only where the result is subnormal."""
    a, b = split_power(max(-2044, min(2046, e)))
    return np.asarray(x, dtype=np.float64) * a * b


def exponent_of(x: float) -> int:
    """The exponent of the power of two next above |x|: |x|·2^−e lies in [½, 1); 0 for 0."""
    return math.frexp(x)[1]
