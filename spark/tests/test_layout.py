"""The formulas of the layout against what the binary says of itself."""

from __future__ import annotations

import itertools

import pytest

from gmm_wasm_spark.kernel import VERSION, Kernel, scratch_length
from gmm_wasm_spark.layout import PAGE, Sizes, area_layout, parameters_length, statistics_length, tile_size

SHAPES = [Sizes(d, k, family) for d, k, family in itertools.product((1, 2, 8, 9, 33, 130, 700), (1, 3, 20), range(6))]


@pytest.fixture(scope="module")
def kernel() -> Kernel:
    return Kernel(PAGE)


@pytest.mark.parametrize("size", SHAPES)
def test_blocks_are_as_long_as_the_kernel_has_them(kernel: Kernel, size: Sizes) -> None:
    assert parameters_length(size) == kernel.call("parameters_length", size.d, size.k, size.family)
    assert statistics_length(size) == kernel.call("statistics_length", size.d, size.k, size.family)
    assert tile_size(size.d) == kernel.call("tile_size", size.d)


def test_the_binary_is_strict_and_of_this_release(kernel: Kernel) -> None:
    assert kernel.call("version") == VERSION
    assert kernel.call("fused") == 0


@pytest.mark.parametrize("size", SHAPES)
def test_regions_are_aligned_and_apart(size: Sizes) -> None:
    at, end = area_layout(size, scratch_length(size.d, size.k))
    starts = [*at.values(), end]
    assert all(start % 64 == 0 and start > 0 for start in starts)
    assert starts == sorted(starts)


def test_an_area_beyond_four_gigabytes_is_refused() -> None:
    with pytest.raises(ValueError, match="4 GiB"):
        area_layout(Sizes(4000, 100, 0), 10)
