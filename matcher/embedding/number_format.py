"""The numbers that the encoder computes with on this machine."""

from __future__ import annotations

from pathlib import Path


def computes_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16 in hardware (Linux tells; elsewhere no)."""
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return "avx512_bf16" in flags or "amx_bf16" in flags


def number_format() -> str:
    """The numbers the encoder computes with here, `bf16` or `fp32`: part of the name of the vectors' folder."""
    return "bf16" if computes_bfloat16() else "fp32"
