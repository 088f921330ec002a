"""The Params that estimator and model share, with getters, and setters as pyspark.ml has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.param.shared import (
    HasFeaturesCol,
    HasInputCols,
    HasMaxIter,
    HasPredictionCol,
    HasProbabilityCol,
    HasSeed,
    HasTol,
    HasWeightCol,
)

from .family import family_of, names

#: The floor that is right for most data: a share of the pooled within-cluster variance.
DEFAULT_REG_COVAR = {"relative": 1e-6}

_ACCELERATIONS = ("none", "squarem")


def _positive(name: str) -> Callable[[Any], int]:
    def convert(value: Any) -> int:
        number = TypeConverters.toInt(value)
        if number < 1:
            raise ValueError(f"{name} must be a whole number of at least 1, got {number}")
        return number

    return convert


def _covariance_type(value: Any) -> str:
    name = family_of(value)
    if name is None:
        raise ValueError(f"covarianceType must be one of {names()}; got {value!r}")
    return name


def _reg_covar(value: Any) -> float | dict[str, float]:
    relative = isinstance(value, dict)
    if relative and set(value) != {"relative"}:
        raise ValueError(f"regCovar must be a number or {{'relative': share}}, got {value!r}")
    number = TypeConverters.toFloat(value["relative"] if relative else value)
    if not 0 <= number < float("inf"):
        raise ValueError(f"regCovar must be at least 0 and finite, got {number}")
    return {"relative": number} if relative else number


def _acceleration(value: Any) -> str:
    if value not in _ACCELERATIONS:
        raise ValueError(f"acceleration must be one of {', '.join(_ACCELERATIONS)}; got {value!r}")
    return str(value)


def _model_text(value: Any) -> str:
    return str(value.toJSON()) if hasattr(value, "toJSON") else TypeConverters.toString(value)


class GaussianMixtureParams(
    HasFeaturesCol, HasInputCols, HasWeightCol, HasPredictionCol, HasProbabilityCol, HasMaxIter, HasTol, HasSeed
):
    """Params of GaussianMixture and GaussianMixtureModel."""

    k: Param[int] = Param(Params._dummy(), "k", "Number of components, at least 1.", typeConverter=_positive("k"))
    covarianceType: Param[str] = Param(
        Params._dummy(),
        "covarianceType",
        "The covariance family: full, tied, diag, spherical, tied-diag, tied-spherical (or mclust's names).",
        typeConverter=_covariance_type,
    )
    regCovar: Param[Any] = Param(
        Params._dummy(),
        "regCovar",
        "Added to each variance: a number, or {'relative': share} of the pooled within-cluster variance.",
        typeConverter=_reg_covar,
    )
    nInit: Param[int] = Param(
        Params._dummy(), "nInit", "Searches for a start on the sample, at least 1.", typeConverter=_positive("nInit")
    )
    acceleration: Param[str] = Param(
        Params._dummy(),
        "acceleration",
        "none, or squarem: extrapolates from plain steps once they are small.",
        typeConverter=_acceleration,
    )
    logDensityCol: Param[str] = Param(
        Params._dummy(),
        "logDensityCol",
        "Column for ln p(x), in nats; left out unless it is set.",
        typeConverter=TypeConverters.toString,
    )
    initialModel: Param[str] = Param(
        Params._dummy(),
        "initialModel",
        "A model of the same k and family (or its JSON) to start from; the order of its components stays.",
        typeConverter=_model_text,
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(
            k=2,
            covarianceType="full",
            tol=1e-7,
            maxIter=2000,
            regCovar=DEFAULT_REG_COVAR,
            seed=0,
            nInit=1,
            acceleration="none",
        )

    def getK(self) -> int:
        """The value of k, or its default."""
        return self.getOrDefault(self.k)

    def getCovarianceType(self) -> str:
        """The value of covarianceType, or its default."""
        return self.getOrDefault(self.covarianceType)

    def getRegCovar(self) -> float | dict[str, float]:
        """The value of regCovar, or its default."""
        return self.getOrDefault(self.regCovar)

    def getNInit(self) -> int:
        """The value of nInit, or its default."""
        return self.getOrDefault(self.nInit)

    def getAcceleration(self) -> str:
        """The value of acceleration, or its default."""
        return self.getOrDefault(self.acceleration)

    def getLogDensityCol(self) -> str | None:
        """The value of logDensityCol; None if it is not set."""
        return self.getOrDefault(self.logDensityCol) if self.isDefined(self.logDensityCol) else None

    def getInitialModel(self) -> str | None:
        """The JSON of initialModel; None if it is not set."""
        return self.getOrDefault(self.initialModel) if self.isDefined(self.initialModel) else None

    def _input_cols(self) -> list[str] | None:
        """inputCols if they are set, and then they are the features.

        Raises ValueError if featuresCol is set as well.
        """
        if not self.isDefined(self.inputCols) or not self.getInputCols():
            return None
        if self.isSet(self.featuresCol):
            raise ValueError("featuresCol and inputCols are both set: set one of them, the other is not used")
        return list(self.getInputCols())
