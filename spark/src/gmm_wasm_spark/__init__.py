"""Gaussian mixtures for PySpark on the kernel of gmm-wasm."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .errors import InvalidRowError, SingularCovarianceError
    from .estimator import GaussianMixture
    from .model import GaussianMixtureModel
    from .summary import GaussianMixtureSummary

__version__ = "0.1.0"

__all__ = [
    "GaussianMixture",
    "GaussianMixtureModel",
    "GaussianMixtureSummary",
    "InvalidRowError",
    "SingularCovarianceError",
    "__version__",
]

_PLACES = {
    "GaussianMixture": ".estimator",
    "GaussianMixtureModel": ".model",
    "GaussianMixtureSummary": ".summary",
    "InvalidRowError": ".errors",
    "SingularCovarianceError": ".errors",
}


def __getattr__(name: str) -> Any:
    """Loads what is asked for: a Python worker needs the kernel, but not pyspark.ml."""
    if name in _PLACES:
        return getattr(import_module(_PLACES[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
