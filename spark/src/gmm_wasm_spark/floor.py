"""The floor of variances: set once a fit, from the first statistics, so that all starts share it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .scale import times_power
from .workspace import Workspace


@dataclass
class Floor:
    """What the caller asked for, and whether it has been turned into numbers yet."""

    #: Added to each variance, in the caller's units; or a share of the pooled within-cluster variance.
    asked: float
    relative: bool
    #: Of the coordinates of the rows.
    exponent: int
    settled: bool = False


def sound_statistics(workspace: Workspace, floor: Floor, take: Callable[[bool], None], pooled: bool = False) -> None:
    """Statistics fit for an M-step: taken again about the means where their scatter would cancel, and directly where
    the pooled one did; and with the first of a fit the floor is fixed.

    `take` makes one pass about the present centres; `pooled` says whether it is an E-step, whose tied scatter may be
    pooled.
    """
    take(False)
    direct = pooled and workspace.cancels()
    moved = workspace.recentre() > 0
    if direct or moved:
        take(direct)
    # centres that moved may be further apart
    if pooled and moved and not direct and workspace.cancels():
        take(True)
    _settle(workspace, floor)


def _settle(workspace: Workspace, floor: Floor) -> None:
    if floor.settled:
        return
    d, k, family = workspace.size.d, workspace.size.k, workspace.size.family
    at, kernel = workspace.at, workspace.kernel
    kernel.call("pooled_variances", at["sums"], d, k, family, at["pooled"])
    if floor.relative:
        kernel.call("floors", at["pooled"], at["total"], at["level"], floor.asked, d, family, at["floor"])
    else:
        workspace.view("floor")[:] = times_power(floor.asked, 2 * floor.exponent)
    kernel.call("thresholds", at["floor"], at["pooled"], at["total"], d, at["threshold"])
    floor.settled = True


def copy_floor(source: Workspace, target: Workspace) -> None:
    """Hands a floor that is settled, and what was settled with it, to another workspace of the same coordinates."""
    for name in ("floor", "pooled", "threshold"):
        target.view(name)[:] = source.view(name)
