"""Starting centres on the sample: greedy k-means++ (Arthur & Vassilvitskii 2007), Lloyd's iterations, random rows."""

from __future__ import annotations

import math

import numpy as np

from .local import LocalRows
from .sweeps import Assign
from .typing import Floats
from .workspace import Workspace

_LLOYD_ITERATIONS = 100
#: Lloyd ends when an iteration lowers the inertia by less than this share.
_LLOYD_GAIN = 1e-6


def draw_row(rows: LocalRows, mass: Floats | None, random: np.random.Generator) -> int:
    """A row with probability proportional to its weight times its mass (1 if left out)."""
    share = np.ones(len(rows.values)) if mass is None else mass
    if rows.weights is not None:
        share = share * rows.weights
    reached = np.cumsum(share)
    if not reached[-1] > 0:
        return int(random.integers(len(share)))
    row = int(np.searchsorted(reached, random.random() * reached[-1], side="right"))
    return min(row, int(np.flatnonzero(share)[-1]))


def plus_plus(workspace: Workspace, rows: LocalRows, random: np.random.Generator) -> Floats:
    """K centres: of 2 + ⌊ln K⌋ candidates each time the one that lowers the potential most."""
    size, metric = workspace.size, workspace.view("metric").copy()
    centres = np.empty((size.k, size.d))
    centres[0] = rows.values[draw_row(rows, None, random)]
    nearest, _ = rows.distances(size, centres[0], metric, None)
    for c in range(1, size.k):
        least, chosen = math.inf, nearest
        for _ in range(2 + int(math.log(size.k))):
            candidate = rows.values[draw_row(rows, nearest, random)]
            distances, potential = rows.distances(size, candidate, metric, nearest)
            if potential < least:
                least, chosen = potential, distances
                centres[c] = candidate
        nearest = chosen
    return centres


def random_rows(workspace: Workspace, rows: LocalRows, random: np.random.Generator) -> Floats:
    """K different rows, each as likely as its weight."""
    k = workspace.size.k
    taken: list[int] = []
    # weights may leave rows that are hardly ever drawn: after so many attempts any row will do
    for attempt in range(200 * k):
        row = draw_row(rows, None, random)
        if row not in taken or attempt >= 100 * k:
            taken.append(row)
        if len(taken) == k:
            break
    return rows.values[taken]


def lloyd(workspace: Workspace, rows: LocalRows, centres: Floats) -> Floats:
    """Lloyd's iterations. A centre that loses its last row moves to the row furthest from its own."""
    size, metric = workspace.size, workspace.view("metric").copy()
    before = math.inf
    for _ in range(_LLOYD_ITERATIONS):
        inertia, counts, moments = _groups(workspace, rows, centres, metric)
        filled = counts > 0
        moved = _move_one(rows, workspace, centres, counts, metric)
        centres[filled] += moments[filled] / counts[filled, None]
        if not moved and not inertia < before * (1 - _LLOYD_GAIN):
            break
        before = inertia
    assert centres.shape == (size.k, size.d)
    return centres


def fill_empty(workspace: Workspace, rows: LocalRows, centres: Floats) -> Floats:
    """Moves centres that no row is nearest to onto rows, while there are rows that are not centres."""
    metric = workspace.view("metric").copy()
    for _ in range(2 * workspace.size.k):
        _, counts, _ = _groups(workspace, rows, centres, metric)
        if not _move_one(rows, workspace, centres, counts, metric):
            break
    return centres


def _groups(workspace: Workspace, rows: LocalRows, centres: Floats, metric: Floats) -> tuple[float, Floats, Floats]:
    """Inertia, and the weight and Σ w (x − c) of each group."""
    d, k = workspace.size.d, workspace.size.k
    sums = rows.total(Assign(workspace.size, centres.copy(), metric))
    groups = sums[2:].reshape(k, 1 + d)
    return float(sums[0]), groups[:, 0], groups[:, 1:]


def _move_one(rows: LocalRows, workspace: Workspace, centres: Floats, counts: Floats, metric: Floats) -> bool:
    """Moves the first centre without rows, if there is one, to the row furthest from its own: one at a time, since it
    changes who is furthest."""
    empty = np.flatnonzero(~(counts > 0))
    if empty.size == 0:
        return False
    row, distance = rows.furthest(workspace.size, centres, metric)
    if not distance > 0:
        return False
    centres[empty[0]] = rows.values[row]
    return True
