"""Columns in and out: which are taken, what is said of others, and that none of the caller's is lost."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from conftest import blobs, columns_of, frame_of
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from gmm_wasm_spark import GaussianMixture, GaussianMixtureModel, InvalidRowError
from gmm_wasm_spark.columns import LOOK_ROWS, first_look, selected

ROWS = blobs(200)
COLUMNS = columns_of(ROWS)
#: Holds for row 50 of the second partition.
BAD = f"x0 = {float(ROWS[150, 0])!r}D"
MODEL_OF = {
    "weights": [0.5, 0.5],
    "means": [[0.0, 0.0], [4.0, -4.0]],
    "covariances": [np.eye(2) * 9, np.eye(2) * 4],
}


@pytest.fixture(scope="module")
def frame(spark: SparkSession) -> DataFrame:
    return frame_of(spark, ROWS, 2).cache()


def estimator(**params: object) -> GaussianMixture:
    return GaussianMixture(**{"k": 2, "inputCols": COLUMNS, "maxIter": 1, **params})  # type: ignore[arg-type]


def model() -> GaussianMixtureModel:
    return GaussianMixtureModel.fromParameters(**MODEL_OF).setInputCols(COLUMNS)


@pytest.mark.parametrize(
    ("weight", "text"), [("NULL", "null"), ("-1.0D", "-1.0"), ("double('NaN')", "NaN"), ("double('Infinity')", "inf")]
)
def test_a_bad_weight_is_named(frame: DataFrame, weight: str, text: str) -> None:
    bad = frame.withColumn("w", F.expr(f"IF({BAD}, {weight}, 1.0D)"))
    with pytest.raises(InvalidRowError, match=f"column w holds {text} in row 50 of partition 1: a weight must be"):
        estimator(weightCol="w").fit(bad)


def test_weights_must_be_numbers_and_an_empty_name_is_none(frame: DataFrame) -> None:
    for kind in ("string", "boolean"):
        with pytest.raises(TypeError, match=f"column w of weights must hold numbers, but is of type {kind}"):
            estimator(weightCol="w").fit(frame.withColumn("w", F.lit("1").cast(kind)))
    assert estimator(weightCol="w").fit(frame.withColumn("w", F.lit(2))).summary.totalWeight == 400
    for none in ("", None):
        assert estimator(weightCol=none).fit(frame).summary.totalWeight == 200
    with pytest.raises(ValueError, match="the data has no rows of positive weight"):
        estimator(weightCol="w").fit(frame.withColumn("w", F.lit(0.0)))


def test_features_must_be_numbers(frame: DataFrame) -> None:
    kinds = {"string": F.lit("a"), "boolean": F.lit(True), "array<double>": F.array(F.lit(1.0))}
    for kind, column in kinds.items():
        with pytest.raises(TypeError, match=f"column b must hold numbers, but is of type {kind}"):
            estimator(inputCols=["x0", "b"]).fit(frame.withColumn("b", column))
    nested = frame.select(F.array(F.array("x0")).alias("features"))
    with pytest.raises(
        TypeError, match="features must hold vectors, arrays of numbers or numbers, but is of type array"
    ):
        GaussianMixture().fit(nested)
    one = frame.select(F.col("x0").alias("features"))
    assert GaussianMixture(maxIter=1, inputCols=None).fit(one).means.shape == (2, 1)


def test_rows_without_features_are_no_missing_rows(spark: SparkSession, frame: DataFrame) -> None:
    for nothing in (F.lit(None).cast("array<double>"), F.array().cast("array<double>")):
        with pytest.raises(ValueError, match="features of the first 200 rows are all null or empty"):
            GaussianMixture().fit(frame.select(nothing.alias("features")))
    none = spark.createDataFrame(spark.sparkContext.emptyRDD(), "x0 double, x1 double")
    assert none.rdd.getNumPartitions() == 0
    with pytest.raises(ValueError, match="the data has no rows: at least one"):
        estimator().fit(none)
    assert model().transform(none).collect() == []


def test_a_first_look_passes_over_what_is_unlike_the_first(spark: SparkSession) -> None:
    some = "CASE WHEN id = 0 THEN NULL WHEN id = 2 THEN array(1.0D) ELSE array(1.0D * id, NULL) END AS features"
    values, weights = first_look(selected(spark.range(0, 5000, 1, 1).selectExpr(some), "features", None, None))
    assert weights is None
    assert values.shape == (LOOK_ROWS - 2, 2)
    assert values[:3, 0].tolist() == [1.0, 3.0, 4.0]
    assert np.all(np.isnan(values[:, 1]))


def test_array_features_are_named_by_index(frame: DataFrame) -> None:
    bad = frame.selectExpr(f"array(x0, IF({BAD}, NULL, x1)) AS features")
    with pytest.raises(InvalidRowError, match=r"column features\[1\] holds null in row 50 of partition 1"):
        GaussianMixture().fit(bad)
    short = frame.selectExpr(f"IF({BAD}, array(x0), array(x0, x1)) AS features")
    with pytest.raises(InvalidRowError, match=r"column features holds 1\.0 in row 50 of partition 1: an array of 2"):
        GaussianMixture().fit(short)


@pytest.mark.parametrize(
    ("features", "said"),
    [
        ("array(x0, double('NaN'))", r"column features\[1\] holds NaN in row 50 of partition 1: every value must be"),
        ("CAST(NULL AS array<double>)", "column features holds null in row 50 of partition 1: every value must be"),
        ("array(7.5D)", r"column features holds \[7\.5\] in row 50 of partition 1: an array of 2 numbers was expected"),
    ],
)
def test_a_row_that_cannot_be_transformed_is_named(
    spark: SparkSession, frame: DataFrame, features: str, said: str
) -> None:
    bad = frame.selectExpr(f"IF({BAD}, {features}, array(x0, x1)) AS features")
    key = "spark.sql.execution.arrow.maxRecordsPerBatch"
    before = spark.conf.get(key)
    try:
        # so that the row is in none of the first batches
        spark.conf.set(key, "7")
        with pytest.raises(Exception, match=said):
            GaussianMixtureModel.fromParameters(**MODEL_OF).transform(bad).collect()
    finally:
        spark.conf.set(key, before)


def test_a_model_is_told_of_as_many_columns_as_it_has_features(frame: DataFrame) -> None:
    with pytest.raises(ValueError, match=r"inputCols must name 2 columns, as the model has features; got \['x0'\]"):
        model().setInputCols(["x0"]).transform(frame)


def test_no_column_of_the_data_is_lost(spark: SparkSession, frame: DataFrame) -> None:
    for name in ("x0", "X0"):
        with pytest.raises(ValueError, match=f"output column {name} is there already"):
            model().setPredictionCol(name).transform(frame)
    with pytest.raises(ValueError, match="output column a is there already"):
        model().setPredictionCol("a").setProbabilityCol("a").transform(frame)
    before = spark.conf.get("spark.sql.caseSensitive")
    try:
        spark.conf.set("spark.sql.caseSensitive", "true")
        assert model().setPredictionCol("X0").transform(frame).columns == ["x0", "x1", "X0", "probability"]
    finally:
        spark.conf.set("spark.sql.caseSensitive", before)
    named = frame.withColumn("__gmm_wasm_answers", F.lit(1))
    assert model().transform(named).columns == [*named.columns, "prediction", "probability"]


def test_sizes_need_no_column_and_columns_that_are_left_out_are_said(frame: DataFrame) -> None:
    summary = estimator(predictionCol="", probabilityCol="").fit(frame.withColumn("label", F.lit(7))).summary
    plain = estimator().fit(frame)
    labels = plain.predictRows(ROWS)
    assert summary.clusterSizes == plain.summary.clusterSizes == np.bincount(labels, minlength=2).tolist()
    assert summary.predictions.columns == ["x0", "x1", "label"]
    for name in ("cluster", "probability"):
        with pytest.raises(RuntimeError, match="told to leave that column out: set p"):
            getattr(summary, name)


def test_what_was_saved_by_the_other_class_is_refused(spark: SparkSession, tmp_path: Path) -> None:
    estimator().save(str(tmp_path / "estimator"))
    model().save(str(tmp_path / "model"))
    with pytest.raises(ValueError, match=r"holds no model but a gmm_wasm_spark\.estimator\.GaussianMixture"):
        GaussianMixtureModel.load(str(tmp_path / "estimator"))
    with pytest.raises(ValueError, match=r"holds a fitted model, a gmm_wasm_spark\.model\.GaussianMixtureModel"):
        GaussianMixture.load(str(tmp_path / "model"))
    for saved in (estimator(), model()):
        with pytest.raises(Exception, match="already exists"):
            saved.save(str(tmp_path / "model"))
