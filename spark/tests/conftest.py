"""One Spark session for all tests, and the reference fits of the repository."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from gmm_wasm_spark import GaussianMixtureModel
from gmm_wasm_spark.family import CODES, family_of

REPOSITORY = Path(__file__).resolve().parents[2]
FIXTURES = REPOSITORY / "test" / "fixtures"

FAMILIES = list(CODES)


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.python.unix.domain.socket.enabled", "true")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


def frame_of(
    spark: SparkSession, rows: np.ndarray, partitions: int = 2, weights: np.ndarray | None = None
) -> DataFrame:
    """Rows as columns x0, x1, … (and w), spread over partitions in their order; no Python in the executors."""
    columns = dict(zip(columns_of(rows), rows.T, strict=True))
    if weights is not None:
        columns["w"] = weights
    place = (F.col("id") + 1).cast("int")
    cells = {name: F.split(F.lit(",".join(map(repr, values.tolist()))), ",") for name, values in columns.items()}
    ids = spark.range(0, len(rows), 1, partitions)
    return ids.select(*[F.element_at(cell, place).cast("double").alias(name) for name, cell in cells.items()])


def columns_of(rows: np.ndarray) -> list[str]:
    """The names that `frame_of` gives."""
    return [f"x{j}" for j in range(rows.shape[1])]


@dataclass(frozen=True)
class Reference:
    """A reference fit: data, start, and what came of it in extended precision."""

    id: str
    rows: np.ndarray
    family: str
    k: int
    told: dict[str, Any]

    def model(self, name: str) -> GaussianMixtureModel:
        """The mixture under that name: init, final."""
        told = self.told[name]
        return GaussianMixtureModel.fromParameters(
            told["weights"], told["means"], self.shaped(told["covariances"]), self.family
        )

    def shaped(self, covariances: list[Any]) -> np.ndarray:
        """K × d × d covariances in the family's shape."""
        full = np.array(covariances)
        if self.family == "full":
            return full
        if self.family == "tied":
            return full[0]
        diagonals = np.array([np.diag(matrix) for matrix in full])
        return {
            "diag": diagonals,
            "spherical": diagonals[:, 0],
            "tied-diag": diagonals[0],
            "tied-spherical": diagonals[0, 0],
        }[self.family]


def references(data_set: str) -> list[Reference]:
    """The reference fits of a data set that can be compared in all."""
    told = json.loads((FIXTURES / f"{data_set}.json").read_text())
    rows = np.array(told["data"], dtype=np.float64)
    return [
        Reference(fit["id"], rows, family, fit["k"], fit)
        for fit in told["fits"]
        if fit["status"] == "optimum" and (family := family_of(fit["model"]))
    ]


def blobs(n: int, seed: int = 0, k: int = 3, d: int = 2) -> np.ndarray:
    """Rows of k clusters that are apart."""
    random = np.random.default_rng(seed)
    centres = 8.0 * random.normal(size=(k, d))
    return centres[random.integers(k, size=n)] + random.normal(size=(n, d))
