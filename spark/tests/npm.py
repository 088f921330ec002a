"""The npm package of the repository, asked by node."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import REPOSITORY

_SCRIPT = Path(__file__).with_name("exchange.mjs")

needs_npm = pytest.mark.skipif(
    not (shutil.which("node") and (REPOSITORY / "dist" / "index.js").exists()), reason="node and dist/ are needed"
)


def ask(**request: Any) -> dict[str, Any]:
    """The answer to a request as exchange.mjs understands it."""
    run = subprocess.run(["node", _SCRIPT], input=json.dumps(request), capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def doubles(text: str) -> np.ndarray:
    """Doubles as exchange.mjs writes them."""
    return np.frombuffer(base64.b64decode(text), np.float64)
