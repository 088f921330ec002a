"""Models from given parameters, without Spark: what is refused, how values are shown, and whose they are."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from gmm_wasm_spark import GaussianMixture, GaussianMixtureModel, SingularCovarianceError
from gmm_wasm_spark.evaluate import BadValue
from gmm_wasm_spark.health import Health, distinct_limit, health_warnings
from gmm_wasm_spark.layout import Sizes, leaving_rows
from gmm_wasm_spark.state import covariance_shape, moved_to

GIVEN: dict[str, Any] = {
    "weights": [0.25, 0.75],
    "means": [[1.7e9, -3.0, 0.5], [1.7e9, 4.0, 1e-3]],
    "covariances": [[[4.0, 1.0, 0.5], [1.0, 3.0, 0.25], [0.5, 0.25, 2.0]], np.diag([1.0, 2.0, 3.0])],
}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"covarianceType": "round"}, "covarianceType must be one of"),
        ({"weights": [0.5, 0.6]}, "weights must be 2 numbers of at least 0 that sum to 1"),
        ({"weights": [-0.5, 1.5]}, "weights must be 2 numbers of at least 0"),
        ({"weights": [1.0]}, "weights must be 2 numbers"),
        ({"weights": [np.nan, 1.0]}, "weights must be finite"),
        ({"means": np.zeros((0, 3))}, "means must be K × d numbers"),
        ({"covariances": [np.eye(3)]}, r"covariances of 'full' must be of shape \(2, 3, 3\)"),
        ({"covariances": [np.eye(3), np.eye(3) + np.eye(3, k=1) / 2]}, "covariances must be symmetric"),
        ({"covariances": [np.eye(3), np.diag([1.0, 1.0, -1.0])]}, "covariance of component 1 is not positive definite"),
    ],
)
def test_what_is_no_mixture_is_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        GaussianMixtureModel.fromParameters(**{**GIVEN, **change})


def test_weights_may_miss_one_by_rounding_and_are_the_models_own() -> None:
    model = GaussianMixtureModel.fromParameters(**{**GIVEN, "weights": [0.25, 0.75 + 4e-7]})
    assert model.weights.sum() == pytest.approx(1, abs=1e-15)
    model.weights[:] = 0
    model.means[:] = 0
    assert model.weights.sum() == pytest.approx(1, abs=1e-15)
    assert model.means.tolist() == GIVEN["means"]


def test_values_are_shown_as_given_in_other_coordinates_too() -> None:
    model = GaussianMixtureModel.fromParameters(**GIVEN)
    for state in (model._state, moved_to(model._state, np.array([1.7e9, 0.0, 0.0]), -3)):
        shown = GaussianMixtureModel(state)
        assert shown.means.tolist() == GIVEN["means"]
        assert np.array_equal(shown.covariances, np.array(GIVEN["covariances"]))
    with pytest.raises(ValueError, match="a mean of initialModel is too far from the data"):
        moved_to(model._state, np.zeros(3), 500)


@pytest.mark.parametrize("family", ["full", "tied", "diag", "spherical", "tied-diag", "tied-spherical"])
def test_whole_matrices_are_those_of_the_family(family: str) -> None:
    shape = covariance_shape(family, 2, 3)
    values = 1.0 + np.arange(np.prod(shape)).reshape(shape)
    if family in ("full", "tied"):
        values = values @ np.swapaxes(values, -1, -2) + np.eye(3)
    model = GaussianMixtureModel.fromParameters(GIVEN["weights"], GIVEN["means"], values, family)
    for c, matrix in enumerate(model._matrices()):
        own = values[c] if family in ("full", "diag", "spherical") else values
        assert np.array_equal(matrix, own if family in ("full", "tied") else np.eye(3) * own)


def test_rows_of_the_driver_are_checked_and_answered_in_pieces() -> None:
    model = GaussianMixtureModel.fromParameters(**GIVEN)
    rows = np.random.default_rng(1).normal(size=(2 * leaving_rows(3, 2) + 5, 3)) + GIVEN["means"][0]
    scores = model.scoreSamples(rows)
    one = [model.scoreSamples(rows[[i]])[0] for i in (0, leaving_rows(3, 2), len(rows) - 1)]
    assert scores[[0, leaving_rows(3, 2), -1]].tolist() == one
    rows[-1, 2] = np.nan
    with pytest.raises(BadValue) as caught:
        model.predictRows(rows)
    assert (caught.value.row, caught.value.feature) == (len(rows) - 1, 2)
    for wrong in ([[1.0, 2.0]], [1.0, 2.0, 3.0, 4.0], np.zeros((2, 4))):
        with pytest.raises(ValueError, match="rows must be of 3 features"):
            model.scoreSamples(wrong)


def test_a_singular_matrix_names_the_component() -> None:
    with pytest.raises(SingularCovarianceError) as caught:
        GaussianMixtureModel.fromParameters([0.5, 0.5], [[0.0], [1.0]], [[[1.0]], [[0.0]]])
    assert caught.value.component == 1


def test_params_reach_the_fit() -> None:
    told = {"k": 4, "covarianceType": "tied", "tol": 1e-3, "maxIter": 7, "seed": 5, "nInit": 3}
    settings = GaussianMixture(**told, regCovar=0.5, acceleration="squarem")._settings(2)
    assert (settings.covariance_type, settings.tol, settings.max_iter) == ("tied", 1e-3, 7)
    assert (settings.seed, settings.searches, settings.accelerated) == (5, 3, True)
    assert (settings.reg_covar, settings.relative) == (0.5, False)
    plain = GaussianMixture()._settings(2)
    assert (plain.reg_covar, plain.relative, plain.accelerated, plain.initial) == (1e-6, True, False, None)


@pytest.mark.parametrize("wrong", [{"tol": -1.0}, {"tol": float("nan")}, {"maxIter": -1}])
def test_limits_are_checked_by_name(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=f"{next(iter(wrong))} must be at least 0"):
        GaussianMixture(**wrong)._settings(2)  # type: ignore[arg-type]


def test_a_summary_tells_each_value_of_the_training() -> None:
    told = json.loads(GaussianMixtureModel.fromParameters(**GIVEN).toJSON())
    lists = {"collapsed": [0], "spurious": [1], "empty": [0, 1], "warnings": ["said"], "history": [-3.0, -2.0]}
    numbers = {"nSamples": 7, "totalWeight": 9.5, "logLikelihood": -19.0, "nIter": 1, "converged": False}
    summary = GaussianMixtureModel.fromJSON(json.dumps({**told, "training": {**lists, **numbers}})).summary
    assert (summary.collapsed, summary.spurious, summary.empty, summary.warnings) == ([0], [1], [0, 1], ["said"])
    assert (summary.numRows, summary.totalWeight, summary.logLikelihood) == (7, 9.5, -19.0)
    assert (summary.numIter, summary.converged, summary.history.tolist()) == (1, False, [-3.0, -2.0])


def test_one_row_is_enough_for_a_component_of_a_tied_family():
    full, tied = Sizes(2, 3, 0), Sizes(2, 3, 3)
    assert (distinct_limit(full), distinct_limit(tied)) == (4, 1)
    (few,) = health_warnings(Health([], [1], []), full)
    (none,) = health_warnings(Health([], [1], []), tied)
    assert few.startswith("Component 1 is spurious: the likeliest for fewer than 4 distinct rows")
    assert none.startswith("Component 1 is spurious: the likeliest for no row")
