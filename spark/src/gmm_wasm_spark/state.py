"""What a model consists of: parameters in internal coordinates, x = origin + z·2^−exponent, covariances as packed
blocks; and how they are shown, and given."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .errors import require_factors
from .family import CODES, family_of, names
from .kernel import Kernel, kept, scratch_length
from .layout import (
    FULL,
    LARGEST,
    Sizes,
    block_count,
    block_length,
    covariances_at,
    covariances_length,
    means_at,
    parameters_length,
    place,
    shape_of,
)
from .scale import exponent_of, times_power
from .typing import Floats, JSONObject


@dataclass(frozen=True)
class ModelState:
    """A mixture; arrays are flat."""

    covariance_type: str
    k: int
    d: int
    origin: Floats
    exponent: int
    weights: Floats
    means: Floats
    covariances: Floats
    #: How the fit went, as in the JSON form; None if there was none.
    training: JSONObject | None = None
    #: What was added to each variance, d numbers; None if that is not known.
    floor: Floats | None = None
    #: How the npm package went on from it by single chunks, as in the JSON form: it is handed on, no more.
    online: JSONObject | None = None

    @property
    def size(self) -> Sizes:
        return Sizes(self.d, self.k, CODES[self.covariance_type])


def shown_means(state: ModelState) -> Floats:
    """K × d means in the caller's units."""
    return times_power(state.means.reshape(state.k, state.d), -state.exponent) + state.origin


def shown_covariances(state: ModelState) -> Floats:
    """Covariances in the caller's units and scikit-learn's shape."""
    blocks = times_power(state.covariances, -2 * state.exponent)
    d, k = state.d, state.k
    if shape_of(state.size.family) == FULL:
        count = block_count(k, state.size.family)
        lower = np.tril_indices(d)
        out = np.empty((count, d, d))
        out[:, lower[0], lower[1]] = blocks.reshape(count, -1)
        out[:, lower[1], lower[0]] = blocks.reshape(count, -1)
        return out if state.covariance_type == "full" else out[0]
    return blocks.reshape(covariance_shape(state.covariance_type, k, d))


def covariance_shape(covariance_type: str, k: int, d: int) -> tuple[int, ...]:
    """scikit-learn's shape of the covariances of a family."""
    return {
        "full": (k, d, d),
        "tied": (d, d),
        "diag": (k, d),
        "spherical": (k,),
        "tied-diag": (d,),
        "tied-spherical": (),
    }[covariance_type]


def prepared(state: ModelState) -> Floats:
    """The kernel's parameter block: weights, means, covariances and what follows from them."""
    size = state.size
    d, k, family = size.d, size.k, size.family
    length = parameters_length(size)
    at, end = place({"parameters": 8 * length, "scratch": 8 * scratch_length(d, k)})
    kernel: Kernel = kept(("prepared", size), lambda: Kernel(end))
    block = kernel.view(at["parameters"], length)
    block[:k] = state.weights
    block[means_at(k) : means_at(k) + k * d] = state.means
    block[covariances_at(d, k) : covariances_at(d, k) + state.covariances.size] = state.covariances
    require_factors(int(kernel.call("prepare", at["parameters"], d, k, family, at["scratch"])), "the given model")
    return block.copy()


def moved_to(state: ModelState, origin: Floats, exponent: int) -> ModelState:
    """The same mixture in other coordinates; exact where the origins agree."""
    means = state.means.reshape(state.k, state.d)
    shift = state.origin - origin
    near = times_power(means, exponent - state.exponent)
    far = times_power(times_power(means, -state.exponent) + shift, exponent)
    moved = np.where(shift == 0, near, far) + 0.0
    if not np.all(np.abs(moved) <= LARGEST):
        raise ValueError("a mean of initialModel is too far from the data to compute with")
    covariances = times_power(state.covariances, 2 * (exponent - state.exponent)) + 0.0
    return ModelState(
        state.covariance_type, state.k, state.d, origin, exponent, state.weights, moved.ravel(), covariances
    )


def from_parameters(
    weights: npt.ArrayLike, means: npt.ArrayLike, covariances: npt.ArrayLike, covariance_type: str = "full"
) -> ModelState:
    """A mixture from K weights that sum to 1, K × d means and covariances of the family's shape.

    The origin is 0, so that means are exact; the exponent comes from the largest standard deviation and mean.
    Raises ValueError for shapes or values that are none of a mixture.
    """
    family = family_of(covariance_type)
    if family is None:
        raise ValueError(f"covarianceType must be one of {names()}; got {covariance_type!r}")
    mean_matrix = _finite(means, "means")
    if mean_matrix.ndim == 1:
        mean_matrix = mean_matrix[:, None]
    if mean_matrix.ndim != 2 or mean_matrix.size == 0:
        raise ValueError(f"means must be K × d numbers, got the shape {mean_matrix.shape}")
    k, d = mean_matrix.shape
    own_weights = _finite(weights, "weights")
    if own_weights.shape != (k,) or np.any(own_weights < 0) or not abs(float(np.sum(own_weights)) - 1) <= 1e-6:
        raise ValueError(f"weights must be {k} numbers of at least 0 that sum to 1, got {own_weights.tolist()}")
    given = _finite(covariances, "covariances")
    shape = covariance_shape(family, k, d)
    if given.shape != shape:
        raise ValueError(f"covariances of {family!r} must be of shape {shape}, got {given.shape}")
    blocks = _packed(given, CODES[family], k, d)
    largest = max(float(np.sqrt(np.abs(blocks)).max()), float(np.abs(mean_matrix).max()))
    exponent = -exponent_of(largest)
    state = ModelState(
        family,
        k,
        d,
        np.zeros(d),
        exponent,
        own_weights / np.sum(own_weights),
        times_power(mean_matrix.ravel(), exponent) + 0.0,
        times_power(blocks, 2 * exponent) + 0.0,
    )
    prepared(state)
    return state


def _finite(value: npt.ArrayLike, name: str) -> Floats:
    array = np.asarray(value, dtype=np.float64)
    if not np.all(np.isfinite(array)):
        raise ValueError(f"{name} must be finite numbers")
    return array


def _packed(given: Floats, family: int, k: int, d: int) -> Floats:
    """Covariances of the family's shape as packed blocks."""
    if shape_of(family) != FULL:
        return given.reshape(covariances_length(Sizes(d, k, family)))
    matrices = given.reshape(block_count(k, family), d, d)
    scale = np.abs(np.diagonal(matrices, axis1=1, axis2=2))
    largest = np.maximum(scale[:, :, None], scale[:, None, :])
    if not np.all(np.abs(matrices - matrices.transpose(0, 2, 1)) <= 1e-6 * largest):
        raise ValueError("covariances must be symmetric")
    rows, columns = np.tril_indices(d)
    packed = matrices[:, rows, columns].reshape(-1)
    assert packed.size == block_count(k, family) * block_length(d, family)
    return packed
