"""Sums over slices, without Spark: a whole weight counts as so many copies, in whatever is summed."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import blobs

from gmm_wasm_spark import GaussianMixtureModel
from gmm_wasm_spark.layout import Sizes
from gmm_wasm_spark.local import LocalRows
from gmm_wasm_spark.state import prepared
from gmm_wasm_spark.sweeps import Assign, Moments, Nearest, Pass, Sweep

SIZE = Sizes(2, 3, 0)
#: More than one slice, of which the last is short.
ROWS = blobs(9001)
COUNTS = np.random.default_rng(6).integers(0, 4, size=len(ROWS))
CENTRES = np.array([[0.0, 0.0], [3.0, -3.0], [-5.0, 5.0]])
#: The second feature hardly counts, so that other centres are nearest than without it.
METRIC = np.array([1.0, 1e-3])
STATE = GaussianMixtureModel.fromParameters([0.2, 0.3, 0.5], CENTRES, [np.eye(2) * 20.0] * 3)._state
SWEEPS: dict[str, Sweep] = {
    "pass": Pass(SIZE, prepared(STATE), CENTRES * 2.0**STATE.exponent),
    "likelihood": Pass(SIZE, prepared(STATE), None),
    "nearest": Nearest(SIZE, CENTRES, CENTRES + 0.5, METRIC),
    "moments": Moments(SIZE, np.array([0.1, 0.2])),
    "assign": Assign(SIZE, CENTRES, METRIC),
}


@pytest.mark.parametrize("sweep", SWEEPS.values(), ids=SWEEPS.keys())
def test_whole_weights_count_as_copies(sweep: Sweep) -> None:
    weighted = LocalRows(ROWS, COUNTS.astype(float)).total(sweep)
    copies = LocalRows(np.repeat(ROWS, COUNTS, axis=0), None).total(sweep)
    assert weighted.shape == (sweep.length,)
    assert weighted[1] == COUNTS.sum()
    np.testing.assert_allclose(weighted, copies, rtol=1e-10)


@pytest.mark.parametrize("name", ["assign", "nearest"])
def test_groups_are_those_of_the_metric(name: str) -> None:
    # the areas of a thread are used again: another metric is left in them
    LocalRows(ROWS, None).total(Assign(SIZE, CENTRES, np.ones(2)))
    sums = LocalRows(ROWS, None).total(SWEEPS[name])
    distances = np.sum(METRIC * (ROWS[:, None] - CENTRES) ** 2, axis=2)
    nearest = distances.argmin(axis=1)
    about = CENTRES + 0.5 if name == "nearest" else CENTRES
    for c, block in enumerate(sums[2 : 2 + 3 * 3].reshape(3, 3)):
        own = ROWS[nearest == c]
        assert block[0] == len(own)
        np.testing.assert_allclose(block[1:], (own - about[c]).sum(axis=0), rtol=1e-10, atol=1e-8)
    if name == "assign":
        assert sums[0] == pytest.approx(distances.min(axis=1).sum(), rel=1e-12)
