"""The model: a Transformer that keeps its parameters in the internal coordinates of the fit, so that it travels to the
npm package and back to the bit, and shows rounded copies in the caller's units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from pyspark.ml.base import Model
from pyspark.ml.functions import array_to_vector
from pyspark.ml.linalg import DenseMatrix, Vectors
from pyspark.ml.util import DefaultParamsReader, DefaultParamsWriter, MLReadable, MLReader, MLWritable, MLWriter
from pyspark.sql import functions as F

from .columns import feature_array, feature_names, free_name, require_new
from .evaluate import LABELS, LOG_DENSITIES, RESPONSIBILITIES, answers_of, evaluate
from .model_json import from_object, from_text, to_object, to_text
from .params import GaussianMixtureParams
from .state import ModelState, from_parameters, shown_covariances, shown_means
from .summary import GaussianMixtureSummary
from .typing import Floats, Integers

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_ANSWERS = "__gmm_wasm_answers"


class GaussianMixtureModel(Model, GaussianMixtureParams, MLWritable, MLReadable["GaussianMixtureModel"]):
    """A fitted mixture; made by `GaussianMixture.fit`, `fromJSON`, `fromParameters` or `load`."""

    def __init__(self, state: ModelState) -> None:
        super().__init__()
        self._state = state
        self._dataset: DataFrame | None = None
        self._set(k=state.k, covarianceType=state.covariance_type)

    @classmethod
    def fromJSON(cls, text: str) -> GaussianMixtureModel:
        """The model that `toJSON` of this class, or of the npm package, wrote.

        Raises ValueError for what is no saved model.
        """
        return cls(from_text(text))

    @classmethod
    def fromParameters(
        cls,
        weights: npt.ArrayLike,
        means: npt.ArrayLike,
        covariances: npt.ArrayLike,
        covarianceType: str = "full",
    ) -> GaussianMixtureModel:
        """A mixture of given weights (K), means (K × d) and covariances (in the family's shape).

        Raises ValueError for shapes or values that are none of a mixture.
        """
        return cls(from_parameters(weights, means, covariances, covarianceType))

    def toJSON(self) -> str:
        """The JSON text that `GaussianMixture.fromJSON` of the npm package reads."""
        return to_text(self._state)

    @property
    def numFeatures(self) -> int:
        """d"""
        return self._state.d

    @property
    def weights(self) -> Floats:
        """K weights that sum to 1."""
        return self._state.weights.copy()

    @property
    def means(self) -> Floats:
        """K × d means."""
        return shown_means(self._state)

    @property
    def covariances(self) -> Floats:
        """Covariances in scikit-learn's shape: K × d × d, d × d, K × d, K, d, or a number."""
        return shown_covariances(self._state)

    @property
    def gaussiansDF(self) -> DataFrame:
        """A row for each component: mean (vector) and cov (matrix), as pyspark.ml has them."""
        from pyspark.sql import SparkSession

        d = self.numFeatures
        rows = [
            (Vectors.dense(mean), DenseMatrix(d, d, covariance.ravel(order="F").tolist()))
            for mean, covariance in zip(self.means, self._matrices(), strict=True)
        ]
        return SparkSession.builder.getOrCreate().createDataFrame(rows, ["mean", "cov"])

    def _matrices(self) -> Floats:
        """K × d × d, whatever the family."""
        k, d = self._state.k, self._state.d
        shown = self.covariances
        name = self._state.covariance_type
        if name == "full":
            return shown
        if name == "tied":
            return np.broadcast_to(shown, (k, d, d))
        diagonals = np.broadcast_to(shown[:, None] if name == "spherical" else shown, (k, d))
        return np.einsum("kj,ij->kij", diagonals, np.eye(d))

    @property
    def hasSummary(self) -> bool:
        """Whether the model knows of a fit."""
        return self._state.training is not None

    @property
    def summary(self) -> GaussianMixtureSummary:
        """The story of the fit, which is kept in files and JSON too.

        Raises RuntimeError if the model was made from parameters.
        """
        if not self.hasSummary:
            raise RuntimeError("no summary: the model was made from parameters, not fitted")
        return GaussianMixtureSummary(self, self._state, self._dataset)

    @property
    def warnings(self) -> list[str]:
        """Sentences about what is wrong with the fit; empty if nothing is."""
        return self.summary.warnings if self.hasSummary else []

    def predict(self, value: Any) -> int:
        """The likeliest component of one vector; the lowest index on a tie."""
        labels = evaluate(self._state, self._rows([value]), [LABELS]).labels
        assert labels is not None
        return int(labels[0])

    def predictProbability(self, value: Any) -> Any:
        """The responsibilities of the components for one vector, as a vector."""
        shares = evaluate(self._state, self._rows([value]), [RESPONSIBILITIES]).responsibilities
        assert shares is not None
        return Vectors.dense(shares[0])

    def scoreSamples(self, rows: npt.ArrayLike) -> Floats:
        """ln p(x) of each of n rows that the driver holds (n × d numbers), in nats."""
        scores = evaluate(self._state, self._rows(rows), [LOG_DENSITIES]).log_densities
        assert scores is not None
        return scores

    def predictRows(self, rows: npt.ArrayLike) -> Integers:
        """The likeliest component of each of n rows that the driver holds."""
        labels = evaluate(self._state, self._rows(rows), [LABELS]).labels
        assert labels is not None
        return labels

    def _rows(self, rows: Any) -> Floats:
        values = np.asarray([row.toArray() if hasattr(row, "toArray") else row for row in rows], dtype=np.float64)
        if values.ndim == 1 and values.size % self.numFeatures == 0:
            values = values.reshape(-1, self.numFeatures)
        if values.ndim != 2 or values.shape[1] != self.numFeatures:
            raise ValueError(f"rows must be of {self.numFeatures} features, got the shape {values.shape}")
        return values

    def setFeaturesCol(self, value: str) -> GaussianMixtureModel:
        """Sets featuresCol."""
        return self._set(featuresCol=value)

    def setInputCols(self, value: list[str]) -> GaussianMixtureModel:
        """Sets inputCols."""
        return self._set(inputCols=value)

    def setPredictionCol(self, value: str) -> GaussianMixtureModel:
        """Sets predictionCol; empty leaves the column out."""
        return self._set(predictionCol=value)

    def setProbabilityCol(self, value: str) -> GaussianMixtureModel:
        """Sets probabilityCol; empty leaves the column out."""
        return self._set(probabilityCol=value)

    def setLogDensityCol(self, value: str) -> GaussianMixtureModel:
        """Sets logDensityCol."""
        return self._set(logDensityCol=value)

    def _transform(self, dataset: DataFrame) -> DataFrame:
        columns = {
            LABELS: self.getPredictionCol(),
            RESPONSIBILITIES: self.getProbabilityCol(),
            LOG_DENSITIES: self.getLogDensityCol(),
        }
        asked = {name: column for name, column in columns.items() if column}
        require_new(dataset, list(asked.values()))
        if not asked:
            return dataset
        input_cols, features_col = self._input_cols(), self.getFeaturesCol()
        if input_cols and len(input_cols) != self.numFeatures:
            raise ValueError(
                f"inputCols must name {self.numFeatures} columns, as the model has features; got {input_cols}"
            )
        features = feature_array(dataset, features_col, input_cols)
        names = feature_names(features_col, input_cols, self.numFeatures)
        answers = free_name(dataset, _ANSWERS)
        answered = dataset.withColumn(answers, answers_of(self._state, features, names, list(asked)))
        for name, column in asked.items():
            answer = F.col(answers)[name]
            answered = answered.withColumn(column, array_to_vector(answer) if name == RESPONSIBILITIES else answer)
        return answered.drop(answers)

    def _set_dataset(self, dataset: DataFrame) -> GaussianMixtureModel:
        self._dataset = dataset
        return self

    def write(self) -> MLWriter:
        """A writer of Params and parameters."""
        return _Writer(self)

    @classmethod
    def read(cls) -> MLReader[GaussianMixtureModel]:
        """A reader of what `write` writes."""
        return _Reader()


class _Writer(MLWriter):
    def __init__(self, instance: GaussianMixtureModel) -> None:
        super().__init__()
        self._instance = instance

    def saveImpl(self, path: str) -> None:
        told = {"model": to_object(self._instance._state)}
        DefaultParamsWriter.saveMetadata(self._instance, path, self.sparkSession, extraMetadata=told)


class _Reader(MLReader["GaussianMixtureModel"]):
    def load(self, path: str) -> GaussianMixtureModel:
        metadata = DefaultParamsReader.loadMetadata(path, self.sparkSession)
        if "model" not in metadata:
            raise ValueError(f"{path} holds no model but a {metadata['class']}: load it with that class")
        model = GaussianMixtureModel(from_object(metadata["model"]))
        model._resetUid(metadata["uid"])
        DefaultParamsReader.getAndSetParams(model, metadata)
        return model
