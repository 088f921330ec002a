"""From packed rows to a model: starts on the sample, EM on all rows, the first healthy end or the best of all."""

from __future__ import annotations

import math
from dataclasses import dataclass

from .cluster import ClusterRows
from .em import Limits, Run, em
from .errors import SingularCovarianceError
from .floor import Floor, copy_floor
from .health import Health, constant_features, distinct_limit, distinct_rows, examine, health_warnings, merge_distinct
from .local import LocalRows
from .packing import Coordinates
from .scale import times_power
from .start import Search
from .state import ModelState, moved_to, prepared
from .typing import Floats, JSONObject
from .workspace import Workspace

_LN2 = 0.6931471805599453

#: Rows by which starts can be told apart: so many for each mean, and in all at least, and at most.
_ROWS_EACH = 40
_FEWEST_ROWS = 2048
_MOST_ROWS = 16384


@dataclass(frozen=True)
class Settings:
    """What a fit is told."""

    covariance_type: str
    tol: float
    max_iter: int
    #: Added to each variance; or, relative, a share of the pooled within-cluster variance.
    reg_covar: float
    relative: bool
    seed: int
    searches: int
    accelerated: bool
    #: Where to start from instead of a search.
    initial: ModelState | None


@dataclass
class Outcome:
    """A run as it ended."""

    run: Run
    health: Health
    parameters: Floats


def fit_rows(rows: ClusterRows, workspace: Workspace, coordinates: Coordinates, settings: Settings) -> ModelState:
    """Fits a mixture to rows that are packed.

    Raises ValueError for more components than rows, SingularCovarianceError if a covariance cannot be factored.
    """
    size = workspace.size
    if size.k > rows.n:
        raise ValueError(f"k = {size.k} is more than the n = {rows.n} rows (of positive weight) of the data")
    workspace.measure()
    floor = Floor(settings.reg_covar, settings.relative, coordinates.exponent)
    sample = _sampled(rows, settings.seed, workspace)
    if settings.initial is not None:
        moved = moved_to(settings.initial, coordinates.origin, coordinates.exponent)
        leads = [prepared(moved)]
    else:
        leads = _leads(workspace, sample, coordinates, floor, settings)
    best, failure = _follow(rows, workspace, sample, floor, leads, settings)
    if best is None:
        assert failure is not None
        raise failure
    if not math.isfinite(best.run.log_likelihood):
        raise ValueError(
            "the log-likelihood is not a finite number: values or weights differ by too many orders of magnitude"
        )
    workspace.load_parameters(best.parameters)
    training = _training(rows, workspace, coordinates, best, settings)
    return _state(workspace, coordinates, settings.covariance_type, training)


def _sampled(rows: ClusterRows, seed: int, workspace: Workspace) -> LocalRows:
    """Enough rows to tell starts apart; all of them if there are not many more."""
    d, k = workspace.size.d, workspace.size.k
    enough = min(_MOST_ROWS, max(_FEWEST_ROWS, _ROWS_EACH * k * (d + 1)))
    return LocalRows(*rows.sample(rows.n if rows.n <= 2 * enough else enough, seed))


def _leads(
    workspace: Workspace, sample: LocalRows, coordinates: Coordinates, floor: Floor, settings: Settings
) -> list[Floats]:
    """Where a search on the sample leads; it also settles the floor."""
    trial = Workspace(workspace.size, sample, coordinates.level, "trial")
    trial.measure()
    leads = Search(trial, sample, floor).leads(settings.seed, settings.searches)
    copy_floor(trial, workspace)
    return leads


def _follow(
    rows: ClusterRows,
    workspace: Workspace,
    sample: LocalRows,
    floor: Floor,
    leads: list[Floats],
    settings: Settings,
) -> tuple[Outcome | None, SingularCovarianceError | None]:
    """EM from the first lead; from the others only as long as none has ended healthy."""
    limits = Limits(settings.tol, settings.max_iter, settings.initial is None, settings.accelerated)
    best: Outcome | None = None
    failure: SingularCovarianceError | None = None
    for parameters in leads:
        workspace.load_parameters(parameters)
        try:
            run = em(workspace, limits, floor)
        except SingularCovarianceError as error:
            failure = failure or error
            continue
        outcome = Outcome(run, _examined(rows, workspace, sample), workspace.save_parameters())
        if best is None or _is_better(outcome, best):
            best = outcome
        if best.health.is_healthy:
            break
    return best, failure


def _is_better(outcome: Outcome, best: Outcome) -> bool:
    """Healthy first, then by likelihood: that of a collapsed fit has no bound."""
    if outcome.health.is_healthy != best.health.is_healthy:
        return outcome.health.is_healthy
    return outcome.run.log_likelihood > best.run.log_likelihood


def _examined(rows: ClusterRows, workspace: Workspace, sample: LocalRows) -> Health:
    """Mostly the sample shows enough distinct rows of each component; all rows are asked for the others."""
    size = workspace.size
    parameters = workspace.save_parameters()
    found = distinct_rows(sample.slices(), size, parameters, range(size.k))
    few = [c for c, seen in found.items() if len(seen) < distinct_limit(size)]
    if few:
        merge_distinct(found, rows.distinct(parameters, few))
    return examine(workspace, found)


def _training(
    rows: ClusterRows, workspace: Workspace, coordinates: Coordinates, best: Outcome, settings: Settings
) -> JSONObject:
    """What the model tells of its fit, in the caller's units: each density has a factor 2^(d·e) more than here."""
    run, health = best.run, best.health
    weight = rows.total_weight
    shift = weight * (workspace.size.d * coordinates.exponent * _LN2)
    said = constant_features(workspace.view("total"), rows.n) + health_warnings(health, workspace.size)
    if not run.converged and run.n_iter > 0:
        said.append(f"The fit had not converged after maxIter = {settings.max_iter} iterations: raise maxIter or tol.")
    return {
        "nSamples": rows.n,
        "totalWeight": float(times_power(weight, coordinates.weight_exponent)),
        "logLikelihood": float(times_power(run.log_likelihood + shift, coordinates.weight_exponent)),
        "history": [(value + shift) / weight for value in run.history],
        "converged": run.converged,
        "nIter": run.n_iter,
        "collapsed": health.collapsed,
        "spurious": health.spurious,
        "empty": health.empty,
        "warnings": said,
        "execution": {"backend": "wasm", "simd": True, "relaxed": False, "threads": rows.slots},
    }


def _state(workspace: Workspace, coordinates: Coordinates, covariance_type: str, training: JSONObject) -> ModelState:
    d, k = workspace.size.d, workspace.size.k
    return ModelState(
        covariance_type,
        k,
        d,
        coordinates.origin,
        coordinates.exponent,
        workspace.weights.copy(),
        workspace.means.copy(),
        workspace.covariances.copy(),
        training,
        workspace.view("floor").copy(),
    )
