"""The redacted dossier names no person anywhere, is otherwise the same, and says what was left out."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest
from lxml import html

from matcher.dossier.files.bag import problems
from tests.matcher.conftest import dossier_of
from tests.support.dossier_case import CaseWriter

SECRETS = (
    "Иванова Мария", "Печкин", "770000000004", "O. Kovalenko", "second reader", "desk@research.example",
    "ivanov@mail.example", "+7 495 123-45-67", "kept quiet",
)  # fmt: skip


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    w = CaseWriter.make(tmp_path_factory.mktemp("redact") / "case", "Redacted")
    item = w.item("maker", "A-100", "Vest A-100", model="A-100")
    file_id = w.file("ru.csv")
    goods = w.goods("ЖИЛЕТ A-100, тел. +7 495 123-45-67, ivanov@mail.example")
    w.line(
        file_id, goods, date="2023-01-01", importer="ООО «Ромашка»", importer_code="7700000001", quantity=5.0
    )
    w.line(
        file_id,
        goods,
        date="2023-01-02",
        importer="ИП Емеля Печкин",
        importer_code="770000000004",
        quantity=6.0,
    )
    pair = w.pair(item, goods)
    w.decide(pair, note="kept quiet")
    w.decide(pair, reviewer="second reader")
    return w.close().root


@pytest.fixture(scope="module")
def whole(case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return dossier_of(case, tmp_path_factory.mktemp("whole") / "dossier")


@pytest.fixture(scope="module")
def redacted(case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return dossier_of(case, tmp_path_factory.mktemp("redacted") / "dossier", redact=True)


def everything(dossier: Path) -> str:
    """Every byte of the folder as text, WARC parts unpacked."""
    parts = []
    for path in sorted(dossier.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            parts.append(
                (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8", "replace")
            )
    return "\n".join(parts)


@pytest.mark.parametrize("secret", SECRETS)
def test_what_is_personal_is_in_the_whole_dossier_and_not_in_the_redacted(
    secret: str, whole: Path, redacted: Path
) -> None:
    assert secret in everything(whole)
    assert secret not in everything(redacted)


def test_firms_goods_and_sums_stay(redacted: Path) -> None:
    text = everything(redacted)
    for word in ("ООО «Ромашка»", "7700000001", "Vest A-100", "ЖИЛЕТ A-100"):
        assert word in text
    with (redacted / "data/tables/customs_lines.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert [row["quantity"] for row in rows] == ["5.0", "6.0"]
    assert [row["importer"] for row in rows] == ["ООО «Ромашка»", "[redacted] person 1"]
    assert problems(redacted) == []


def test_it_says_what_was_left_out_and_how_often(redacted: Path) -> None:
    page = html.document_fromstring((redacted / "data/reading.html").read_bytes())
    rows = {
        cells[0].text_content(): int(cells[2].text_content())
        for cells in (
            row.xpath("./th | ./td") for row in page.xpath("//h2[.='What was left out']/following::tbody/tr")
        )
    }
    assert rows["importers' names"] == 1
    assert rows["importers' tax numbers"] == 1
    assert rows["names of reviewers"] == 2
    assert rows["notes of reviewers"] == 1
    assert rows["contact address of the case"] == 1
    assert rows["cells of customs rows"] >= 4
    assert "request and warcinfo records of captures" in rows


def test_reviewers_are_told_apart_and_records_stay_verbatim(case: Path, redacted: Path) -> None:
    with (redacted / "data/tables/decisions.csv").open(encoding="utf-8", newline="") as handle:
        assert {row["reviewer"] for row in csv.DictReader(handle)} == {"reviewer 1", "reviewer 2"}
    with (redacted / "data/tables/captures.csv").open(encoding="utf-8", newline="") as handle:
        (capture,) = csv.DictReader(handle)
    part = (redacted / "data" / capture["file"]).read_bytes()
    start, length = int(capture["offset"]), int(capture["length"])
    source = (case / "archive" / "maker" / capture["warc_file"]).read_bytes()
    at = int(capture["warc_offset"])
    assert part[start : start + length] == source[at : at + length]
    (cells,) = {
        len(json.loads(line)["cells"]) for line in next((redacted / "data/customs").glob("*.jsonl")).open()
    }
    assert cells == 6
