"""The case that is attacked: matched and reviewed, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.copies import copy_case
from tests.support.dossier_case import story


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a finished case. Do not write to it: copy it (fixture `case`)."""
    return story(tmp_path_factory.mktemp("story") / "case").root


@pytest.fixture
def case(whole: Path, tmp_path: Path) -> Path:
    """The folder of a copy of it that a test may change."""
    return copy_case(whole, tmp_path / "case")
