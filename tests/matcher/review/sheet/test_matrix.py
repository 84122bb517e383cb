"""Every way a sheet comes back, in every form it comes in: nothing lost, nothing invented, every anomaly named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from crawler.case.case import Case
from matcher.review.decisions import review_database
from matcher.review.sheet.export import export_sheet
from matcher.review.sheet.importing import import_sheets
from tests.support.copies import copy_case
from tests.support.review_case import make_case, pair_id
from tests.support.spreadsheets import Rows, as_ods, as_text, as_xlsx, read_csv

PAIRS = 14
TEXT_FORMS = [
    (delimiter, encoding)
    for delimiter in ",;\t|"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "windows-1251", "gb18030")
]
FORMS = ["xlsx", "ods", *(f"csv {delimiter} {encoding}" for delimiter, encoding in TEXT_FORMS)]
WORDS = ("accept", "reject", "unsure", "да", "ні", "не уверен", "1", "0", "Принять", "YES")
MEANINGS = dict(
    zip(
        WORDS,
        ("accept", "reject", "unsure", "accept", "reject", "unsure", "accept", "reject", "accept", "accept"),
        strict=True,
    )
)


@dataclass
class Returned:
    """A sheet that came back, and what must come of it: decisions by (pair, reviewer), findings by (kind, row)."""

    rows: Rows
    expected: dict[tuple[str, str], str] = field(default_factory=dict)
    findings: set[tuple[str, int]] = field(default_factory=set)
    cut: bool = False
    imports: int = 1

    def __post_init__(self) -> None:
        self.column = {name: place for place, name in enumerate(self.rows[0])}

    def fill(self, number: int, word: str, reviewer: str = "Анна", meaning: str | None = None) -> None:
        row = self.rows[number]
        row[self.column["decision"]] = word
        row[self.column["reviewer"]] = reviewer
        row[self.column["note"]] = f"заметка {number}"
        if meaning := meaning or MEANINGS.get(word):
            self.expected[row[self.column["pair_id"]], reviewer.casefold()] = meaning

    def fill_all(self) -> None:
        for number in range(1, len(self.rows)):
            self.fill(number, WORDS[number % len(WORDS)])


SCENARIOS: dict[str, Callable[[Returned, Case], None]] = {}


def scenario(function: Callable[[Returned, Case], None]) -> Callable[[Returned, Case], None]:
    SCENARIOS[function.__name__] = function
    return function


@scenario
def untouched(sheet: Returned, case: Case) -> None:
    """Nobody wrote anything."""


@scenario
def filled(sheet: Returned, case: Case) -> None:
    sheet.fill_all()


@scenario
def half_filled(sheet: Returned, case: Case) -> None:
    for number in range(1, PAIRS // 2):
        sheet.fill(number, WORDS[number])


@scenario
def sorted_by_text(sheet: Returned, case: Case) -> None:
    sheet.fill_all()
    sheet.rows[1:] = sorted(sheet.rows[1:], key=lambda row: row[sheet.column["customs_text"]])


@scenario
def filtered_and_copied(sheet: Returned, case: Case) -> None:
    sheet.fill_all()
    kept = [row for row in sheet.rows[1:] if row[sheet.column["decision"]] in ("accept", "да", "1")]
    sheet.rows[1:] = kept
    ids = {row[sheet.column["pair_id"]] for row in kept}
    sheet.expected = {key: word for key, word in sheet.expected.items() if key[0] in ids}
    sheet.findings.add(("rows missing", 0))


@scenario
def columns_moved(sheet: Returned, case: Case) -> None:
    sheet.fill_all()
    sheet.rows[:] = [row[::-1] for row in sheet.rows]


@scenario
def columns_added(sheet: Returned, case: Case) -> None:
    sheet.fill_all()
    sheet.rows[:] = [["my mark", *row[:4], "=SUM(A1:A9)", *row[4:], "accept"] for row in sheet.rows]


@scenario
def columns_removed(sheet: Returned, case: Case) -> None:
    sheet.fill_all()
    own = [sheet.column[name] for name in ("pair_id", "decision", "row_signature", "reviewer", "note")]
    sheet.rows[:] = [[row[place] for place in own] for row in sheet.rows]


@scenario
def columns_renamed(sheet: Returned, case: Case) -> None:
    sheet.fill_all()
    names = {"decision": "Решение", "note": "Примечание", "reviewer": " Reviewer ", "pair_id": "Pair ID"}
    sheet.rows[0] = [names.get(name, f"my {name}" if "_id" not in name and name != "row_signature" else name)
                     for name in sheet.rows[0]]  # fmt: skip


@scenario
def titles_above(sheet: Returned, case: Case) -> None:
    sheet.fill_all()
    width = len(sheet.rows[0])
    del sheet.expected[sheet.rows[4][sheet.column["pair_id"]], "анна"]
    sheet.fill(4, "perhaps")
    sheet.rows[:0] = [[""] * width, ["Review of November", *[""] * (width - 1)], [""] * width]
    sheet.findings.add(("unknown word", 4 + 1 + 3))


@scenario
def rows_repeated(sheet: Returned, case: Case) -> None:
    sheet.fill_all()
    sheet.rows.append([*sheet.rows[3]])
    sheet.findings.add(("repeated", PAIRS + 2))


@scenario
def rows_contradicting(sheet: Returned, case: Case) -> None:
    sheet.fill_all()
    other = [*sheet.rows[1]]
    other[sheet.column["decision"]] = "accept"  # row 2 says reject
    sheet.rows.append(other)
    del sheet.expected[other[sheet.column["pair_id"]], "анна"]
    sheet.findings |= {("contradiction", 2), ("contradiction", PAIRS + 2)}


@scenario
def rows_deleted(sheet: Returned, case: Case) -> None:
    sheet.fill_all()
    for number in (5, 2):
        del sheet.expected[sheet.rows[number][sheet.column["pair_id"]], "анна"]
        del sheet.rows[number]
    sheet.findings.add(("rows missing", 0))


@scenario
def typos(sheet: Returned, case: Case) -> None:
    sheet.fill_all()
    for number, word in ((1, "acept"), (4, "да?"), (6, "accept/reject"), (8, "2"), (9, "-")):
        del sheet.expected[sheet.rows[number][sheet.column["pair_id"]], "анна"]
        sheet.fill(number, word)
        sheet.findings.add(("unknown word", number + 1))


@scenario
def keys_damaged(sheet: Returned, case: Case) -> None:
    sheet.fill_all()
    for number, column, value, kind in (
        (1, "pair_id", "", "no pair_id"),
        (2, "pair_id", "p-0000000000000000", "unknown pair"),
        (3, "row_signature", "s-0000000000000000", "wrong signature"),
        (4, "export_id", "x-0000000000000000", "other case"),
    ):
        del sheet.expected[sheet.rows[number][sheet.column["pair_id"]], "анна"]
        sheet.rows[number][sheet.column[column]] = value
        sheet.findings.add((kind, number + 1))
    sheet.findings.add(("rows missing", 0))


@scenario
def cells_sorted_apart(sheet: Returned, case: Case) -> None:
    """Decisions and texts were sorted, the keys at the end were not."""
    sheet.fill_all()
    split = sheet.column["pair_id"]
    left, right = [row[:split] for row in sheet.rows[1:]], [row[split:] for row in sheet.rows[1:]]
    shifted = [*left[2:], *left[:2]]  # two rows on: another goods, so another text
    sheet.rows[1:] = [a + b for a, b in zip(shifted, right, strict=True)]
    sheet.expected.clear()
    sheet.findings |= {("mixed row", number) for number in range(2, PAIRS + 2)}


@scenario
def stale(sheet: Returned, case: Case) -> None:
    sheet.fill_all()
    db = review_database(case)
    with db.conn:
        db.execute("UPDATE pairs SET signature = 'changed' WHERE pair_id = ?", [pair_id(2)])
    sheet.findings.add(("stale", 4))


@scenario
def two_reviewers(sheet: Returned, case: Case) -> None:
    sheet.fill_all()
    for number in range(1, 4):
        sheet.rows.append([*sheet.rows[number]])
        sheet.fill(len(sheet.rows) - 1, "unsure", "Борис")


@scenario
def imported_again(sheet: Returned, case: Case) -> None:
    sheet.fill_all()
    sheet.imports = 2


@scenario
def truncated(sheet: Returned, case: Case) -> None:
    sheet.fill_all()
    sheet.cut = True
    del sheet.expected[sheet.rows[-1][sheet.column["pair_id"]], "анна"]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case that has written a sheet; tests copy it."""
    folder = tmp_path_factory.mktemp("matrix")
    case = make_case(folder / "case", PAIRS)
    export_sheet(case, review_database(case), folder / "sheet.csv")
    return folder


