"""Lists: imported whole with edition and hash, screened with confidence and reasons."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlite_utils import Database

from crawler.case.case import Case
from crawler.case.errors import Box31Error, UsageProblem
from matcher.commands.cli import box31
from matcher.customs.ingest.store import import_file
from matcher.lists.entries import Entry
from matcher.lists.formats import read_list
from matcher.lists.screening import LEAST, screen_parties
from matcher.parties.comparison import compare, read_party
from matcher.parties.spellings import Spelling
from matcher.schema.tables import matcher_migrations
from tests.support.customs_files import WriteCsv

HEADER = (
    "IMP_DATE",
    "HS_CODE",
    "PRODUCT_DESCRIPTION",
    "IMPORTER_NAME",
    "IMPORTER_INN",
    "SUPPLIER_NAME",
    "TOTAL_VALUE_USD",
)
LINES = [
    ("2023-01-05", "8542310000", "ЧИП", "ООО «КИТЕЖ ТРЕЙД»", "7707083893", "SHENZHEN WOTAIKESI TECHNOLOGY CO., LTD", "100"),
    ("2023-01-09", "6506108000", "ШЛЕМ", "ИП ИВАНОВ И.И.", "500100732259", "GREY OTTER INC", "50"),
]  # fmt: skip
FTM = "\n".join(
    json.dumps(entity, ensure_ascii=False)
    for entity in (
        {"id": "Q1", "schema": "Company", "properties": {"name": ["Wotaikesi"], "alias": ["深圳市沃泰克斯科技有限公司"], "country": ["cn"], "topics": ["sanction"]}},
        {"id": "Q2", "schema": "Company", "properties": {"name": ["Another name altogether"], "innCode": ["7707083893"]}},
        {"id": "Q3", "schema": "Address", "properties": {"full": ["Nowhere 1"]}},
        {"id": "Q4", "schema": "Person", "properties": {"name": ["Иванов Б.И."]}},
    )
)  # fmt: skip
CSL = (
    "_id,source,entity_number,type,programs,name,title,addresses,alt_names,citizenships,nationalities,ids\n"
    '1,Entity List (EL) - BIS,77,,,"Grey Otter Incorporated",,,"Otter Grey; GREY OTTER, INC.",,,\n'
)


@pytest.fixture
def filled(case: Case, db: Database, write_csv: WriteCsv) -> Case:
    import_file(db, write_csv(LINES, header=HEADER))
    db.conn.close()
    return case


def run(case: Case, *words: str) -> Result:
    return CliRunner().invoke(box31, ["-C", str(case.root), "lists", *words])


def rows(done: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def add(case: Case, path: Path, text: str, *more: str) -> Result:
    path.write_text(text, encoding="utf-8")
    return run(case, "import", str(path), "--date", "2026-11-01", *more)


def test_entities_are_hit_across_scripts_and_by_number_with_their_edition(
    filled: Case, tmp_path: Path
) -> None:
    done = add(filled, tmp_path / "targets.ftm.json", FTM, "--name", "OpenSanctions")
    assert "OpenSanctions, edition 2026-11-01 (ftm): 3 entries" in done.stderr
    assert "left out: 1 record" in done.stderr
    (listed,) = rows(run(filled, "--json"))
    assert listed["sha256"] == hashlib.sha256(FTM.encode()).hexdigest()
    done = run(filled, "screen", "--json")
    hits = {row["entry"]: row for row in rows(done)}
    assert set(hits) == {"Q1", "Q2"}
    assert hits["Q1"]["listed_name"] == "深圳市沃泰克斯科技有限公司"
    assert hits["Q2"]["reasons"] == "the same INN 7707083893"
    assert all(
        row["edition"] == "2026-11-01" and 0.5 <= float(str(row["confidence"])) < 1 for row in hits.values()
    )
    assert "OpenSanctions, edition 2026-11-01: 2 hits" in done.stderr


def test_the_same_bytes_are_imported_once_and_another_edition_beside_them(
    filled: Case, tmp_path: Path
) -> None:
    add(filled, tmp_path / "a.csv", CSL, "--name", "CSL")
    assert "nothing to do" in add(filled, tmp_path / "b.csv", CSL).stderr
    add(
        filled,
        tmp_path / "b.csv",
        CSL.replace("Grey Otter Incorporated", "Grey Hare Incorporated").replace("OTTER", "HARE"),
        "--name",
        "CSL",
    )
    assert len(rows(run(filled, "--json"))) == 2
    done = run(filled, "screen", "--list", "CSL", "--json")
    assert {(row["case_name"], row["listed_name"], row["entry"]) for row in rows(done)} == {
        ("GREY OTTER INC", "Grey Otter Incorporated", "77")
    }


def test_codes_of_an_own_list_are_found_in_lines_and_no_hit_names_the_edition(
    filled: Case, tmp_path: Path
) -> None:
    add(filled, tmp_path / "own.csv", "HS Code;Tier\n8542.31;1\n8471;2\n", "--name", "priority")
    add(filled, tmp_path / "none.csv", "name,number\nSILVER HARE LLC,\n")
    done = run(filled, "screen", "--json")
    assert [(row["kind"], row["case_name"], row["listed_name"], row["lines"], row["value_usd"]) for row in rows(done)] == [
        ("hs", "8542310000", "854231", 1, 100)
    ]  # fmt: skip
    assert "none, edition 2026-11-01: no hit, of 4 names of the case" in done.stderr


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "a.json",
            '{"id": "Q1", "properties": {"name": ["A"]}}\n{"id"',
            "a.json:2: no FollowTheMoney entity",
        ),
        (
            "a.csv",
            "name,country\nA,RU\nB,RU,extra\n",
            "a.csv:3: 3 cells, the header has 2; nothing was imported",
        ),
        ("a.csv", "firm_title,x\nA,B\n", "no column `name` or `hs` in its header"),
        ("a.csv", "hs\n85x\n", "a.csv:2: 85x: no goods code of 4, 6, 8 or 10 digits"),
        ("a.csv", "hs\n90131\n", "a.csv:2: 90131: no goods code of 4, 6, 8 or 10 digits"),
        ("a.csv", "name\n", "no record names a party or a goods code"),
        ("a.csv", 'name\nA\n"B\nC\n', "a.csv:3: a quote is not closed; nothing was imported"),
        ("a.csv", "name\rA\rB\r", "a.csv:2: no row of a CSV file: new-line character"),
        (
            "a.csv",
            'name,country\nA,RU\n"B,RU\nC,RU\nD",RU\nE,RU\n',
            "a.csv:3: a quoted cell goes on over 2 more lines that look like rows",
        ),
        pytest.param(
            "a.csv", f"name\n{'x' * 2**21}\n", "a.csv: cannot be read (field larger than", id="field"
        ),
        pytest.param("a.json", '{"id": ' + "[" * 100_000, "a.json:1: no FollowTheMoney entity", id="deep"),
        pytest.param(
            "a.json", '[{"sid": ' + "[" * 100_000, "a.json: no JSON: maximum recursion", id="deep_ua"
        ),
    ],
)
def test_a_list_that_cannot_be_read_whole_is_not_imported(
    filled: Case, tmp_path: Path, name: str, text: str, said: str
) -> None:
    done = add(filled, tmp_path / name, text)
    assert isinstance(done.exception, Box31Error)
    assert said in done.exception.message
    assert rows(run(filled, "--json")) == []


def test_cells_of_several_lines_and_code_units_that_are_no_letters_are_read(
    filled: Case, tmp_path: Path
) -> None:
    add(filled, tmp_path / "a.csv", 'name,note\n"A","of two\nlines; ""so"""\nB,x\n')
    add(filled, tmp_path / "b.json", '{"id": "Q1", "properties": {"name": ["Wren \\ud800"]}}')
    names = filled.database(matcher_migrations).execute("SELECT names, note FROM list_entries ORDER BY names")
    assert names.fetchall() == [
        ('["A"]', 'of two\nlines; "so"'),
        ('["B"]', "x"),
        ('["Wren \\\\ud800"]', ""),
    ]


