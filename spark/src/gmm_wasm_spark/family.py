"""The covariance families: scikit-learn's names, those of the two that it lacks, and mclust's as synonyms."""

from __future__ import annotations

CODES = {"full": 0, "diag": 1, "spherical": 2, "tied": 3, "tied-diag": 4, "tied-spherical": 5}

_SYNONYMS = {
    "VVV": "full",
    "EEE": "tied",
    "VVI": "diag",
    "VII": "spherical",
    "EEI": "tied-diag",
    "EII": "tied-spherical",
    "V": "full",
    "E": "tied",
}


def family_of(name: object) -> str | None:
    """The family that a name or synonym stands for; None if it is none."""
    if not isinstance(name, str):
        return None
    return name if name in CODES else _SYNONYMS.get(name)


def names() -> str:
    """All names, for messages."""
    return ", ".join([*CODES, *_SYNONYMS])
