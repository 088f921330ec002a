"""The loop: pass, maximise, stop. An iteration is a pass at θ_t, which gives the log-likelihood there and the
statistics, and then θ_{t+1}; so a run of T M-steps takes T + 1 passes, and the last value belongs to what is returned.
With acceleration some of the points are leaps; those that are refused count as iterations, but leave no value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from .acceleration import Leaps
from .errors import require_factors
from .floor import Floor, sound_statistics
from .workspace import Workspace


@dataclass
class Run:
    """One run of EM as it ended; the parameters are in the workspace."""

    #: Σ w·ln p(x) at the returned parameters, internal units.
    log_likelihood: float = 0.0
    #: The same at the start and at each point after it; with acceleration, at those accepted.
    history: list[float] = field(default_factory=list)
    converged: bool = False
    #: Points tried after the start.
    n_iter: int = 0


@dataclass(frozen=True)
class Limits:
    """How far a run goes."""

    tol: float
    max_iter: int
    #: Whether components are to be sorted by mean at the end.
    ordered: bool
    #: Whether SQUAREM may leap.
    accelerated: bool


#: Hears of every point: iteration and log-likelihood; the answer False ends the run.
Report = Callable[[int, float], bool]


def em(workspace: Workspace, limits: Limits, floor: Floor, report: Report | None = None) -> Run:
    """Runs EM from the parameters in the workspace."""
    kernel, state = workspace.kernel, workspace.at["state"]
    run = Run()
    workspace.view("state", 4)[:] = 0
    leaps = Leaps(workspace, limits.tol) if limits.accelerated else None
    while True:
        workspace.centre_on_means()
        sound_statistics(workspace, floor, workspace.take_pass, pooled=True)
        # about other centres or not: the log-likelihood is that of the same parameters
        value = float(workspace.view("sums", 1)[0])
        mean = value / workspace.total_weight
        if leaps and leaps.refuses(mean):
            run.n_iter += 1
            continue
        run.log_likelihood = value
        run.history.append(value)
        stopped = report is not None and not report(run.n_iter, value)
        still = kernel.call("converged", state, mean, limits.tol) == 1
        run.converged = still and (leaps.may_end if leaps else True)
        if run.converged or stopped or run.n_iter >= limits.max_iter:
            break
        if leaps:
            leaps.remember()
        require_factors(workspace.maximise(), f"M-step {run.n_iter + 1}")
        run.n_iter += 1
        # a leap that is refused needs one more pass
        if leaps and run.n_iter < limits.max_iter:
            leaps.leap()
    _settle(workspace, run, limits)
    return run


def _settle(workspace: Workspace, run: Run, limits: Limits) -> None:
    """Brings components into order; the sums over them, and so the last value, follow it."""
    if not (limits.ordered and workspace.sort()):
        return
    require_factors(workspace.prepare(), "the sorted model")
    run.log_likelihood = workspace.likelihood()
    run.history[-1] = run.log_likelihood
