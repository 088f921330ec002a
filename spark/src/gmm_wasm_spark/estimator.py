"""The Estimator: Params and a data frame in, a model out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyspark import keyword_only
from pyspark.ml.base import Estimator
from pyspark.ml.util import DefaultParamsReadable, DefaultParamsReader, DefaultParamsWritable

from .cluster import ClusterRows
from .columns import feature_names, first_look, selected
from .family import CODES
from .fit import Settings, fit_rows
from .layout import Sizes
from .model import GaussianMixtureModel
from .model_json import from_text
from .packing import Packing, place_origin
from .params import DEFAULT_REG_COVAR, GaussianMixtureParams
from .state import ModelState
from .workspace import Workspace

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


class GaussianMixture(
    Estimator[GaussianMixtureModel], GaussianMixtureParams, DefaultParamsReadable, DefaultParamsWritable
):
    """Gaussian mixtures by expectation-maximisation, p(x) = Σ_k w_k N(x | μ_k, Σ_k), on the kernel of gmm-wasm.

    The rows are packed once and stay in the executors; each iteration is one job, which sends the parameters out and
    brings sums of fixed length back. The same data in the same partitions, with the same seed, give the same bits.

    >>> model = GaussianMixture(k=3, inputCols=["x", "y"]).fit(df)  # doctest: +SKIP
    """

    @keyword_only
    def __init__(
        self,
        *,
        k: int = 2,
        covarianceType: str = "full",
        featuresCol: str = "features",
        inputCols: list[str] | None = None,
        weightCol: str | None = None,
        predictionCol: str = "prediction",
        probabilityCol: str = "probability",
        logDensityCol: str | None = None,
        tol: float = 1e-7,
        maxIter: int = 2000,
        regCovar: float | dict[str, float] = DEFAULT_REG_COVAR,
        seed: int = 0,
        nInit: int = 1,
        acceleration: str = "none",
        initialModel: GaussianMixtureModel | str | None = None,
    ) -> None:
        super().__init__()
        self.setParams(**self._input_kwargs)  # type: ignore[attr-defined]

    @keyword_only
    def setParams(
        self,
        *,
        k: int = 2,
        covarianceType: str = "full",
        featuresCol: str = "features",
        inputCols: list[str] | None = None,
        weightCol: str | None = None,
        predictionCol: str = "prediction",
        probabilityCol: str = "probability",
        logDensityCol: str | None = None,
        tol: float = 1e-7,
        maxIter: int = 2000,
        regCovar: float | dict[str, float] = DEFAULT_REG_COVAR,
        seed: int = 0,
        nInit: int = 1,
        acceleration: str = "none",
        initialModel: GaussianMixtureModel | str | None = None,
    ) -> GaussianMixture:
        """Sets several Params at once; those left out stay as they are."""
        return self._set(**self._input_kwargs)  # type: ignore[attr-defined]

    def setK(self, value: int) -> GaussianMixture:
        """Sets k."""
        return self._set(k=value)

    def setCovarianceType(self, value: str) -> GaussianMixture:
        """Sets covarianceType."""
        return self._set(covarianceType=value)

    def setFeaturesCol(self, value: str) -> GaussianMixture:
        """Sets featuresCol."""
        return self._set(featuresCol=value)

    def setInputCols(self, value: list[str]) -> GaussianMixture:
        """Sets inputCols."""
        return self._set(inputCols=value)

    def setWeightCol(self, value: str) -> GaussianMixture:
        """Sets weightCol."""
        return self._set(weightCol=value)

    def setPredictionCol(self, value: str) -> GaussianMixture:
        """Sets predictionCol; empty leaves the column out."""
        return self._set(predictionCol=value)

    def setProbabilityCol(self, value: str) -> GaussianMixture:
        """Sets probabilityCol; empty leaves the column out."""
        return self._set(probabilityCol=value)

    def setLogDensityCol(self, value: str) -> GaussianMixture:
        """Sets logDensityCol."""
        return self._set(logDensityCol=value)

    def setTol(self, value: float) -> GaussianMixture:
        """Sets tol."""
        return self._set(tol=value)

    def setMaxIter(self, value: int) -> GaussianMixture:
        """Sets maxIter."""
        return self._set(maxIter=value)

    def setRegCovar(self, value: float | dict[str, float]) -> GaussianMixture:
        """Sets regCovar."""
        return self._set(regCovar=value)

    def setSeed(self, value: int) -> GaussianMixture:
        """Sets seed."""
        return self._set(seed=value)

    def setNInit(self, value: int) -> GaussianMixture:
        """Sets nInit."""
        return self._set(nInit=value)

    def setAcceleration(self, value: str) -> GaussianMixture:
        """Sets acceleration."""
        return self._set(acceleration=value)

    def setInitialModel(self, value: GaussianMixtureModel | str) -> GaussianMixture:
        """Sets initialModel."""
        return self._set(initialModel=value)

    @classmethod
    def read(cls) -> DefaultParamsReader[GaussianMixture]:
        """A reader of what `write` writes."""
        return _Reader(cls)

    def _fit(self, dataset: DataFrame) -> GaussianMixtureModel:
        if not hasattr(dataset, "_jdf"):
            raise TypeError("the fit needs a classic Spark session (it keeps packed rows as an RDD), not Spark Connect")
        input_cols = self._input_cols()
        features_col = self.getFeaturesCol()
        # as in pyspark.ml, an empty name is none
        weight_col = (self.getWeightCol() if self.isDefined(self.weightCol) else None) or None
        frame = selected(dataset, features_col, input_cols, weight_col)
        rows, weights = first_look(frame)
        d = rows.shape[1]
        coordinates = place_origin(rows, weights)
        settings = self._settings(d)
        size = Sizes(d, self.getK(), CODES[settings.covariance_type])
        packed = ClusterRows(frame, Packing(coordinates, feature_names(features_col, input_cols, d), weight_col), size)
        try:
            workspace = Workspace(size, packed, coordinates.level, "fit")
            state = fit_rows(packed, workspace, coordinates, settings)
        finally:
            packed.close()
        model = self._copyValues(GaussianMixtureModel(state))
        # it has led to this model, and would be saved with it
        model.clear(model.initialModel)
        return model._set_dataset(dataset)

    def _settings(self, d: int) -> Settings:
        reg_covar: Any = self.getRegCovar()
        relative = isinstance(reg_covar, dict)
        if not self.getTol() >= 0:
            raise ValueError(f"tol must be at least 0, got {self.getTol()}")
        if self.getMaxIter() < 0:
            raise ValueError(f"maxIter must be at least 0, got {self.getMaxIter()}")
        return Settings(
            covariance_type=self.getCovarianceType(),
            tol=self.getTol(),
            max_iter=self.getMaxIter(),
            reg_covar=reg_covar["relative"] if relative else reg_covar,
            relative=relative,
            seed=self.getSeed(),
            searches=self.getNInit(),
            accelerated=self.getAcceleration() == "squarem",
            initial=self._initial(d),
        )

    def _initial(self, d: int) -> ModelState | None:
        """The model to start from, if there is one.

        Raises ValueError if it is of another kind, or more than one start is asked for.
        """
        text = self.getInitialModel()
        if text is None:
            return None
        initial = from_text(text)
        wanted = (self.getK(), d, self.getCovarianceType())
        found = (initial.k, initial.d, initial.covariance_type)
        if found != wanted:
            raise ValueError(
                f"initialModel must be of k = {wanted[0]}, d = {wanted[1]} and family {wanted[2]!r}; "
                f"got k = {found[0]}, d = {found[1]}, {found[2]!r}"
            )
        if self.getNInit() > 1:
            raise ValueError(f"with initialModel there is one start: nInit must be 1, got {self.getNInit()}")
        return initial


class _Reader(DefaultParamsReader[GaussianMixture]):
    def load(self, path: str) -> GaussianMixture:
        metadata = DefaultParamsReader.loadMetadata(path, self.sparkSession)
        if "model" in metadata:
            raise ValueError(f"{path} holds a fitted model, a {metadata['class']}: load it with that class")
        return super().load(path)
