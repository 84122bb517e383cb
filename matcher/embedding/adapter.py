"""The low-rank adapter that is added to the bundled model: it brings names of goods and properties of several languages together.

LoRA (Hu et al. 2021, arXiv:2106.09685): the weight W of a layer becomes W + B A, with A and B of few rows and columns.
File `adapter.safetensors`: for each matrix `<name>.A`, (rank, inputs), and `<name>.B`, (outputs, rank), 16-bit floats,
scaled. tools/train_adapter.py trains it and says on what.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

import numpy as np

from matcher.arrays import Float32s

ADAPTER = Path(__file__).with_name("adapter.safetensors")


@lru_cache(maxsize=1)
def adapter_digest() -> str:
    """Names the adapter in names of folders: the model with another adapter gives other vectors."""
    return hashlib.sha256(ADAPTER.read_bytes()).hexdigest()[:8]


def changes() -> dict[str, Float32s]:
    """What is added to each matrix, by the name of the model's parameter; shapes are those of the matrices."""
    from safetensors.numpy import load_file

    factors = load_file(ADAPTER)
    names = sorted({name[:-2] for name in factors})
    return {
        name: factors[f"{name}.B"].astype(np.float32) @ factors[f"{name}.A"].astype(np.float32)
        for name in names
    }
