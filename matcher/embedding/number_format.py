"""The numbers that the encoder computes with, by the machine and the device that it is to use."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import version
from pathlib import Path

from crawler.case.errors import UsageProblem

PROCESSOR = "cpu"


def computes_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16 in hardware (Linux tells; elsewhere no)."""
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return "avx512_bf16" in flags or "amx_bf16" in flags


def number_format(device: str = PROCESSOR) -> str:
    """The numbers the encoder computes with on `device`: part of the name of the vectors' folder.

    `bf16` or `fp32` on the processor, `cuda-bf16` or `cuda-fp16`, `mps-fp16`: sixteen bits, since vectors are kept in
    sixteen. Raises UsageProblem where PyTorch has no such device here.
    """
    if device == PROCESSOR:
        return "bf16" if computes_bfloat16() else "fp32"
    import torch

    if device == "cuda" and torch.cuda.is_available():
        return "cuda-bf16" if torch.cuda.is_bf16_supported() else "cuda-fp16"
    if device == "mps" and torch.backends.mps.is_available():
        return "mps-fp16"
    raise UsageProblem(
        f'[match] device = "{device}": PyTorch {version("torch")} has no such device here; `box31 doctor` names what it has'
    )


def graphics_device() -> str:
    """The device besides the processor that PyTorch can encode on here: cuda, mps, or empty.

    PyTorch is loaded only where the machine may have one.
    """
    if sys.platform == "darwin":
        likely = ("mps",) if platform.machine() == "arm64" else ()
    else:
        likely = ("cuda",) if "+cpu" not in version("torch") and Path("/dev/nvidiactl").exists() else ()
    for device in likely:
        try:
            number_format(device)
        except UsageProblem:
            continue
        return device
    return ""
