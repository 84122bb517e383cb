"""The invented case and its dossier, made once; tests that write copy them first."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.case.case import Case
from matcher.dossier.build import DossierOptions, build_dossier
from matcher.dossier.chosen.selection import accepted
from matcher.review.decisions import review_database
from tests.support.dossier_case import story
from tests.support.made_once import made_once

BUILT = "2024-03-01T00:00:00Z"


@pytest.fixture(scope="session")
def story_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_once(tmp_path_factory, "story", lambda folder: story(folder / "case")) / "case"


@pytest.fixture(scope="session")
def story_dossier(story_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = made_once(tmp_path_factory, "dossier", lambda folder: dossier_of(story_case, folder / "dossier"))
    return made / "dossier"


def dossier_of(root: Path, target: Path, *, redact: bool = False) -> Path:
    """The dossier of all accepted pairs of the case in `root`."""
    case = Case.open(root)
    db = review_database(case)
    build_dossier(case, db, accepted(db), target, DossierOptions(redact=redact, built=BUILT))
    db.conn.close()
    return target
