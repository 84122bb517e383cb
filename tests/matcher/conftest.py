"""The invented case and its dossier, made once for each worker; tests that write copy them first."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.case.case import Case
from matcher.dossier.build import DossierOptions, build_dossier
from matcher.dossier.chosen.selection import accepted
from matcher.review.decisions import review_database
from tests.support.dossier_case import story

BUILT = "2024-03-01T00:00:00Z"


@pytest.fixture(scope="session")
def story_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return story(tmp_path_factory.mktemp("story") / "case").root


@pytest.fixture(scope="session")
def story_dossier(story_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return dossier_of(story_case, tmp_path_factory.mktemp("dossier") / "dossier")


def dossier_of(root: Path, target: Path, *, redact: bool = False) -> Path:
    """The dossier of all accepted pairs of the case in `root`."""
    case = Case.open(root)
    db = review_database(case)
    build_dossier(case, db, accepted(db), target, DossierOptions(redact=redact, built=BUILT))
    db.conn.close()
    return target
