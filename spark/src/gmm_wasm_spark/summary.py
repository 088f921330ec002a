"""What a model tells of its fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pyspark.sql import functions as F

from .columns import free_name
from .state import ModelState
from .typing import Floats, JSONObject

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from .model import GaussianMixtureModel


class GaussianMixtureSummary:
    """The story of a fit. What needs the training data is computed when it is asked for, and only where the model was
    fitted in this session."""

    def __init__(self, model: GaussianMixtureModel, state: ModelState, dataset: DataFrame | None) -> None:
        assert state.training is not None
        self._model = model
        self._training: JSONObject = state.training
        self._dataset = dataset
        self._sizes: list[int] | None = None

    @property
    def k(self) -> int:
        """The number of components."""
        return self._model.getK()

    @property
    def featuresCol(self) -> str:
        """The column of features, if they are one."""
        return self._model.getFeaturesCol()

    @property
    def predictionCol(self) -> str:
        """The column of labels in `predictions`."""
        return self._model.getPredictionCol()

    @property
    def probabilityCol(self) -> str:
        """The column of responsibilities in `predictions`."""
        return self._model.getProbabilityCol()

    @property
    def logLikelihood(self) -> float:
        """Σ w·ln p(x) of the training data at the model's parameters, in nats."""
        return float(self._training["logLikelihood"])

    @property
    def history(self) -> Floats:
        """Mean log-likelihood at the start and after each iteration; with acceleration, at the points accepted."""
        return np.array(self._training["history"], dtype=np.float64)

    @property
    def numIter(self) -> int:
        """M-steps done; with acceleration, passes after the first."""
        return int(self._training["nIter"])

    @property
    def converged(self) -> bool:
        """Whether the stop rule held."""
        return bool(self._training["converged"])

    @property
    def numRows(self) -> int:
        """Rows of positive weight."""
        return int(self._training["nSamples"])

    @property
    def totalWeight(self) -> float:
        """Their weight."""
        return float(self._training["totalWeight"])

    @property
    def collapsed(self) -> list[int]:
        """Components whose covariance is held only by the floor."""
        return list(self._training["collapsed"])

    @property
    def spurious(self) -> list[int]:
        """Components that are the likeliest for fewer than d + 2 distinct rows; in tied families, for none."""
        return list(self._training["spurious"])

    @property
    def empty(self) -> list[int]:
        """Components of weight 0."""
        return list(self._training["empty"])

    @property
    def warnings(self) -> list[str]:
        """Sentences about what is wrong with the fit; empty if nothing is."""
        return list(self._training["warnings"])

    @property
    def predictions(self) -> DataFrame:
        """The training data with what `transform` adds."""
        return self._model.transform(self._data())

    def _data(self) -> DataFrame:
        if self._dataset is None:
            raise RuntimeError("the training data is known only where the model was fitted; use model.transform(data)")
        return self._dataset

    def _labels(self) -> DataFrame:
        """The labels alone, whichever columns the model adds."""
        data = self._data()
        label = free_name(data, "label")
        model = self._model.copy().setPredictionCol(label).setProbabilityCol("").setLogDensityCol("")
        return model.transform(data).select(F.col(label).alias("label"))

    @property
    def cluster(self) -> DataFrame:
        """The labels of the training data."""
        return self.predictions.select(_required(self.predictionCol, "predictionCol"))

    @property
    def probability(self) -> DataFrame:
        """The responsibilities of the training data."""
        return self.predictions.select(_required(self.probabilityCol, "probabilityCol"))

    @property
    def clusterSizes(self) -> list[int]:
        """Rows of the training data (not their weights) by label; one job, when it is first asked for."""
        if self._sizes is None:
            sizes = [0] * self.k
            for label, rows in self._labels().groupBy("label").agg(F.count("*")).collect():
                sizes[label] = rows
            self._sizes = sizes
        return list(self._sizes)


def _required(column: str, param: str) -> str:
    if column:
        return column
    raise RuntimeError(f"the model was told to leave that column out: set {param}")
