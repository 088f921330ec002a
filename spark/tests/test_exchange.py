"""Models travel to the npm package and back, and both say the same of rows, to the bit."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from conftest import FAMILIES, blobs, columns_of, frame_of
from npm import ask, doubles, needs_npm
from pyspark.sql import SparkSession

from gmm_wasm_spark import GaussianMixture, GaussianMixtureModel
from gmm_wasm_spark.evaluate import RESPONSIBILITIES, evaluate

pytestmark = needs_npm

ROWS = np.concatenate([blobs(400, d=3), 1e3 * blobs(100, seed=1, d=3)]) + [0.0, 1.7e9, -3e-5]
OTHERS = ROWS[::7] + 0.123


def assert_same(model: GaussianMixtureModel, answer: dict[str, Any]) -> None:
    """Bytes are compared, so that 0 and −0 would differ as well."""
    assert model.scoreSamples(OTHERS).tobytes() == doubles(answer["scores"]).tobytes()
    shares = evaluate(model._state, OTHERS, [RESPONSIBILITIES]).responsibilities
    assert shares is not None
    assert shares.tobytes() == doubles(answer["shares"]).tobytes()
    assert model.predictRows(OTHERS).tolist() == answer["labels"]
    assert model.means.tobytes() == doubles(answer["means"]).tobytes()


@pytest.mark.parametrize("family", FAMILIES)
def test_a_fit_of_spark_in_the_npm_package(spark: SparkSession, family: str) -> None:
    frame = frame_of(spark, ROWS, 2)
    model = GaussianMixture(k=3, covarianceType=family, inputCols=columns_of(ROWS), maxIter=5).fit(frame)
    answer = ask(model=model.toJSON(), rows=OTHERS.tolist())
    assert_same(model, answer)
    assert doubles(answer["logLikelihood"])[0] == model.summary.logLikelihood
    assert json.loads(answer["model"]) == json.loads(model.toJSON())


@pytest.mark.parametrize("family", FAMILIES)
def test_a_fit_of_the_npm_package_here(spark: SparkSession, family: str) -> None:
    answer = ask(fit={"nComponents": 3, "covarianceType": family}, rows=OTHERS.tolist())
    model = GaussianMixtureModel.fromJSON(answer["model"])
    assert_same(model, answer)
    assert model.summary.logLikelihood == doubles(answer["logLikelihood"])[0]
    assert json.loads(model.toJSON()) == json.loads(answer["model"])


def test_what_came_of_single_chunks_is_handed_on() -> None:
    told = json.loads(ask(fit={"nComponents": 2}, rows=OTHERS.tolist())["model"])
    told["online"] = {"nSamplesSeen": 12, "step": 0.5}
    assert json.loads(GaussianMixtureModel.fromJSON(json.dumps(told)).toJSON()) == told
    told["floor"] = [-1.0] * len(told["floor"])
    with pytest.raises(ValueError, match="floor of the saved model must not be negative"):
        GaussianMixtureModel.fromJSON(json.dumps(told))


def test_a_fit_of_the_npm_package_is_where_the_fit_here_ends_too(spark: SparkSession) -> None:
    rows = blobs(900)
    answer = ask(fit={"nComponents": 3}, rows=rows.tolist())
    there = GaussianMixtureModel.fromJSON(answer["model"])
    here = GaussianMixture(k=3, inputCols=columns_of(rows)).fit(frame_of(spark, rows, 2))
    assert here.summary.logLikelihood == pytest.approx(there.summary.logLikelihood, rel=1e-9)
    np.testing.assert_allclose(here.means, there.means, rtol=1e-4, atol=1e-4)


def saved() -> dict[str, Any]:
    return json.loads(GaussianMixtureModel.fromParameters([1.0], [[0.0, 1.0]], [np.eye(2)]).toJSON())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": "other"}, "its format is 'other'"),
        ({"version": 2}, "version 2 cannot be read"),
        ({"covarianceType": "round"}, "covarianceType must be one of"),
        ({"nComponents": 0}, "nComponents of the saved model"),
        ({"weights": [2.0]}, "must sum to 1"),
        ({"means": [1.0]}, "means of the saved model must be 2 numbers"),
        ({"origin": [1.0, "a"]}, "origin of the saved model must hold numbers only"),
        ({"exponent": 1.5}, "exponent of the saved model"),
        ({"training": {"nIter": 1}}, "its training lacks"),
    ],
)
def test_what_is_no_saved_model_is_refused(spark: SparkSession, change: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        GaussianMixtureModel.fromJSON(json.dumps({**saved(), **change}))


def test_text_that_is_no_json_is_refused(spark: SparkSession) -> None:
    with pytest.raises(ValueError, match="the text is not JSON"):
        GaussianMixtureModel.fromJSON("{")
    assert GaussianMixtureModel.fromJSON(json.dumps(saved())).means.tolist() == [[0.0, 1.0]]
