"""The photo of an item is the one that its own site's crawl archived."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from matcher.review.sheet.photos import PhotoReader
from tests.support.dossier_case import CaseWriter, drawing


def test_an_address_that_two_sites_show_gives_each_the_bytes_that_it_archived(tmp_path: Path) -> None:
    """A shared host of pictures may answer two sites with two pictures; the other's is newer."""
    w = CaseWriter.make(tmp_path / "case")
    own, others = drawing("#203040", "own"), drawing("#804020", "other")
    item = w.item("maker", "T-1", "Vest", picture=own)
    w.capture(
        "rival",
        "https://maker.example/img/T-1.png",
        others,
        "image/png",
        "2023-05-01T08:00:00+00:00",
        "image",
    )
    case = w.close()
    (version,) = (
        case.database().execute("SELECT version_id FROM item_versions WHERE item_id = ?", [item]).fetchone()
    )
    shown = SimpleNamespace(item_id=item, version_id=version)
    assert PhotoReader(case, case.database()).archived(shown) == own
