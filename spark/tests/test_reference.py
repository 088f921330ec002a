"""All families against reference fits in extended precision, from their recorded starts."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import FAMILIES, Reference, columns_of, frame_of, references
from pyspark.sql import SparkSession

from gmm_wasm_spark import GaussianMixture

#: Fits that take many iterations are followed for these only.
TRACED = 6


def chosen() -> list[Reference]:
    """One fit of each family for each of the data sets, of the largest k whose fixed point is reached soon."""
    out = []
    for data_set in ("faithful", "iris"):
        fits = [fit for fit in references(data_set) if fit.told["convergence"]["iterationsRun"] <= 400]
        for family in FAMILIES:
            out.append(max((fit for fit in fits if fit.family == family), key=lambda fit: fit.k))
    return out


CHOSEN = chosen()
PLAIN = {"regCovar": 0.0, "tol": 0.0}


@pytest.mark.parametrize("fit", CHOSEN, ids=lambda fit: fit.id)
def test_one_iteration_and_the_trace(spark: SparkSession, fit: Reference) -> None:
    frame = frame_of(spark, fit.rows, 3)
    start = fit.model("init")
    estimator = GaussianMixture(
        k=fit.k, covarianceType=fit.family, inputCols=columns_of(fit.rows), initialModel=start, **PLAIN
    )
    one = estimator.setMaxIter(1).fit(frame)
    told = fit.told["afterOneIteration"]
    np.testing.assert_allclose(one.weights, told["weights"], rtol=1e-10)
    np.testing.assert_allclose(one.means, told["means"], rtol=1e-10)
    scale = np.abs(np.array(told["covariances"])).max()
    np.testing.assert_allclose(one.covariances, fit.shaped(told["covariances"]), rtol=1e-10, atol=1e-12 * scale)
    history = estimator.setMaxIter(TRACED).fit(frame).summary.history * len(fit.rows)
    assert len(history) == TRACED + 1
    for entry in fit.told["trace"]:
        if entry["iter"] <= TRACED:
            assert history[entry["iter"]] == pytest.approx(entry["loglik"], rel=1e-10)


@pytest.mark.parametrize("fit", CHOSEN, ids=lambda fit: fit.id)
def test_the_optimum_is_a_fixed_point(spark: SparkSession, fit: Reference) -> None:
    frame = frame_of(spark, fit.rows, 2)
    estimator = GaussianMixture(
        k=fit.k,
        covarianceType=fit.family,
        inputCols=columns_of(fit.rows),
        initialModel=fit.model("final"),
        maxIter=2,
        **PLAIN,
    )
    model = estimator.fit(frame)
    final = fit.told["final"]
    assert model.summary.logLikelihood == pytest.approx(final["loglik"], abs=1e-8)
    np.testing.assert_allclose(model.means, final["means"], rtol=1e-8)
    probe = fit.told["probe"]
    np.testing.assert_allclose(model.scoreSamples(fit.rows[probe["rows"]]), probe["logDensity"], rtol=1e-8, atol=1e-8)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_recorded_start_leads_to_the_optimum(spark: SparkSession, family: str) -> None:
    fits = [fit for fit in references("iris") if fit.family == family and fit.k > 1]
    fit = min(fits, key=lambda fit: fit.told["convergence"]["iterationsRun"])
    model = GaussianMixture(
        k=fit.k,
        covarianceType=family,
        inputCols=columns_of(fit.rows),
        initialModel=fit.model("init"),
        regCovar=0.0,
        tol=1e-12,
    ).fit(frame_of(spark, fit.rows, 2))
    assert model.summary.converged
    assert model.summary.logLikelihood == pytest.approx(fit.told["final"]["loglik"], abs=1e-8)
    assert np.all(np.diff(model.summary.history) >= -1e-12)


@pytest.mark.parametrize("data_set", ["iris", "faithful"])
def test_the_search_finds_the_best_known_fit(spark: SparkSession, data_set: str) -> None:
    fits = [fit for fit in references(data_set) if fit.family == "full"]
    k = 3 if data_set == "iris" else 2
    best = max(fit.told["final"]["loglik"] for fit in fits if fit.k == k)
    rows = fits[0].rows
    model = GaussianMixture(k=k, inputCols=columns_of(rows)).fit(frame_of(spark, rows, 2))
    assert model.summary.converged
    assert model.warnings == []
    assert model.summary.logLikelihood >= best - 1e-3
