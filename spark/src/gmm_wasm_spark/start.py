"""How a fit finds its start: "small EM" (Biernacki, Celeux & Govaert 2003) on the sample. Several starts get a few
iterations each, the best some more; then single components of the best are moved to rows drawn at random, and what is
better after a few iterations stays (random swaps: Zhao, Hautamäki & Fränti 2012)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .em import Limits, em
from .errors import SingularCovarianceError, require_factors
from .floor import Floor, sound_statistics
from .health import distinct_rows, examine
from .layout import DIAGONAL, FULL, is_tied, shape_of
from .local import LocalRows
from .seeding import draw_row, fill_empty, lloyd, plus_plus, random_rows
from .sweeps import Nearest
from .typing import Floats
from .workspace import Workspace

#: Starts of a search, in this order; the first sets the floor.
_STARTS = ("kmeans", "random", "plus-plus", "kmeans", "random", "plus-plus", "kmeans", "random")
#: Of how many the race goes on, and for how many iterations.
_ROUNDS = ((8, 5), (3, 10), (1, 20))
#: Swaps for each component, and the iterations that each is given.
_SWAPS = 4
_SWAP_ITERATIONS = 8
#: Gain of the mean log-likelihood that ends short runs before their time.
_TOL = 1e-6
#: Ends that are worth going on from.
_LEADS = 3
#: Ends whose mean log-likelihoods are so near are the same.
_SAME = 1e-9
#: With fewer rows for each component there is nothing to be told apart.
_ROWS_EACH = 4


@dataclass
class Candidate:
    """An end of a short run."""

    parameters: Floats
    #: Mean log-likelihood of the sample, internal units.
    value: float
    healthy: bool


class Search:
    """Searches on one sample, which share the floor."""

    def __init__(self, workspace: Workspace, rows: LocalRows, floor: Floor) -> None:
        self._workspace = workspace
        self._rows = rows
        self._floor = floor
        self._failure: SingularCovarianceError | None = None

    def leads(self, seed: int, searches: int) -> list[Floats]:
        """Parameters to start from, the most promising of so many searches first: healthy first, then by likelihood.

        Raises SingularCovarianceError if no start has covariances that can be factored.
        """
        found: list[Candidate] = []
        for run in range(searches):
            random = np.random.default_rng([seed & (2**64 - 1), run])
            for candidate in self._search(random):
                _enter(found, candidate)
        if not found:
            assert self._failure is not None
            raise self._failure
        return [candidate.parameters for candidate in _ranked(found)[:_LEADS]]

    def _search(self, random: np.random.Generator) -> list[Candidate]:
        k = self._workspace.size.k
        kinds = _STARTS if k > 1 and len(self._rows.values) >= _ROWS_EACH * k else _STARTS[:1]
        field: list[Candidate] = []
        for kind in kinds:
            self._try(field, lambda kind=kind: self._place(kind, random), _ROUNDS[0][1])  # type: ignore[misc]
        if len(kinds) == 1 or not field:
            return field
        for keep, iterations in _ROUNDS[1:]:
            ahead: list[Candidate] = []
            for candidate in _ranked(field)[:keep]:
                self._try(ahead, lambda c=candidate: self._workspace.load_parameters(c.parameters), iterations)  # type: ignore[misc]
            for candidate in ahead:
                _enter(field, candidate)
        for _ in range(_SWAPS * k):
            best = _ranked(field)[0]
            self._try(field, lambda b=best: self._swap(b.parameters, random), _SWAP_ITERATIONS, best.value)  # type: ignore[misc]
        return field

    def _try(
        self, field: list[Candidate], place: Callable[[], None], iterations: int, rival: float | None = None
    ) -> None:
        """Enters the end of a short run, unless it fails."""
        workspace, rows = self._workspace, self._rows
        limits = Limits(tol=_TOL, max_iter=iterations, ordered=False, accelerated=False)
        report = None if rival is None else _hopeful(rival * rows.total_weight, iterations)
        try:
            place()
            run = em(workspace, limits, self._floor, report)
        except SingularCovarianceError as error:
            self._failure = self._failure or error
            return
        parameters = workspace.save_parameters()
        distinct = distinct_rows(rows.slices(), workspace.size, parameters, range(workspace.size.k))
        healthy = examine(workspace, distinct).is_healthy
        _enter(field, Candidate(parameters, run.log_likelihood / rows.total_weight, healthy))

    def _place(self, kind: str, random: np.random.Generator) -> None:
        """Parameters from groups of rows about centres among them."""
        workspace, rows = self._workspace, self._rows
        centres = random_rows(workspace, rows, random) if kind == "random" else plus_plus(workspace, rows, random)
        centres = (lloyd if kind == "kmeans" else fill_empty)(workspace, rows, centres)
        self._from_groups(centres)

    def _from_groups(self, groups: Floats) -> None:
        """The M-step from the rows grouped by their nearest centre."""
        workspace = self._workspace
        workspace.centres[:] = groups.ravel()
        _preset(workspace)
        metric = workspace.view("metric").copy()

        def take(_: bool) -> None:
            # the groups stay as they are, wherever the statistics are centred
            workspace.take_sums(Nearest(workspace.size, groups, workspace.centres.copy(), metric))

        sound_statistics(workspace, self._floor, take)
        require_factors(workspace.maximise(), "the start")

    def _swap(self, parameters: Floats, random: np.random.Generator) -> None:
        """One component, drawn at random, goes to a row drawn at random, with the mean covariance and weight."""
        workspace, rows = self._workspace, self._rows
        d, k = workspace.size.d, workspace.size.k
        workspace.load_parameters(parameters)
        moved = int(random.integers(k))
        weights = workspace.weights
        workspace.means[moved * d : (moved + 1) * d] = rows.values[draw_row(rows, None, random)]
        if not is_tied(workspace.size.family):
            blocks = workspace.covariances.reshape(k, -1)
            blocks[moved] = weights @ blocks
        rest = 1 - weights[moved]
        weights[:] = weights / rest * (1 - 1 / k) if rest > 0 else 1 / k
        weights[moved] = 1 / k
        # a mean of covariances that have factors has one as well
        workspace.prepare()


def _preset(workspace: Workspace) -> None:
    """What a component keeps that gets no row: its centre, and the total variance of each feature."""
    d = workspace.size.d
    workspace.means[:] = workspace.centres
    total = np.where(workspace.view("total") > 0, workspace.view("total"), 1.0)
    shape = shape_of(workspace.size.family)
    if shape == FULL:
        block = np.zeros(d * (d + 1) // 2)
        block[[i * (i + 3) // 2 for i in range(d)]] = total
    else:
        block = total if shape == DIAGONAL else np.array([total.mean()])
    workspace.covariances[:] = np.tile(block, workspace.covariances.size // block.size)


def _hopeful(rival: float, iterations: int) -> Callable[[int, float], bool]:
    """Ends a run that would stay below the rival even if every iteration to come gained as much as the last."""
    before = -np.inf

    def report(iteration: int, value: float) -> bool:
        nonlocal before
        gain, before = value - before, value
        return iteration < 2 or value + gain * (iterations - iteration) >= rival

    return report


def _enter(field: list[Candidate], end: Candidate) -> None:
    """Adds the end of a short run to the others, unless it is one of them."""
    if not any(abs(other.value - end.value) < _SAME for other in field):
        field.append(end)


def _ranked(field: list[Candidate]) -> list[Candidate]:
    """Best first: healthy, then by likelihood."""
    return sorted(field, key=lambda candidate: (not candidate.healthy, -candidate.value))
