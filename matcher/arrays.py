"""Types of numpy arrays, by what they hold. float32 for vectors and similarities, float64 for features and scores."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Float32s = NDArray[np.float32]
Float64s = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]
Ids = NDArray[np.bytes_]
Names = NDArray[Any]  # of strings or numbers that name groups
