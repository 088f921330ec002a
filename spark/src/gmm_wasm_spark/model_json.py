"""A model as the JSON of the npm package (`GaussianMixture.toJSON()`, version 1) and back, to the bit: numbers of JSON
are doubles, and what is not stored is computed again by the kernel."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from .family import CODES, family_of, names
from .layout import Sizes, covariances_length
from .state import ModelState
from .typing import Floats, JSONObject

FORMAT = "gmm-wasm"
VERSION = 1


def to_object(state: ModelState) -> JSONObject:
    """What `json.dumps` takes."""
    told: JSONObject = {
        "format": FORMAT,
        "version": VERSION,
        "covarianceType": state.covariance_type,
        "nComponents": state.k,
        "nFeatures": state.d,
        "origin": state.origin.tolist(),
        "exponent": state.exponent,
        "weights": state.weights.tolist(),
        "means": state.means.tolist(),
        "covariances": state.covariances.tolist(),
    }
    if state.floor is not None:
        told["floor"] = state.floor.tolist()
    if state.online is not None:
        told["online"] = state.online
    if state.training is not None:
        told["training"] = state.training
    return told


def to_text(state: ModelState) -> str:
    """The same as text."""
    return json.dumps(to_object(state), separators=(",", ":"), allow_nan=False, ensure_ascii=False)


def from_text(text: str) -> ModelState:
    """Raises ValueError for what is no saved model, or one whose numbers do not fit together."""
    try:
        return from_object(json.loads(text))
    except json.JSONDecodeError as error:
        raise _foreign("the text is not JSON") from error


def from_object(told: Any) -> ModelState:
    """The model that `json.loads` gave."""
    if not isinstance(told, dict):
        raise _foreign(f"got {told!r:.80}")
    if told.get("format") != FORMAT:
        raise _foreign(f"its format is {told.get('format')!r}, not {FORMAT!r}")
    if told.get("version") != VERSION:
        raise ValueError(
            f"saved models of version {told.get('version')!r} cannot be read; this package reads version {VERSION}"
        )
    covariance_type = family_of(told.get("covarianceType"))
    if covariance_type is None:
        raise ValueError(f"covarianceType must be one of {names()}; got {told.get('covarianceType')!r}")
    k, d = _count(told, "nComponents"), _count(told, "nFeatures")
    exponent = told.get("exponent")
    if not isinstance(exponent, int) or abs(exponent) > 2100:
        raise ValueError(f"exponent of the saved model must be an integer from −2100 to 2100, got {exponent!r}")
    weights = _numbers(told, "weights", k)
    if np.any(weights < 0) or not abs(float(np.sum(weights)) - 1) <= 1e-6:
        raise ValueError("weights of the saved model must not be negative and must sum to 1")
    return ModelState(
        covariance_type,
        k,
        d,
        _numbers(told, "origin", d),
        exponent,
        weights,
        _numbers(told, "means", k * d),
        _numbers(told, "covariances", covariances_length(Sizes(d, k, CODES[covariance_type]))),
        _training(told.get("training"), k),
        _floor(told, d),
        _online(told.get("online")),
    )


def _foreign(what: str) -> ValueError:
    return ValueError(f"not a saved gmm-wasm model: {what}; use what model.toJSON() returned")


def _count(told: JSONObject, name: str) -> int:
    value = told.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
        return value
    raise ValueError(f"{name} of the saved model must be an integer of at least 1, got {value!r}")


def _numbers(told: JSONObject, name: str, length: int) -> Floats:
    values = told.get(name)
    if not isinstance(values, list) or len(values) != length:
        raise ValueError(f"{name} of the saved model must be {length} numbers")
    if not all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        raise ValueError(f"{name} of the saved model must hold numbers only")
    out = np.array([float(value) for value in values])
    if not np.all(np.isfinite(out)):
        raise ValueError(f"{name} of the saved model must be finite")
    return out


def _floor(told: JSONObject, d: int) -> Floats | None:
    """Models saved by earlier releases have none."""
    if told.get("floor") is None:
        return None
    floor = _numbers(told, "floor", d)
    if np.any(floor < 0):
        raise ValueError("floor of the saved model must not be negative")
    return floor


def _online(told: Any) -> JSONObject | None:
    if told is None or isinstance(told, dict):
        return told
    raise _foreign("its online is no object")


def _training(told: Any, k: int) -> JSONObject | None:
    """What a model tells of its fit must be there, so that nothing of it is missing later."""
    if told is None:
        return None
    if not isinstance(told, dict):
        raise _foreign("its training is no object")
    numbers = ("nSamples", "totalWeight", "logLikelihood", "nIter")
    if not all(isinstance(told.get(name), int | float) for name in numbers):
        raise _foreign(f"its training lacks one of {', '.join(numbers)}")
    history = told.get("history")
    if not isinstance(history, list) or not history or not all(isinstance(value, int | float) for value in history):
        raise _foreign("training.history is not a list of numbers")
    for name in ("collapsed", "spurious", "empty"):
        listed = told.get(name)
        if not isinstance(listed, list) or not all(isinstance(c, int) and 0 <= c < k for c in listed):
            raise _foreign(f"training.{name} is not a list of components")
    warnings = told.get("warnings")
    if not isinstance(warnings, list) or not all(isinstance(text, str) for text in warnings):
        raise _foreign("training.warnings is not a list of texts")
    if not isinstance(told.get("converged"), bool):
        raise _foreign("training.converged is not a boolean")
    return dict(told)
