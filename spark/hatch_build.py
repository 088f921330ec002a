"""Puts the kernel, which `npm run build` of the repository writes, into the package."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BINARY = Path("src/gmm_wasm_spark/simd.wasm")


class KernelHook(BuildHookInterface):
    """Copies ../build/simd.wasm; a source distribution has its copy already."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        built = root.parent / "build" / "simd.wasm"
        if built.exists():
            shutil.copyfile(built, root / BINARY)
        elif not (root / BINARY).exists():
            raise FileNotFoundError(f"{built} is missing: run `npm ci && npm run build` in the root of the repository")
        build_data["artifacts"].append(BINARY.as_posix())
