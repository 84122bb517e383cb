"""A dossier counts importers by firm, whatever the spelling, and names how many spellings there are."""

from __future__ import annotations

from pathlib import Path

from matcher.dossier.chosen.figures import groups
from matcher.dossier.chosen.selection import choose, group
from tests.support.dossier_case import CaseWriter


def test_three_spellings_of_an_importer_are_one_importer(tmp_path: Path) -> None:
    w = CaseWriter.make(tmp_path / "case")
    file, goods = w.file("lines.csv"), w.goods("ЖИЛЕТ ЗАЩИТНЫЙ")
    for importer, code in (
        ('ООО "СИЛУАН-ЭКИП"', "7707083893"),
        ("SILUAN-EKIP LLC", ""),
        ("Общество с ограниченной ответственностью Силуан-Экип", "7707083893"),
        ("ТОО АЛТЫН БУКА", ""),
        ("[redacted] person 1", ""),
    ):
        w.line(file, goods, importer=importer, importer_code=code, date="2023-03-04", value_usd=100.0)
    choose(w.db, [])
    w.db.execute("INSERT INTO chosen_lines SELECT * FROM current_lines")
    group(w.db)
    found = {one.key: one for one in groups(w.db, "importer")}
    assert sorted(found) == ["7707083893", "[redacted] person 1", "ТОО АЛТЫН БУКА"]
    assert found["7707083893"].lines == 3
    assert "3 spellings" in found["7707083893"].label
    assert found["ТОО АЛТЫН БУКА"].label == "ТОО АЛТЫН БУКА"


def test_a_country_in_three_spellings_is_one_country(tmp_path: Path) -> None:
    w = CaseWriter.make(tmp_path / "case")
    file, goods = w.file("lines.csv"), w.goods("ЖИЛЕТ ЗАЩИТНЫЙ")
    for destination in ("РОССИЯ", "РОССИЯ", "RU", "Russian Federation", "Rosva?", None):
        w.line(file, goods, destination=destination, date="2023-03-04", value_usd=100.0)
    choose(w.db, [])
    w.db.execute("INSERT INTO chosen_lines SELECT * FROM current_lines")
    group(w.db)
    assert {one.key: one.lines for one in groups(w.db, "destination")} == {"РОССИЯ": 4, "Rosva?": 1, "": 1}
