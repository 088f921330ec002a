"""Estimator and model as pyspark.ml has them: Params, Pipelines, files, columns."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from conftest import blobs, columns_of, frame_of
from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.clustering import GaussianMixture as SparkGaussianMixture
from pyspark.ml.feature import StandardScaler, VectorAssembler
from pyspark.ml.linalg import Vectors
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from gmm_wasm_spark import GaussianMixture, GaussianMixtureModel

ROWS = blobs(600)
COLUMNS = columns_of(ROWS)


@pytest.fixture(scope="module")
def frame(spark: SparkSession) -> DataFrame:
    return frame_of(spark, ROWS, 2).cache()


@pytest.fixture(scope="module")
def model(frame: DataFrame) -> GaussianMixtureModel:
    return GaussianMixture(k=3, inputCols=COLUMNS, logDensityCol="logDensity").fit(frame)


def test_params_have_defaults_getters_and_setters(spark: SparkSession) -> None:
    estimator = GaussianMixture()
    assert estimator.getRegCovar() == {"relative": 1e-6}
    assert (estimator.getK(), estimator.getCovarianceType(), estimator.getTol()) == (2, "full", 1e-7)
    assert (estimator.getMaxIter(), estimator.getSeed(), estimator.getNInit()) == (2000, 0, 1)
    assert estimator.setK(5).setCovarianceType("EEI").setRegCovar(1e-3).setAcceleration("squarem") is estimator
    assert (estimator.getK(), estimator.getCovarianceType(), estimator.getRegCovar()) == (5, "tied-diag", 1e-3)
    assert estimator.setParams(k=4).getCovarianceType() == "tied-diag"
    for name in ("k", "covarianceType", "regCovar", "nInit", "acceleration", "logDensityCol", "initialModel"):
        assert f"{name}: " in estimator.explainParams()
    with pytest.raises(TypeError):
        GaussianMixture(3)


@pytest.mark.parametrize(
    "wrong",
    [
        {"k": 0},
        {"covarianceType": "round"},
        {"regCovar": -1.0},
        {"regCovar": {"share": 1.0}},
        {"regCovar": {"relative": 1e-6, "share": 1.0}},
        {"regCovar": float("inf")},
        {"nInit": 0},
        {"acceleration": "fast"},
    ],
)
def test_wrong_values_are_refused_by_name(spark: SparkSession, wrong: dict) -> None:
    with pytest.raises(ValueError, match=f"{next(iter(wrong))} must be"):
        GaussianMixture(**wrong)


def test_copy_with_other_params(frame: DataFrame) -> None:
    estimator = GaussianMixture(k=3, inputCols=COLUMNS, maxIter=1)
    other = estimator.copy({estimator.k: 2})
    assert (estimator.getK(), other.getK(), other.getMaxIter()) == (3, 2, 1)
    assert estimator.fit(frame, {estimator.k: 2}).weights.shape == (2,)


def test_vectors_arrays_and_columns_are_the_same_data(frame: DataFrame, model: GaussianMixtureModel) -> None:
    vectors = VectorAssembler(inputCols=COLUMNS, outputCol="features").transform(frame)
    arrays = frame.select(F.array(*COLUMNS).alias("features"))
    assert GaussianMixture(k=3).fit(vectors).toJSON() == model.toJSON()
    assert GaussianMixture(k=3).fit(arrays).toJSON() == model.toJSON()
    whole = frame.select(F.array(*[F.round(F.col(name) * 10).cast("int") for name in COLUMNS]).alias("features"))
    assert GaussianMixture(k=3, maxIter=1).fit(whole).numFeatures == 2
    with pytest.raises(TypeError, match="features must hold vectors"):
        GaussianMixture(k=3).fit(frame.select(F.lit("a").alias("features")))
    with pytest.raises(ValueError, match="featuresCol and inputCols are both set"):
        GaussianMixture(k=3, featuresCol="features", inputCols=COLUMNS).fit(frame)


def test_transform_adds_label_responsibilities_and_density(frame: DataFrame, model: GaussianMixtureModel) -> None:
    rows = model.transform(frame).collect()
    given = np.array([[row[name] for name in COLUMNS] for row in rows])
    shares = np.array([row["probability"].toArray() for row in rows])
    assert np.allclose(shares.sum(axis=1), 1, rtol=1e-14)
    assert [row["prediction"] for row in rows] == shares.argmax(axis=1).tolist()
    assert [row["logDensity"] for row in rows] == model.scoreSamples(given).tolist()
    assert [row["prediction"] for row in rows] == model.predictRows(given).tolist()
    assert model.predict(Vectors.dense(given[0])) == rows[0]["prediction"]
    assert model.predictProbability(Vectors.dense(given[0])) == rows[0]["probability"]
    mean = sum(row["logDensity"] for row in rows) / len(rows)
    assert mean * len(rows) == pytest.approx(model.summary.logLikelihood, rel=1e-12)


def test_transform_of_nothing_of_few_columns_and_onto_a_column(frame: DataFrame, model: GaussianMixtureModel) -> None:
    assert model.transform(frame.where("x0 > 1e9")).collect() == []
    few = model.copy().setPredictionCol("").setProbabilityCol("").setLogDensityCol("density")
    assert few.transform(frame).columns == [*COLUMNS, "density"]
    with pytest.raises(ValueError, match="output column prediction is there already"):
        model.transform(frame.withColumn("prediction", F.lit(1)))


def test_a_bad_row_in_transform_is_named(spark: SparkSession, model: GaussianMixtureModel) -> None:
    bad = spark.createDataFrame(
        spark.sparkContext.parallelize([(0.0, 1.0)] * 5 + [(None, 1.0)], 1), "x0 double, x1 double"
    )
    with pytest.raises(Exception, match="column x0 holds null in row 5 of partition 0"):
        model.transform(bad).collect()


def test_summary(frame: DataFrame, model: GaussianMixtureModel) -> None:
    summary = model.summary
    assert summary.converged
    assert summary.numIter == len(summary.history) - 1
    assert summary.history[-1] * summary.totalWeight == pytest.approx(summary.logLikelihood, rel=1e-12)
    assert sum(summary.clusterSizes) == summary.numRows == 600
    assert summary.predictions.count() == 600
    assert summary.cluster.columns == ["prediction"]
    assert summary.probability.columns == ["probability"]
    assert (summary.k, summary.empty, summary.spurious, summary.collapsed) == (3, [], [], [])


def test_estimator_and_model_are_saved_and_loaded(
    frame: DataFrame, model: GaussianMixtureModel, tmp_path: Path
) -> None:
    estimator = GaussianMixture(k=3, inputCols=COLUMNS, regCovar={"relative": 1e-5}, initialModel=model)
    estimator.save(str(tmp_path / "estimator"))
    loaded = GaussianMixture.load(str(tmp_path / "estimator"))
    assert loaded.uid == estimator.uid
    assert {p.name: v for p, v in loaded.extractParamMap().items()} == {
        p.name: v for p, v in estimator.extractParamMap().items()
    }
    model.write().overwrite().save(str(tmp_path / "model"))
    again = GaussianMixtureModel.load(str(tmp_path / "model"))
    assert again.toJSON() == model.toJSON()
    assert again.uid == model.uid
    assert again.summary.logLikelihood == model.summary.logLikelihood
    assert again.transform(frame).collect() == model.transform(frame).collect()
    with pytest.raises(RuntimeError, match="only where the model was fitted"):
        _ = again.summary.clusterSizes


def test_pipeline(frame: DataFrame, tmp_path: Path) -> None:
    stages = [
        VectorAssembler(inputCols=COLUMNS, outputCol="raw"),
        StandardScaler(inputCol="raw", outputCol="features", withMean=True),
        GaussianMixture(k=3, seed=1),
    ]
    fitted = Pipeline(stages=stages).fit(frame)
    expected = fitted.transform(frame).select("prediction", "probability").collect()
    fitted.save(str(tmp_path / "pipeline"))
    loaded = PipelineModel.load(str(tmp_path / "pipeline"))
    assert loaded.transform(frame).select("prediction", "probability").collect() == expected
    assert {row["prediction"] for row in expected} == {0, 1, 2}


def test_shapes_of_all_families(frame: DataFrame) -> None:
    shapes = {
        "full": (3, 2, 2),
        "tied": (2, 2),
        "diag": (3, 2),
        "spherical": (3,),
        "tied-diag": (2,),
        "tied-spherical": (),
    }
    for family, shape in shapes.items():
        model = GaussianMixture(k=3, covarianceType=family, inputCols=COLUMNS, maxIter=1).fit(frame)
        assert model.covariances.shape == shape
        gaussians = model.gaussiansDF.collect()
        assert np.allclose([row["mean"].toArray() for row in gaussians], model.means)
        first = gaussians[0]["cov"].toArray()
        assert first.shape == (2, 2)
        assert np.all(np.linalg.eigvalsh(first) > 0)


def test_initial_models_must_fit(frame: DataFrame, model: GaussianMixtureModel) -> None:
    with pytest.raises(ValueError, match="initialModel must be of k = 2"):
        GaussianMixture(k=2, inputCols=COLUMNS, initialModel=model).fit(frame)
    with pytest.raises(ValueError, match="nInit must be 1"):
        GaussianMixture(k=3, inputCols=COLUMNS, initialModel=model, nInit=2).fit(frame)
    again = GaussianMixture(k=3, inputCols=COLUMNS, initialModel=model).fit(frame)
    assert again.getInitialModel() is None
    assert again.summary.numIter <= 3
    assert again.summary.logLikelihood >= model.summary.logLikelihood - 1e-9


def test_at_least_as_likely_as_sparks_own(frame: DataFrame, model: GaussianMixtureModel) -> None:
    vectors = VectorAssembler(inputCols=COLUMNS, outputCol="features").transform(frame)
    theirs = SparkGaussianMixture(k=3, maxIter=200, tol=1e-8, seed=1).fit(vectors)
    assert model.summary.logLikelihood >= theirs.summary.logLikelihood - 1e-3
