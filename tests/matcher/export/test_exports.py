"""Exports: every value arrives or is reported, nothing becomes a formula, personal fields stay out on request."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from crawler.case.case import Case
from matcher.export import rows as exports
from matcher.review.decisions import review_database
from tests.conftest import BOX31
from tests.support.copies import copy_case
from tests.support.dossier_case import CaseWriter


def run(case: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([BOX31, "-C", case, "export", *arguments], capture_output=True, text=True)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    w = CaseWriter.make(tmp_path_factory.mktemp("hostile") / "case")
    item = w.item("maker", "S-1", '=HYPERLINK("http://x.example")', brand="@SUM(A1)", specs={"-1": "+2"})
    file_id = w.file("=cmd.csv")
    goods = w.goods("=WEBSERVICE(1) жилет")
    w.line(
        file_id, goods, declaration="00123456789012345678", hs="0101210000", importer="ФОП Іваненко І.І.",
        importer_code="3131313131", origin="Тридевятое царство", destination="RU", date="31.02.2023", exporter="-1+1",
    )  # fmt: skip
    w.decide(w.pair(item, goods), reviewer="A. Reader", note="call +380 44 000 00 00")
    w.post("maker", "1", "News", "text", "2023-05-31", author="J. Doe")
    return w.close().root


class TestFollowTheMoney:
    @pytest.fixture(autouse=True)
    def library(self) -> None:
        pytest.importorskip(
            "followthemoney", reason="followthemoney is not installed: pip install 'box31[ftm]'"
        )

    def export(
        self, case: Path, tmp_path: Path, *more: str
    ) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        done = run(case, "ftm", "-o", str(tmp_path / "a.json"), "--dropped", str(tmp_path / "d.json"), *more)
        assert done.returncode == 0, done.stderr
        return read(tmp_path / "a.json"), read(tmp_path / "d.json")

    def test_the_validator_accepts_every_entity_and_drops_nothing(
        self, story_case: Path, tmp_path: Path
    ) -> None:
        written, dropped = self.export(story_case, tmp_path)
        assert dropped == []
        assert plain(self.validated(tmp_path)) == plain(written)

    def validated(self, tmp_path: Path) -> list[dict[str, Any]]:
        ftm = Path(sys.executable).parent / "ftm"
        done = subprocess.run(
            [ftm, "validate", "-i", tmp_path / "a.json", "-o", tmp_path / "b.json"],
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return read(tmp_path / "b.json")

    def test_pairs_lines_pages_posts_and_pictures_are_all_there(
        self, story_case: Path, tmp_path: Path
    ) -> None:
        written, _ = self.export(story_case, tmp_path)
        counts = Counter(entity["schema"] for entity in written)
        assert counts["Similar"] == 4
        assert counts["EconomicActivity"] == 29
        assert counts["HyperText"] == 4
        assert counts["Image"] == 2
        assert counts["Article"] == 2
        by_id = {entity["id"]: entity for entity in written}
        for entity in written:
            for name in (
                "candidate",
                "match",
                "sender",
                "receiver",
                "document",
                "entity",
                "subject",
                "object",
                "proof",
            ):
                for target in entity["properties"].get(name, []):
                    assert target in by_id, (entity["id"], name)

    def test_a_pair_keeps_its_confidence_and_reasons(self, story_case: Path, tmp_path: Path) -> None:
        written, _ = self.export(story_case, tmp_path)
        best = max(
            (e for e in written if e["schema"] == "Similar"),
            key=lambda e: float(e["properties"]["confidenceScore"][0]),
        )
        assert best["properties"]["confidenceScore"] == ["0.97"]
        assert "the maker HENGDUN is named" in best["properties"]["criteria"]

    def test_a_document_has_the_hash_of_its_content(self, story_case: Path, tmp_path: Path) -> None:
        import hashlib

        from crawler.archive.capture_reader import read_capture

        written, _ = self.export(story_case, tmp_path)
        case = Case.open(story_case)
        db = case.database()
        for entity in written:
            if entity["schema"] in ("HyperText", "Image"):
                capture = entity["id"].removeprefix("box31-capture-")
                content = read_capture(db, story_case / "archive", capture).content
                assert entity["properties"]["contentHash"] == [hashlib.sha1(content).hexdigest()]
                assert hashlib.sha256(content).hexdigest() in entity["properties"]["notes"][0]

    def test_what_is_not_valid_is_reported_and_kept_in_words(self, hostile: Path, tmp_path: Path) -> None:
        written, dropped = self.export(hostile, tmp_path)
        assert {(one["property"], one["value"]) for one in dropped} == {
            ("originCountry", "Тридевятое царство"),
            ("date", "31.02.2023"),
        }
        (line,) = [entity for entity in written if entity["schema"] == "EconomicActivity"]
        assert "originCountry as stated: Тридевятое царство" in line["properties"]["description"]
        assert plain(self.validated(tmp_path)) == plain(written)

    def test_redacted_it_names_no_person(self, hostile: Path, tmp_path: Path) -> None:
        self.export(hostile, tmp_path, "--redact")
        text = (tmp_path / "a.json").read_text(encoding="utf-8")
        assert "Іваненко" not in text
        assert "3131313131" not in text
        assert "J. Doe" not in text


def plain(entities: list[dict[str, Any]]) -> list[Any]:
    """What an entity says, whatever a program adds around it."""
    return [
        (one["id"], one["schema"], {name: sorted(values) for name, values in one["properties"].items()})
        for one in entities
    ]


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("kind", list(exports.KINDS))
def test_json_lines_hold_every_row_verbatim(kind: str, hostile: Path) -> None:
    done = run(hostile, "jsonl", kind)
    assert done.returncode == 0, done.stderr
    got = [json.loads(line) for line in done.stdout.splitlines()]
    db = review_database(Case.open(hostile))
    want = [dict(row) for row in exports.rows(db, kind)]
    assert len(got) == len(want) > 0
    for one, row in zip(got, want, strict=True):
        for column, value in row.items():
            assert one[column] == value or json.loads(value) == one[column]


@pytest.mark.parametrize("kind", list(exports.KINDS))
def test_no_cell_of_a_csv_is_a_formula_or_loses_digits(kind: str, hostile: Path) -> None:
    done = run(hostile, "csv", kind)
    assert done.returncode == 0, done.stderr
    header, *rows = list(csv.reader(io.StringIO(done.stdout)))
    assert rows
    for row in rows:
        for column, cell in zip(header, row, strict=True):
            assert not cell.startswith(("=", "+", "@", "-")), (column, cell)
            if column in ("declaration", "hs"):
                assert cell in ("'00123456789012345678", "'0101210000")


def test_redacted_rows_name_no_person(hostile: Path) -> None:
    for kind in exports.KINDS:
        text = run(hostile, "jsonl", kind, "--redact").stdout
        for secret in ("Іваненко", "A. Reader", "380 44", "J. Doe"):
            assert secret not in text, kind


def test_a_state_narrows_pairs_and_is_refused_for_other_kinds(story_case: Path) -> None:
    assert len(run(story_case, "jsonl", "pairs", "--state", "accepted").stdout.splitlines()) == 4
    assert len(run(story_case, "jsonl", "pairs").stdout.splitlines()) == 6
    refused = run(story_case, "csv", "items", "--state", "accepted")
    assert refused.returncode == 2
    assert "--state is for" in refused.stderr


def test_a_capture_that_cannot_be_read_is_named(story_case: Path, tmp_path: Path) -> None:
    pytest.importorskip("followthemoney", reason="followthemoney is not installed: pip install 'box31[ftm]'")
    case = copy_case(story_case, tmp_path / "case")
    for path in (case / "archive" / "norvex").glob("*.warc.gz"):
        path.unlink()
    done = run(case, "ftm", "-o", str(tmp_path / "a.json"))
    assert done.returncode == 3
    assert "no hash" in done.stderr
    assert len([e for e in read(tmp_path / "a.json") if e["schema"] == "Similar"]) == 4
