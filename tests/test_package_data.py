"""Every file of the packages is in the wheel: it is Python, or a pattern of pyproject.toml finds it."""

from __future__ import annotations

import subprocess
import tomllib
from fnmatch import fnmatch
from pathlib import Path

from tests.conftest import ROOT


def test_every_file_of_the_packages_is_in_the_wheel() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "crawler", "matcher"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    settings = tomllib.loads((Path(ROOT) / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    patterns = settings["setuptools"]["package-data"]["*"]
    files = [Path(name) for name in listed.stdout.split("\0") if name and not name.endswith(".py")]
    assert len(files) > 100
    folders = {str(Path(pattern).parent) for pattern in patterns if pattern.endswith("**")}
    left_out = [
        str(path)
        for path in files
        if not any(fnmatch(path.name, pattern) for pattern in patterns) and not folders & set(path.parts)
    ]
    assert left_out == []
