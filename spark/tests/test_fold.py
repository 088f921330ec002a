"""The fold of sums: one tree, whoever adds which part."""

from __future__ import annotations

import numpy as np
from conftest import blobs

from gmm_wasm_spark.area import area_for
from gmm_wasm_spark.fold import Fold, fold_all, fold_level
from gmm_wasm_spark.layout import Sizes


def parts(count: int) -> list[tuple[int, np.ndarray]]:
    values = blobs(count) * 10.0 ** np.random.default_rng(1).integers(-8, 8, size=(count, 2))
    return list(enumerate(values))


def test_the_kernel_and_the_driver_fold_alike() -> None:
    for count in (1, 7, 8, 9, 64, 65, 700):
        area = area_for(Sizes(2, 3, 0))
        fold = Fold(area.kernel, area.at["sums"], 2)
        for _, part in parts(count):
            area.kernel.view(fold.leaf, 2)[:] = part
            fold.add()
        assert np.array_equal(fold.finish(), fold_all(parts(count)))


def test_the_order_of_arrival_does_not_matter_but_that_of_addition_would() -> None:
    given = parts(300)
    mixed = [given[i] for i in np.random.default_rng(2).permutation(300)]
    assert np.array_equal(fold_all(mixed), fold_all(given))
    assert not np.array_equal(np.sum([part for _, part in given], axis=0), fold_all(given))


def test_subtrees_may_be_folded_elsewhere_and_parts_may_be_missing() -> None:
    given = [pair for pair in parts(300) if pair[0] % 5]
    groups: dict[int, list] = {}
    for index, part in given:
        groups.setdefault(index // 64, []).append((index, part))
    there = [pair for group in groups.values() for pair in fold_level(fold_level(group))]
    whole = fold_all(given)
    for _ in range(2):
        given = fold_level(given)
    assert np.array_equal(fold_all(there), fold_all(given))
    assert whole is not None
    assert np.array_equal(whole, fold_all(there))
    assert fold_all([]) is None
