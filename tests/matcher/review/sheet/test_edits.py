"""Random edits of a sheet, cuts at any byte: decisions are taken as written or not at all."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.case.case import Case
from matcher.review.decisions import review_database
from matcher.review.sheet.export import export_sheet
from matcher.review.sheet.importing import import_sheets
from matcher.review.sheet.words import DECISION_WORDS, ONLY
from tests.support.copies import copy_case
from tests.support.review_case import make_case, pair_id
from tests.support.spreadsheets import Rows, as_text, read_csv

PAIRS = 8
MEANING = {
    word: "accept" if decision == ONLY else decision
    for decision, words in DECISION_WORDS.items()
    for word in words
}
GOODS = {pair_id(n): n // 2 for n in range(PAIRS)}
ANY_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
WORDS = st.one_of(st.sampled_from(sorted(MEANING)), st.just(""), ANY_TEXT)
EVIDENCE = ("customs_text", "item_name", "reasons", "quantity", "hs")
# An edit: which one, of which row, with which text.
EDITS = st.lists(
    st.tuples(
        st.sampled_from(
            ["delete", "repeat", "scribble", "damage key", "move column", "add column", "shuffle"]
        ),
        st.integers(0, PAIRS - 1),
        ANY_TEXT,
    ),
    max_size=6,
)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("edits")
    case = make_case(folder / "case", PAIRS, hostile=True)
    export_sheet(case, review_database(case), folder / "sheet.csv")
    return folder


def recorded(exported: Path, data: bytes) -> dict[str, str]:
    """What the case has after importing the bytes: decision by pair."""
    with tempfile.TemporaryDirectory() as folder:
        case = Case.open(copy_case(exported / "case", Path(folder) / "case"))
        path = Path(folder) / "back.csv"
        path.write_bytes(data)
        db = review_database(case)
        import_sheets(case, db, [path])
        found = dict(db.execute("SELECT pair_id, decision FROM decisions").fetchall())
        db.close()
    return found


def fill(rows: Rows, words: list[str]) -> None:
    decision, reviewer = rows[0].index("decision"), rows[0].index("reviewer")
    for row, word in zip(rows[1:], words, strict=True):
        row[decision], row[reviewer] = word, "Ann"


@settings(max_examples=60, deadline=None)
@given(
    words=st.lists(WORDS, min_size=PAIRS, max_size=PAIRS),
    edits=EDITS,
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_random_edits_lose_and_invent_nothing(
    exported: Path, words: list[str], edits: list[tuple[str, int, str]], delimiter: str, encoding: str
) -> None:
    rows = read_csv(exported / "sheet.csv")
    header = rows[0]
    known = {row[header.index("pair_id")] for row in rows[1:]}
    fill(rows, words)
    for edit, number, text in edits:
        header = rows[0]
        row = rows[1 + number % (len(rows) - 1)]
        if edit == "delete" and len(rows) > 2:
            rows.remove(row)
        elif edit == "repeat":
            rows.append([*row])
        elif edit == "scribble":
            row[header.index(EVIDENCE[number % len(EVIDENCE)])] = text
        elif edit == "damage key":
            row[header.index("pair_id")] = text
        elif edit == "move column":
            rows[:] = [[*cells[number + 1 :], *cells[: number + 1]] for cells in rows]
        elif edit == "add column":
            rows[:] = [[text if place else "my column", *cells] for place, cells in enumerate(rows)]
        elif edit == "shuffle":
            rows[1:] = sorted(rows[1:], key=lambda cells: cells[number % len(cells)])
    header = rows[0]
    expected = {}
    for row in rows[1:]:
        word = row[header.index("decision")].strip().casefold()
        if row[header.index("pair_id")].strip() in known and word in MEANING:
            expected[row[header.index("pair_id")].strip()] = MEANING[word]
    found = recorded(exported, as_text(rows, delimiter, encoding))
    for pair, decision in expected.items():
        assert found.get(pair) == decision
    said = [
        (row[header.index("pair_id")].strip(), row[header.index("decision")].strip().casefold())
        for row in rows[1:]
    ]
    only = {GOODS[pair] for pair, word in said if pair in known and word in DECISION_WORDS[ONLY]}
    rest = {pair for pair, word in said if not word and GOODS.get(pair) in only} - expected.keys()
    assert {found[pair] for pair in rest & found.keys()} <= {"reject"}
    # A decoration of a known word (width, blanks, a full stop) is that word; nothing else may appear.
    assert found.keys() - expected.keys() - rest <= {
        row[header.index("pair_id")].strip()
        for row in rows[1:]
        if row[header.index("decision")].strip()
        and row[header.index("decision")].strip().casefold() not in MEANING
    }


@settings(max_examples=25, deadline=None)
@given(cut=st.floats(0, 1), encoding=st.sampled_from(["utf-8", "utf-16", "gb18030", "windows-1251"]))
def test_a_file_cut_anywhere_gives_a_part_of_the_truth(exported: Path, cut: float, encoding: str) -> None:
    rows = read_csv(exported / "sheet.csv")
    fill(rows, ["accept", "reject", "unsure", "да", "ні", "不确定", "1", "0"])
    pair = rows[0].index("pair_id")
    meanings = ("accept", "reject", "unsure", "accept", "reject", "unsure", "accept", "reject")
    truth = {row[pair]: word for row, word in zip(rows[1:], meanings, strict=True)}
    if encoding == "windows-1251":
        del truth[
            rows[6][pair]
        ]  # it has no Chinese letters: the word is lost when the spreadsheet saves, and named
    data = as_text(rows, ";", encoding)
    found = recorded(exported, data[: int(len(data) * cut)])
    assert found.items() <= truth.items()
    whole = 0
    for number in range(1, len(rows)):
        if len(as_text(rows[: number + 1], ";", encoding)) <= int(len(data) * cut):
            whole = number
    assert {row[pair] for row in rows[1 : whole + 1]} & truth.keys() <= found.keys()
