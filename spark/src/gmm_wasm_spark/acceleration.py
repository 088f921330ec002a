"""When SQUAREM leaps, and what becomes of a leap. The step itself is the kernel's; this is its schedule:

    pass at θ0   pass at θ1   leap from θ0, θ1, θ2 to θ'   pass at θ'  ─ accepted: an M-step, and θ'' is a new θ0
                                                                       └ refused: back to θ2, which is a new θ0

A leap is accepted if the log-likelihood there is not below that of θ1. The constants are those of src/acceleration.ts,
which tells where they come from.
"""

from __future__ import annotations

import math

from .points import Points
from .workspace import Workspace

#: Leaps begin when a plain step gains less than this in the mean: earlier they lead to other optima.
BEGIN = 1e-5
#: The longest first leap, and the factor by which that limit grows after a leap that used it up, and else shrinks.
GROWTH = 4.0
#: What a run takes for the slowness 1/(1 − λ) of EM at least, before it ends after a leap.
SLOWNESS = 1000.0
#: Plain passes between a leap and the end of a run.
SETTLED = 3
#: A change below this share of the value is none.
NO_CHANGE = 1e-14


class Leaps:
    """The leaps of one run."""

    def __init__(self, workspace: Workspace, tol: float) -> None:
        self._workspace = workspace
        self._points = Points(workspace)
        self._tol = tol
        self._kept = 0
        self._limit = GROWTH
        #: The length of the leap to the present point, 0 if it is a plain one.
        self._length = 0.0
        #: Plain passes since the last accepted leap.
        self._plain = math.inf
        #: The longest leap so far: ‖r‖/‖v‖ is at most 1/(1 − λ) of the slowest mode.
        self._slowness = SLOWNESS
        #: Mean log-likelihood of the last point accepted, and at the last leap.
        self._value = math.nan
        self._left = math.nan
        #: The last two gains of plain steps.
        self._gain = math.nan
        self._before = math.nan

    def refuses(self, value: float) -> bool:
        """Takes the mean log-likelihood of the present point; whether it is refused, and the plain step is back."""
        length, self._length = self._length, 0.0
        if length == 0:
            self._plain += 1
            self._before = self._gain
            self._gain = value - self._value
            self._value = value
            return False
        self._kept = 0
        self._left = self._value
        if not self._value <= value < math.inf:
            self._go_back(length)
            return True
        if length == self._limit:
            self._limit *= GROWTH
        self._slowness = max(self._slowness, length)
        self._plain = 0
        self._value = value
        self._gain = math.nan
        # the stop rule sees plain steps only: a leap begins a new sequence
        self._workspace.view("state", 4)[:] = 0
        return False

    def _go_back(self, length: float) -> None:
        self._points.recall()
        self._limit = max(1.0, length / GROWTH)
        self._kept = 0

    @property
    def may_end(self) -> bool:
        """Whether the run may end where the stop rule holds: at once as long as there was no leap."""
        if self._plain == math.inf:
            return True
        if self._plain < SETTLED:
            return False
        return self._is_near or self._value - self._left <= NO_CHANGE * abs(self._value)

    @property
    def _is_near(self) -> bool:
        """Whether little is to come even if EM is as slow as it may be."""
        return abs(self._gain) * self._slowness < self._tol

    def remember(self) -> None:
        """Keeps the present point, if a leap may use it; to be called before its M-step."""
        # after a leap the M-step is to damp what the leap has stirred up
        if self._plain == 0:
            return
        if self._kept == 2:
            self._points.shift()
        else:
            self._kept += 1
        self._points.remember(1 if self._kept == 2 else 0)

    def leap(self) -> None:
        """Leaps from the point that an M-step has led to, if it is time."""
        if self._kept < 2 or not self._gain < BEGIN or self._is_ending:
            return
        if self._limit <= 1:
            # a leap of length 1 is the plain step
            self._limit = GROWTH
            self._kept = 0
            return
        length = self._points.extrapolate(self._limit)
        if length == 0:
            self._go_back(self._limit)
        elif length == 1:
            self._kept = 0
        else:
            self._length = length

    @property
    def _is_ending(self) -> bool:
        """Whether plain passes are about to end the run, or may be: that takes three values to tell."""
        times = self._workspace.view("state", 4)[3]
        if self._plain < math.inf:
            return bool(times > 0) and self._is_near
        if times > 0:
            return True
        # a few passes more would do: by Aitken extrapolation of what is to come after six of them
        if math.isnan(self._before):
            return True
        if self._before == 0:
            return not self._gain > 0
        ratio = self._gain / self._before
        if ratio >= 1:
            return False
        later = ratio * ratio * ratio
        return abs(((self._gain * ratio) / (1 - ratio)) * later * later) < self._tol
