"""The same EM as the npm package, to the bit: where rows lie in one partition, sums are added in the same order."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from conftest import FAMILIES, blobs, columns_of, frame_of, references
from npm import ask, needs_npm
from pyspark.sql import SparkSession

from gmm_wasm_spark import GaussianMixture, GaussianMixtureModel
from gmm_wasm_spark.em import Limits, Run, em
from gmm_wasm_spark.family import CODES
from gmm_wasm_spark.floor import Floor
from gmm_wasm_spark.layout import Sizes, slice_rows
from gmm_wasm_spark.local import LocalRows
from gmm_wasm_spark.packing import place_origin
from gmm_wasm_spark.state import moved_to, prepared
from gmm_wasm_spark.workspace import Workspace

FAITHFUL = {fit.family: fit for fit in references("faithful") if fit.k == 3}


def run_here(rows: np.ndarray, start: GaussianMixtureModel, limits: Limits, reg_covar: float | None) -> Run:
    """EM on rows of the driver; as in the npm package, the first slice sets the origin."""
    state = start._state
    at = place_origin(rows[: slice_rows(rows.shape[1])], None)
    held = LocalRows((rows - at.origin) * 2.0**at.exponent, None)
    workspace = Workspace(Sizes(state.d, state.k, CODES[state.covariance_type]), held, at.level, "parity")
    workspace.measure()
    floor = Floor(1e-6 if reg_covar is None else reg_covar, reg_covar is None, at.exponent)
    workspace.load_parameters(prepared(moved_to(state, at.origin, at.exponent)))
    run = em(workspace, limits, floor)
    shift = len(rows) * (state.d * at.exponent * 0.6931471805599453)
    run.history = [(value + shift) / len(rows) for value in run.history]
    return run


def run_there(rows: np.ndarray, start: GaussianMixtureModel, **options: Any) -> dict[str, Any]:
    """What the npm package tells of its fit."""
    answer = ask(
        fit={
            "nComponents": start.getK(),
            "covarianceType": start.getCovarianceType(),
            "warmStart": start.toJSON(),
            **options,
        },
        rows=rows.tolist(),
    )
    return json.loads(answer["model"])


@needs_npm
@pytest.mark.parametrize("acceleration", ["none", "squarem"])
@pytest.mark.parametrize("family", FAMILIES)
def test_every_value_of_a_run(family: str, acceleration: str) -> None:
    fit = FAITHFUL[family]
    start = fit.model("init")
    there = run_there(fit.rows, start, acceleration=acceleration, tol=1e-10, maxIter=400)["training"]
    here = run_here(fit.rows, start, Limits(1e-10, 400, False, acceleration == "squarem"), None)
    assert here.history == there["history"]
    assert (here.n_iter, here.converged) == (there["nIter"], there["converged"])


@needs_npm
def test_a_number_as_floor_a_start_far_away_and_many_slices() -> None:
    rows = blobs(20_000, seed=11, d=9) + 1e6
    assert len(rows) > 9 * slice_rows(9)
    start = GaussianMixtureModel.fromParameters(
        [0.5, 0.5], [np.full(9, -1e5), np.full(9, 3e6)], [np.eye(9) * 1e12, np.eye(9) * 1e13]
    )
    there = run_there(rows, start, regCovar=0.01, maxIter=12, tol=0)["training"]
    assert run_here(rows, start, Limits(0.0, 12, False, False), 0.01).history == there["history"]


@needs_npm
def test_a_pooled_scatter_that_cancels(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(12)
    # four tight clusters in a slice, far apart: their pooled scatter about one point loses digits
    rows = 1e6 * random.integers(2, size=(3000, 2)) + 1e-2 * random.normal(size=(3000, 2))
    start = GaussianMixtureModel.fromParameters(
        [0.25] * 4, [[0.0, 0.0], [0.0, 1e6], [1e6, 0.0], [1e6, 1e6]], np.eye(2) * 1e10, "tied"
    )
    answers = []
    cancels = Workspace.cancels

    def noted(workspace: Workspace) -> bool:
        answers.append(cancels(workspace))
        return answers[-1]

    monkeypatch.setattr(Workspace, "cancels", noted)
    there = run_there(rows, start, maxIter=6, tol=0, regCovar=0)["training"]
    assert run_here(rows, start, Limits(0.0, 6, False, False), 0.0).history == there["history"]
    assert any(answers)


def test_squarem_takes_fewer_passes_to_the_same_end() -> None:
    fit = FAITHFUL["full"]
    start = fit.model("init")
    plain = run_here(fit.rows, start, Limits(1e-9, 5000, False, False), None)
    fast = run_here(fit.rows, start, Limits(1e-9, 5000, False, True), None)
    assert plain.converged
    assert fast.converged
    assert fast.n_iter < plain.n_iter / 2
    assert fast.history[-1] >= plain.history[-1] - 1e-9
    assert np.all(np.diff(fast.history) >= -1e-13)


@needs_npm
@pytest.mark.parametrize("acceleration", ["none", "squarem"])
def test_a_fit_of_one_partition_is_that_of_the_npm_package(spark: SparkSession, acceleration: str) -> None:
    fit = FAITHFUL["full"]
    start = fit.model("init")
    there = run_there(fit.rows, start, acceleration=acceleration, maxIter=25)
    model = GaussianMixture(
        k=3, inputCols=columns_of(fit.rows), initialModel=start, acceleration=acceleration, maxIter=25
    ).fit(frame_of(spark, fit.rows, 1))
    here = json.loads(model.toJSON())
    assert here["training"].pop("execution")["backend"] == there["training"].pop("execution")["backend"] == "wasm"
    assert here["training"].pop("warnings") != [] or there["training"]["converged"]
    there["training"].pop("warnings")
    assert here == there
