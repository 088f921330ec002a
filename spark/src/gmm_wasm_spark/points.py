"""Three points of EM, kept to extrapolate from: each weights | means | covariances, one after the other in memory."""

from __future__ import annotations

from .layout import means_at, point_length
from .typing import Floats
from .workspace import Workspace


class Points:
    """The points of one run."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._length = point_length(workspace.size)

    def _point(self, index: int) -> Floats:
        return self._workspace.view("points", 3 * self._length)[index * self._length : (index + 1) * self._length]

    def _parameters(self) -> tuple[Floats, Floats]:
        """Weights; means and covariances, which lie side by side."""
        k = self._workspace.size.k
        at = self._workspace.at["parameters"]
        kernel = self._workspace.kernel
        return kernel.view(at, k), kernel.view(at + 8 * means_at(k), self._length - k)

    def remember(self, index: int) -> None:
        """Keeps the present weights, means and covariances as one of the three."""
        weights, rest = self._parameters()
        point = self._point(index)
        point[: weights.size] = weights
        point[weights.size :] = rest

    def shift(self) -> None:
        """Lets the second point be the first."""
        self._point(0)[:] = self._point(1)

    def recall(self) -> None:
        """Sets the parameters back to the third point."""
        weights, rest = self._parameters()
        point = self._point(2)
        weights[:] = point[: weights.size]
        rest[:] = point[weights.size :]
        self._workspace.prepare()

    def extrapolate(self, limit: float) -> float:
        """The SQUAREM step from two points kept and the present one, which becomes the third; its length, 0 or 1."""
        self.remember(2)
        d, k, family = self._workspace.size.d, self._workspace.size.k, self._workspace.size.family
        at = self._workspace.at
        return float(
            self._workspace.kernel.call(
                "extrapolate",
                at["points"],
                at["parameters"],
                at["threshold"],
                float(limit),
                d,
                k,
                family,
                at["flags"],
                at["scratch"],
            )
        )
