"""Gaussian mixtures for PySpark on the kernel of gmm-wasm."""

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
