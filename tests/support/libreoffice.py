"""Files saved again by LibreOffice, without a window."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

SOFFICE = shutil.which("soffice")
TIMEOUT = 120.0  # seconds, for one or two files
NOT_INSTALLED = "soffice is not installed (apt-get install libreoffice-calc-nogui)"


def saved_again(
    files: Sequence[Path], suffix: str, out: Path, profile: Path, *words: str, timeout: float = TIMEOUT
) -> None:
    """Save files with this suffix in the folder `out`; `profile` is the folder of LibreOffice's own settings."""
    assert SOFFICE is not None, NOT_INSTALLED
    subprocess.run(
        [
            *(SOFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless", *words),
            *("--convert-to", suffix, "--outdir", out, *files),
        ],
        check=True,
        capture_output=True,
        timeout=timeout,
    )


def evaluating(delimiters: str) -> str:
    """The option that reads CSV with these delimiters (codes joined by /); its last token has formulas evaluated."""
    return f"--infilter=CSV:{delimiters},34,76,1,,1033,false,true,false,false,false,-1,true"
