"""What decides: parameters, floor and thresholds in a memory of the driver, and the operations of EM on them. The sums
over rows come from whoever holds those."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from .kernel import Kernel, kept, scratch_length
from .layout import (
    DIAGONAL,
    LEAST,
    TIED,
    Sizes,
    covariances_at,
    covariances_length,
    means_at,
    parameters_length,
    workspace_layout,
)
from .sweeps import Moments, Pass, Sweep
from .typing import Floats


class Rows(Protocol):
    """Packed rows, wherever they are."""

    #: Σ of stored weights; the number of rows if there are none.
    total_weight: float

    def total(self, sweep: Sweep) -> Floats:
        """The sum of a sweep over all of them."""
        ...


class Workspace:
    """Rows, and a mixture on its way to them."""

    def __init__(self, size: Sizes, rows: Rows, level: Floats, name: str) -> None:
        """Uses the memory of that name; another workspace of the same name and size takes it over."""
        self.size = size
        self.rows = rows
        scratch = scratch_length(size.d, size.k)
        self.at, end = workspace_layout(size, scratch)
        self.kernel: Kernel = kept(("workspace", name, size), lambda: Kernel(end))
        self.view("level")[: size.d] = level
        #: Passes over the rows so far.
        self.passes = 0

    @property
    def total_weight(self) -> float:
        return self.rows.total_weight

    def view(self, name: str, length: int | None = None) -> Floats:
        """A live view of the region of that name, of d doubles unless a length is given."""
        return self.kernel.view(self.at[name], self.size.d if length is None else length)

    def measure(self) -> None:
        """The total variance of each feature, and the metric of k-means: 1/variance, 0 where a feature is constant."""
        d = self.size.d
        at = self.at
        centre = self.view("metric")
        centre[:] = 0
        self.view("floor")[:] = 0
        # a second time if the origin lies far from the rows, and then the centre is the mean
        for _ in range(3):
            self._take(Moments(self.size, centre.copy()))
            if self.kernel.call("recentre", at["sums"], at["metric"], at["floor"], d, 1, DIAGONAL) == 0:
                break
        self.kernel.call("pooled_variances", at["sums"], d, 1, DIAGONAL, at["total"])
        total = self.view("total")
        varies = total > LEAST
        centre[:] = np.where(varies, 1 / np.where(varies, total, 1), 0)

    def take_pass(self, direct: bool = False) -> None:
        """E-step at the present parameters, and statistics about the present centres: to `sums`."""
        self.passes += 1
        self._take(Pass(self.size, self.save_parameters(), self.centres.copy(), direct))

    def likelihood(self) -> float:
        """The log-likelihood at the present parameters, internal units."""
        self.passes += 1
        return float(self.rows.total(Pass(self.size, self.save_parameters(), None))[0])

    def _take(self, sweep: Sweep) -> None:
        self.view("sums", sweep.length)[:] = self.rows.total(sweep)

    def take_sums(self, sweep: Sweep) -> None:
        """The sums of any sweep whose result is statistics."""
        self._take(sweep)

    @property
    def centres(self) -> Floats:
        """K·d centres, live."""
        return self.view("centres", self.size.k * self.size.d)

    def centre_on_means(self) -> None:
        self.centres[:] = self.means

    @property
    def weights(self) -> Floats:
        return self.view("parameters", self.size.k)

    @property
    def means(self) -> Floats:
        """K·d means, internal, live."""
        d, k = self.size.d, self.size.k
        return self.kernel.view(self.at["parameters"] + 8 * means_at(k), k * d)

    @property
    def covariances(self) -> Floats:
        """The covariance blocks, packed, internal, live."""
        d, k = self.size.d, self.size.k
        return self.kernel.view(self.at["parameters"] + 8 * covariances_at(d, k), covariances_length(self.size))

    def save_parameters(self) -> Floats:
        """A copy of the parameter block."""
        return self.view("parameters", parameters_length(self.size)).copy()

    def load_parameters(self, saved: Floats) -> None:
        self.view("parameters", saved.size)[:] = saved

    def prepare(self) -> int:
        """Factors and constants of the present parameters; −1, or the component that has none."""
        d, k, family = self.size.d, self.size.k, self.size.family
        return int(self.kernel.call("prepare", self.at["parameters"], d, k, family, self.at["scratch"]))

    def recentre(self) -> int:
        """Moves centres where the scatter would cancel; how many moved."""
        d, k, family = self.size.d, self.size.k, self.size.family
        at = self.at
        return int(self.kernel.call("recentre", at["sums"], at["centres"], at["floor"], d, k, family))

    def cancels(self) -> bool:
        """Whether the pooled scatter of a pass lost digits, so that it is to be made again directly."""
        d, k, family = self.size.d, self.size.k, self.size.family
        if family != TIED or d == 1:
            return False
        at = self.at
        answer = self.kernel.call(
            "cancels", at["sums"], at["parameters"], at["centres"], at["floor"], d, k, at["scratch"]
        )
        return answer == 1

    def maximise(self) -> int:
        """The M-step; −1, or the component whose covariance is not positive definite."""
        d, k, family = self.size.d, self.size.k, self.size.family
        at = self.at
        return int(
            self.kernel.call(
                "maximise", at["sums"], at["centres"], at["floor"], 0, at["parameters"], d, k, family, at["scratch"]
            )
        )

    def sort(self) -> bool:
        """Sorts components by mean; whether anything moved, and then `prepare` is due."""
        d, k, family = self.size.d, self.size.k, self.size.family
        return self.kernel.call("sort", self.at["parameters"], d, k, family) == 1

    def collapsed(self) -> list[int]:
        """The components whose covariance is held only by the floor."""
        d, k, family = self.size.d, self.size.k, self.size.family
        at = self.at
        self.kernel.call("collapsed", at["parameters"], at["threshold"], d, k, family, at["flags"], at["scratch"])
        flags = self.kernel.whole(at["flags"], k)
        return [c for c in range(k) if flags[c] == 1]
