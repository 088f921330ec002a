"""What is wrong with a fitted mixture: collapsed, spurious and empty components, each with a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from .area import area_for
from .layout import Sizes, is_tied
from .slices import Slice, rows_of
from .typing import Floats
from .workspace import Workspace


@dataclass(frozen=True)
class Health:
    """The indices of components that should not be believed."""

    #: Smallest eigenvalue of the covariance at the floor.
    collapsed: list[int]
    #: Likeliest for fewer than `distinct_limit` distinct rows.
    spurious: list[int]
    #: Of weight 0.
    empty: list[int]

    @property
    def is_healthy(self) -> bool:
        return not (self.collapsed or self.spurious or self.empty)


#: Distinct rows that a component is the likeliest for: as many as matter, by component.
Distinct = dict[int, set[bytes]]


def distinct_limit(size: Sizes) -> int:
    """So many distinct rows determine a mean and a covariance. One that all components share is determined by all rows,
    and its likelihood has a bound, so there one row will do."""
    return 1 if is_tied(size.family) else size.d + 2


def distinct_rows(slices: Iterable[Slice], size: Sizes, parameters: Floats, components: Iterable[int]) -> Distinct:
    """Up to `distinct_limit` distinct rows for which each of the components is the likeliest, as the bytes of the rows."""
    limit = distinct_limit(size)
    found: Distinct = {c: set() for c in components}
    area = area_for(size)
    area.put("parameters", parameters)
    for part in slices:
        wanted = [c for c, rows in found.items() if len(rows) < limit]
        # slices are read to the end all the same: a Python worker that leaves input unread is not used again
        if not wanted:
            continue
        area.open(part)
        area.evaluate(log_densities=False, labels=True, responsibilities=False)
        rows = rows_of(part.tiles, part.rows, size.d)
        for c in wanted:
            for row in rows[area.labels == c]:
                found[c].add(row.tobytes())
                if len(found[c]) >= limit:
                    break
    return found


def merge_distinct(target: Distinct, source: Distinct) -> None:
    """Takes the rows that another has found."""
    for c, rows in source.items():
        target.setdefault(c, set()).update(rows)


def examine(workspace: Workspace, distinct: Distinct) -> Health:
    """Examines the parameters in the workspace, given what distinct rows there are for each component."""
    k, limit = workspace.size.k, distinct_limit(workspace.size)
    empty = [c for c in range(k) if workspace.weights[c] == 0]
    spurious = [c for c in range(k) if c not in empty and len(distinct.get(c, ())) < limit]
    return Health(workspace.collapsed(), spurious, empty)


def health_warnings(health: Health, size: Sizes) -> list[str]:
    """Sentences for people."""
    said: list[str] = []
    if health.collapsed:
        whose = "The shared covariance has" if is_tied(size.family) else _subject(health.collapsed, "has", "have")
        said.append(
            f"{whose} collapsed: a variance is held only by regCovar, so the likelihood means nothing. The rows there "
            "are equal, too few, or lie in a subspace; try fewer components, another start, or a larger regCovar."
        )
    if health.spurious:
        why = (
            "the likeliest for no row, so nothing tells where the mean should be"
            if is_tied(size.family)
            else f"the likeliest for fewer than {distinct_limit(size)} distinct rows, which do not determine a mean and a "
            "covariance"
        )
        said.append(
            f"{_subject(health.spurious, 'is', 'are')} spurious: {why}; try fewer components or another start."
        )
    if health.empty:
        said.append(
            f"{_subject(health.empty, 'is', 'are')} empty: no row belongs there, so the weight is 0 and mean and "
            f"covariance are the last ones. The data show at most {size.k - len(health.empty)} components from this "
            "start."
        )
    return said


def _subject(components: list[int], one: str, many: str) -> str:
    if len(components) == 1:
        return f"Component {components[0]} {one}"
    return f"Components {', '.join(str(c) for c in components)} {many}"


def constant_features(total: Floats, n: int) -> list[str]:
    """A sentence for features of which all values are equal."""
    constant = np.flatnonzero(~(total > 0))
    if constant.size == 0 or n == 1:
        return []
    named = ", ".join(str(j) for j in constant)
    subject = f"Feature {named} is" if constant.size == 1 else f"Features {named} are"
    return [f"{subject} constant to working precision: no component can be told from another by it."]
