"""A cluster of two workers, of which one is lost in the middle of a fit."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gmm_wasm_spark import GaussianMixtureModel

pytestmark = pytest.mark.cluster


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    environment = {**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    run = subprocess.run(
        [sys.executable, Path(__file__).with_name("cluster_fit.py")],
        capture_output=True,
        text=True,
        env=environment,
        timeout=540,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-4000:]
    return json.loads(run.stdout)


def test_a_worker_was_lost_in_the_middle_of_the_fit(told: dict[str, Any]) -> None:
    assert told["killed"]
    assert (told["before"], told["after"]) == (2, 1)
    assert told["passes"] > 10


def test_the_fit_ends_with_the_same_bits_all_the_same(told: dict[str, Any]) -> None:
    calm, stormy = json.loads(told["calm"]), json.loads(told["stormy"])
    # the cores that were left are told of, too
    for model in (calm, stormy):
        del model["training"]["execution"]
    assert stormy == calm


def test_the_answer_is_right(told: dict[str, Any]) -> None:
    model = GaussianMixtureModel.fromJSON(told["stormy"])
    truth = np.array([[-4, 0, 4, 8], [0, 0, 0, 0], [0, 4, 4, 4], [4, 4, 0, 0]])
    order = np.lexsort(np.round(model.means).T[::-1])
    np.testing.assert_allclose(model.means[order], truth, atol=0.05)
    np.testing.assert_allclose(model.weights, 0.25, atol=0.01)
    np.testing.assert_allclose(model.covariances, np.broadcast_to(np.eye(4), (4, 4, 4)), atol=0.05)


def test_a_bad_row_is_named_there_too(told: dict[str, Any]) -> None:
    assert re.match(r"column x1 holds null in row \d+ of partition \d+: every value must be", told["refused"])
