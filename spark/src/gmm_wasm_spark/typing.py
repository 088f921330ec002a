"""Names of types."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

#: Doubles of any shape.
Floats: TypeAlias = npt.NDArray[np.float64]
#: 32-bit integers of any shape.
Integers: TypeAlias = npt.NDArray[np.int32]
#: What `json.loads` gives.
JSONObject: TypeAlias = dict[str, Any]