def test_a_line_of_a_list_ends_at_a_line_feed_only() -> None:
    names = ("Grey\u2028Otter", "Red\x85Wren")
    lines = (
        json.dumps({"id": name[:3], "properties": {"name": [name]}}, ensure_ascii=False) for name in names
    )
    _, entries = read_list("a.json", "\r\n".join(lines).encode(), None)
    assert [(entry.row, entry.names) for entry in entries] == [
        (n, (name,)) for n, name in enumerate(names, 1)
    ]


@pytest.mark.parametrize(
    ("text", "form", "said"),
    [
        ("name,country\nA,RU\n", "csl", "a: no column alt_names, source, which the CSL has"),
        ("", "csl", "a: no column alt_names, name, source, which the CSL has"),
        ('{"id": "Q1", "properties": {"name": "Wren"}}', "ftm", "a:1: no FollowTheMoney entity"),
    ],
)
def test_a_list_of_another_format_than_stated_is_refused(text: str, form: str, said: str) -> None:
    with pytest.raises(UsageProblem, match=said):
        list(read_list("a", text.encode(), form)[1])


def test_other_bytes_and_dates_are_refused(filled: Case, tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="not UTF-8 at byte 0"):
        read_list("a.csv", b"\xff\xfe", None)
    (tmp_path / "a.csv").write_text(CSL, encoding="utf-8")
    assert "give the day of the edition" in str(
        run(filled, "import", str(tmp_path / "a.csv"), "--date", "May").exception
    )
    assert "no list in this case" in str(run(filled, "screen").exception)


def test_persons_of_the_case_are_left_out_on_request(filled: Case, tmp_path: Path) -> None:
    add(filled, tmp_path / "p.csv", "name,number\nИП Иванов И.И.,500100732259\n")
    (row,) = rows(run(filled, "screen", "--redact", "--json"))
    assert (row["case_name"], row["case_number"], row["listed_name"]) == (
        "[redacted]",
        "[redacted]",
        "[redacted]",
    )


def test_hits_by_index_equal_a_full_comparison() -> None:
    listed = [Entry(n, str(n), (name,)) for n, name in enumerate(
        ("Vostok Trade LLC", "Вектор ООО", "Kestrel Makina Ltd Sti", "Ningbo Ruiguang Electronics", "Red Wren", "Stone Fern Group"))]  # fmt: skip
    names = [
        "ООО ВОСТОК ТРЕЙД",
        "VEKTOR LLC",
        "KESTREL MAKINA",
        "宁波瑞光电子有限公司",
        "RED WREN CO LTD",
        "STONEFERN GROUP",
        "NOBODY INC",
    ]
    spellings = [Spelling(name, name, "") for name in names]
    found = {(hit.spelling.name, hit.entry.row) for hit in screen_parties(spellings, listed)}
    full = {
        (name, entry.row) for name in names for entry in listed
        if compare(read_party(name, ""), read_party(entry.names[0], "")).confidence >= LEAST
    }  # fmt: skip
    assert found == full
    assert len(found) >= 4
