"""Where everything lies: in the blocks that the kernel is handed (the same formulas as in assembly/layout.ts), and in
the memories that this package gives it.

    area       what sums over slices need, one slice at a time; in executors and on the driver
    workspace  what decides: parameters, floor, thresholds, statistics; on the driver alone

Address 0 is kept free, since the ABI uses it for "not there".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

ALIGN = 64
PAGE = 65536
#: What 32-bit addresses reach, in whole pages.
MOST_BYTES = 4_294_901_760
#: The largest internal value, 2^480.
LARGEST = 2.0**480
#: Variances below are taken for zero, 2^−900.
LEAST = 2.0**-900

# a family is its shape, plus 3 if all components share one covariance
FULL = 0
DIAGONAL = 1
SPHERICAL = 2
TIED = 3

#: Responsibilities leave in pieces of about this many numbers.
_LEAVING_NUMBERS = 131_072
#: Levels of the tree in which the sums of slices are folded: 8^6 slices, and what lies beyond is added at the top.
LEVELS = 6


@dataclass(frozen=True)
class Sizes:
    """Sizes of a mixture: d features, K components, the covariance family by its number."""

    d: int
    k: int
    family: int


def shape_of(family: int) -> int:
    return family - TIED if family >= TIED else family


def is_tied(family: int) -> bool:
    return family >= TIED


def block_length(d: int, family: int) -> int:
    """The doubles of one covariance block."""
    shape = shape_of(family)
    if shape == FULL:
        return d * (d + 1) // 2
    return d if shape == DIAGONAL else 1


def block_count(k: int, family: int) -> int:
    """The number of covariance blocks."""
    return 1 if is_tied(family) else k


def covariances_length(size: Sizes) -> int:
    """The doubles of all covariance blocks."""
    return block_count(size.k, size.family) * block_length(size.d, size.family)


def tile_size(d: int) -> int:
    """Samples in a tile: the largest multiple of 8 with T·d·8 bytes ≤ 32 KiB, between 8 and 128."""
    return max(8, min(128, 4096 // d & ~7))


def slice_rows(d: int) -> int:
    """Rows in a slice: the unit of packing and of folding."""
    return 8192 if d <= 8 else 2048 if d <= 32 else 512


def padded_rows(rows: int) -> int:
    """Rows rounded up to whole blocks."""
    return -(-rows // 8) * 8


def means_at(k: int) -> int:
    """The first mean in a parameter block, in doubles."""
    return 2 * k


def covariances_at(d: int, k: int) -> int:
    """The first covariance in a parameter block, in doubles."""
    return k * (2 + d)


def parameters_length(size: Sizes) -> int:
    """Doubles of a parameter block."""
    whitened = size.k * size.d if size.family == TIED else 0
    return size.k * (2 + size.d) + 2 * covariances_length(size) + whitened


def point_length(size: Sizes) -> int:
    """Doubles of a point, which is weights | means | covariances."""
    return size.k * (1 + size.d) + covariances_length(size)


def statistics_length(size: Sizes) -> int:
    """Doubles of a block of statistics."""
    return 2 + size.k * (1 + size.d) + covariances_length(size)


def moments_length(d: int) -> int:
    """Doubles of the moments of all rows about one point."""
    return statistics_length(Sizes(d, 1, DIAGONAL))


def group_sums_length(size: Sizes) -> int:
    """Doubles of what k-means sums: inertia | weight | K × (N_k | Σ w (x − c_k), d)."""
    return 2 + size.k * (1 + size.d)


def leaving_rows(d: int, k: int) -> int:
    """Rows for which responsibilities are asked at a time."""
    return max(1, min(slice_rows(d), _LEAVING_NUMBERS // k))


def place(lengths: Mapping[str, int]) -> tuple[dict[str, int], int]:
    """Places regions of the given byte lengths one after the other; the addresses by name, and the end."""
    at: dict[str, int] = {}
    end = ALIGN
    for name, length in lengths.items():
        at[name] = end
        end += -(-length // ALIGN) * ALIGN
    if end > MOST_BYTES:
        raise ValueError(
            f"a mixture of this size needs {end / 2**30:.1f} GiB of memory, and 4 GiB can be addressed; use fewer "
            "features or fewer components"
        )
    return at, end


def area_layout(size: Sizes, scratch_length: int) -> tuple[dict[str, int], int]:
    """The area of one who sums."""
    d, k = size.d, size.k
    rows = slice_rows(d)
    slot = 8 * max(statistics_length(size), moments_length(d))
    return place(
        {
            "parameters": 8 * parameters_length(size),
            "origin": 8 * d,
            "centres": 8 * k * d,
            "groups": 8 * k * d,
            "metric": 8 * d,
            "scratch": 8 * scratch_length,
            "sums": slot * (LEVELS + 2),
            "labels": 4 * rows,
            "spread": 8 * rows,
            "nearest": 8 * rows,
            "responsibilities": 8 * leaving_rows(d, k) * k,
            "weights": 8 * rows,
            "staging": 8 * rows * d,
            "tiles": 8 * rows * d,
        }
    )


def workspace_layout(size: Sizes, scratch_length: int) -> tuple[dict[str, int], int]:
    """The memory of what decides."""
    d, k = size.d, size.k
    return place(
        {
            "parameters": 8 * parameters_length(size),
            "points": 3 * 8 * point_length(size),
            "centres": 8 * k * d,
            "floor": 8 * d,
            "pooled": 8 * d,
            "total": 8 * d,
            "threshold": 8 * d,
            "level": 8 * d,
            "metric": 8 * d,
            "state": 32,
            "flags": 4 * k,
            "sums": 8 * max(statistics_length(size), moments_length(d)),
            "scratch": 8 * scratch_length,
        }
    )
