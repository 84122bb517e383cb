"""Goods that were forgotten and imported again are compared like new ones."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from crawler.case.case import Case
from matcher.customs.ingest.forget import forget
from matcher.customs.ingest.store import import_file
from matcher.match.run import run_match
from matcher.review.decisions import review_database
from tests.support.customs_files import WriteCsv, row, write_csv
from tests.support.matching_case import add_item

__all__ = ["write_csv"]


def test_goods_forgotten_and_imported_again_are_matched_again(tmp_path: Path, write_csv: WriteCsv) -> None:
    case = Case.create(tmp_path / "case", contact="test@box31.example")
    text = "БРОНЕЖИЛЕТ ZK-V10, ЦВЕТ ЧЕРНЫЙ, ИЗГОТОВИТЕЛЬ: ZAKALKA; МОДЕЛЬ: ZK-V10"
    path = write_csv([row(1, PRODUCT_DESCRIPTION=text)])
    with closing(review_database(case)) as db:
        add_item(db, "i-1", "Ballistic Vest ZK-V10 Black", "ZK-V10", "Level: NIJ IIIA; Color: black")
        import_file(db, path)
        run_match(case, db)
        before = db.execute("SELECT pair_id, level FROM pairs").fetchall()
        assert before
        forget(db, path.name, "another mapping")
        assert db["pairs"].count == db["pair_scores"].count == 0
        import_file(db, path, again=True)
        run_match(case, db)
        assert db.execute("SELECT pair_id, level FROM pairs").fetchall() == before