def saved(sheet: Returned, form: str) -> tuple[str, bytes]:
    if form == "xlsx":
        hidden = [place for place, name in enumerate(sheet.rows[0]) if name in ("pair_id", "level")]
        return "sheet.xlsx", as_xlsx(sheet.rows, hidden=hidden, sheets=[("Notes", [["my notes", "accept"]])])
    if form == "ods":
        return "sheet.ods", as_ods(sheet.rows)
    _, delimiter, encoding = form.split(" ")
    return "sheet.csv", as_text(sheet.rows, delimiter, encoding)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", SCENARIOS)
def test_nothing_is_lost_nothing_invented_and_anomalies_are_named(
    exported: Path, tmp_path: Path, form: str, name: str
) -> None:
    case = Case.open(copy_case(exported / "case", tmp_path / "case"))
    sheet = Returned(read_csv(exported / "sheet.csv"))
    SCENARIOS[name](sheet, case)
    file, data = saved(sheet, form)
    if sheet.cut:
        if form in ("xlsx", "ods"):
            data = data[: len(data) // 2]
            sheet.expected.clear()
            sheet.findings.add(("unreadable", 0))
        else:
            data = data[: len(data) - (31 if "utf-16" in form else 15)]
            sheet.findings.add(("other case", PAIRS + 1))
            sheet.findings.add(("rows missing", 0))
            if "utf-16" in form:
                sheet.findings.add(("truncated", PAIRS + 1))
    path = tmp_path / file
    path.write_bytes(data)
    for _ in range(sheet.imports):
        result = import_sheets(case, review_database(case), [path])
    assert {(finding.kind, finding.row) for finding in result.findings} == sheet.findings
    db = review_database(case)
    rows = db.execute("SELECT pair_id, reviewer_key, decision, note FROM decisions ORDER BY 1, 2").fetchall()
    assert {(pair, key): decision for pair, key, decision, _ in rows} == sheet.expected
    assert len(rows) == len(sheet.expected)
    assert all(note.startswith("заметка ") for *_, note in rows)
    if rows:
        (kept,) = db.execute("SELECT kept_as FROM review_imports").fetchone()
        assert (case.reviews / kept).read_bytes() == data
