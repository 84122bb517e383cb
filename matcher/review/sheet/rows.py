"""The rows of one returned sheet: each becomes an answer, is blank, or is named with what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.review.evidence import select, select_rows
from matcher.review.reviewers import reviewer_key
from matcher.review.sheet.reading import Sheet, SheetRow
from matcher.review.sheet.shown import ShownTexts
from matcher.review.sheet.words import ONLY, SIGNATURE_MARK, decision_of

if TYPE_CHECKING:
    from sqlite_utils import Database

Question = tuple[str, str, str, str]  # pair, signature, reviewer's key, time it was asked
UNKNOWN_TIME = ""  # asked_at of a row that names no export: before every other question

# Kinds of findings that are problems (exit 3); the others are notes.
PROBLEMS = frozenset(
    {
        *(
            "unreadable",
            "truncated",
            "no pair_id",
            "unknown pair",
            "other case",
            "unknown word",
            "no signature",
        ),
        *("wrong signature", "stale", "contradiction", "mixed row", "damaged text", "encoding"),
    }
)


@dataclass(frozen=True)
class WrittenSheet:
    """A sheet that this case wrote: when, for which reviewer, and how many rows."""

    export_id: str
    exported_at: str
    reviewer: str | None
    rows: int


@dataclass(frozen=True)
class Finding:
    """Something about a row (or a file: row 0) that a person should know."""

    file: str
    sheet: str
    row: int
    kind: str
    pair_id: str
    message: str

    @property
    def is_problem(self) -> bool:
        return self.kind in PROBLEMS

    def __str__(self) -> str:
        place = (
            f"{self.file}:" + (f"{self.sheet}!" if self.sheet else "") + (f"{self.row}:" if self.row else "")
        )
        return f"{place} {self.message}"


@dataclass(frozen=True)
class Answer:
    """A row that says something: ready to be recorded."""

    pair_id: str
    signature: str
    key: str
    reviewer: str
    asked_at: str
    export_id: str | None
    decision: str
    note: str
    sheet: str
    row: int

    @property
    def question(self) -> Question:
        return self.pair_id, self.signature, self.key, self.asked_at


class RowCheck:
    """Goes through the rows of one file: answers out, findings and counts noted."""

    def __init__(
        self,
        db: Database,
        file: str,
        sheet: Sheet,
        reviewer: str,
        findings: list[Finding],
        counts: dict[str, int],
    ) -> None:
        self.file, self.sheet, self.reviewer = file, sheet, reviewer.strip()
        self.findings, self.counts = findings, counts
        counts.update(dict.fromkeys(("rows", "accept", "reject", "unsure", "blank", "problems"), 0))
        ids = sorted({row.cells["pair_id"].strip() for row in sheet.rows})
        self.signatures: dict[str, str] = dict(select_rows(db, SIGNATURES, ids))
        exports = sorted({row.cells["export_id"].strip() for row in sheet.rows})
        self.exports = {one.export_id: one for one in select(db, WrittenSheet, EXPORTS, exports)}
        self.shown: dict[tuple[str, str], str] = {
            (export, pair): signature for export, pair, signature in select_rows(db, SHOWN, [*self.exports])
        }
        self.first_shown: dict[tuple[str, str], str] = {
            (pair, signature): first for pair, signature, first in select_rows(db, FIRST_SHOWN, ids)
        }
        self.texts = ShownTexts(db, ids, sheet.encoding)
        self.foreign: dict[str, list[SheetRow]] = {}  # blank rows of exports of other cases
        self.only: dict[tuple[str | None, str], list[Answer]] = {}  # by export and goods record

    def answers(self) -> list[Answer]:
        """The rows to be recorded: decided, known, shown, and not contradicted within the file."""
        for kind, name, number, message in self.sheet.problems:
            self._find(name, number, kind, "", message)
        self.counts["rows"] = len(self.sheet.rows)
        blank = [row for row in self.sheet.rows if decision_of(row.cells["decision"]) == ""]
        said = [row for row in self.sheet.rows if decision_of(row.cells["decision"]) != ""]
        answers: dict[Question, list[Answer]] = {}
        for answer in filter(None, map(self._answer, said)):
            answers.setdefault(answer.question, []).append(answer)
        contradicted = {question for question, same in answers.items() if len({a.decision for a in same}) > 1}
        for answer in self._rest(blank, contradicted):
            answers.setdefault(answer.question, []).append(answer)
        good = [answer for same in answers.values() for answer in self._agreeing(same)]
        for export_id, foreign in self.foreign.items():
            self._find(
                *(foreign[0].sheet, foreign[0].row, "other case", ""),
                f"export {export_id[:40]} was not made by this case; {len(foreign):,} of its rows are blank",
            )
        self._missing()
        self.counts["problems"] = sum(f.is_problem for f in self.findings if f.file == self.file)
        for answer in good:
            self.counts[answer.decision] += 1
        return good

    def _rest(self, blank: list[SheetRow], contradicted: Collection[Question]) -> Iterator[Answer]:
        """Of the blank rows those to be rejected: another row of their goods record is the only right one."""
        rejected: Counter[Answer] = Counter()
        for row in blank:
            pair_id, export_id = row.cells["pair_id"].strip(), row.cells["export_id"].strip()
            goods_id, _ = self.texts.pairs.get(pair_id, ("", ""))
            named = " ".join(row.cells["reviewer"].split())
            right = [
                one
                for one in self.only.get((export_id or None, goods_id), ())
                if one.question not in contradicted and one.pair_id != pair_id and named in ("", one.reviewer)
            ]
            if len({one.key for one in right}) != 1:
                self._blank(row, pair_id, export_id)
            elif (answer := self._answer(row, "reject", right[0].reviewer)) is not None:
                rejected[right[0]] += 1
                yield answer
        for one, count in rejected.items():
            message = f"only {one.pair_id} of its goods: {count} blank rows of the same goods are rejected"
            self._find(one.sheet, one.row, "rest rejected", one.pair_id, message)

    def _answer(self, row: SheetRow, word: str | None = None, reviewer: str = "") -> Answer | None:
        """What a row says, or None with a finding; `word` and `reviewer` are for a row that is blank."""
        cells = row.cells
        pair_id, export_id = cells["pair_id"].strip(), cells["export_id"].strip()
        word, export = word or decision_of(cells["decision"]), self.exports.get(export_id)
        if refusal := self._refusal(row, pair_id, export_id):
            self._find(row.sheet, row.row, refusal[0], pair_id, refusal[1])
            return None
        current = self.signatures[pair_id]
        signature = self._signature(cells["row_signature"].strip(), pair_id, export_id, current)
        assert word is not None, "a refusal"
        assert signature is not None, "a refusal"
        if "\ufffd" in cells["note"]:
            message = "letters of the note were lost; the decision is taken"
            self._find(row.sheet, row.row, "damaged text", pair_id, message)
        if signature != current:
            message = f"evidence of {pair_id} has changed since; the decision is kept but must be made again"
            self._find(row.sheet, row.row, "stale", pair_id, message)
        reviewer = (
            " ".join(cells["reviewer"].split())
            or reviewer
            or self.reviewer
            or (export.reviewer if export else "")
            or ""
        )
        if not reviewer:
            self.counts["unnamed"] = self.counts.get("unnamed", 0) + 1
            reviewer = f"unnamed ({export_id})" if export_id else "unnamed"
        asked_at = export.exported_at if export else self.first_shown.get((pair_id, signature), UNKNOWN_TIME)
        answer = Answer(
            *(pair_id, signature, reviewer_key(reviewer), reviewer, asked_at, export_id or None),
            *("accept" if word == ONLY else word, cells["note"].strip(), row.sheet, row.row),
        )
        if word == ONLY:
            goods_id, _ = self.texts.pairs[pair_id]
            self.only.setdefault((answer.export_id, goods_id), []).append(answer)
        return answer

    def _blank(self, row: SheetRow, pair_id: str, export_id: str) -> None:
        """Count a row without a decision."""
        self.counts["blank"] += 1
        if export_id and export_id not in self.exports:
            self.foreign.setdefault(export_id, []).append(row)
        if row.cells["note"].strip():
            message = "has a note but no decision; nothing is recorded"
            self._find(row.sheet, row.row, "note only", pair_id, message)

    def _refusal(self, row: SheetRow, pair_id: str, export_id: str) -> tuple[str, str] | None:
        """Why the decision of a row is not taken: the kind of finding and what is said; None where it is taken."""
        cells = row.cells
        if not pair_id:
            return "no pair_id", f"decision {cells['decision']!r} without pair_id; copy whole rows"
        if decision_of(cells["decision"]) is None:
            word = f"{cells['decision'][:40]!r}"
            return "unknown word", f"{word} is not a decision; write accept, reject, unsure or only"
        if export_id and export_id not in self.exports:
            return (
                "other case",
                f"export {export_id[:40]} was not made by this case; {pair_id[:40]} not taken",
            )
        current = self.signatures.get(pair_id)
        if current is None:
            return "unknown pair", f"{pair_id[:40]} is not a pair of this case"
        if self._signature(cells["row_signature"].strip(), pair_id, export_id, current) is None:
            kind = "wrong signature" if cells["row_signature"].strip() else "no signature"
            return kind, f"row_signature of {pair_id} is missing or changed: what was decided on is unknown"
        if other := self.texts.of_another(pair_id, cells):
            said = f"its {other} is that of another pair than {pair_id}; sort and copy whole rows only"
            return "mixed row", said
        if "\ufffd" in cells["reviewer"]:
            said = "letters of the reviewer's name were lost; save as UTF-8 and import again"
            return "damaged text", said
        return None

    def _signature(self, cell: str, pair_id: str, export_id: str, current: str) -> str | None:
        """The signature a row answers to, None where it is none that was ever shown for the pair."""
        shown = self.shown.get((export_id, pair_id))
        if not cell:
            return shown
        for signature in (cell, cell.removeprefix(SIGNATURE_MARK)):
            if signature == shown or (
                shown is None and (signature == current or (pair_id, signature) in self.first_shown)
            ):
                return signature
        return None

    def _agreeing(self, same: list[Answer]) -> Iterable[Answer]:
        """One answer of several to one question, or none where they contradict each other."""
        first = same[0]
        if len({answer.decision for answer in same}) > 1:
            places = ", ".join(f"row {answer.row} {answer.decision}" for answer in same)
            for answer in same:
                self._find(
                    *(answer.sheet, answer.row, "contradiction", answer.pair_id),
                    f"{answer.reviewer} says two things of {answer.pair_id} ({places}); none is taken",
                )
            return
        for answer in same[1:]:
            self._find(answer.sheet, answer.row, "repeated", answer.pair_id, f"repeats row {first.row}")
        yield from {answer.note: answer for answer in reversed(same)}.values()

    def _missing(self) -> None:
        here = {(row.cells["export_id"].strip(), row.cells["pair_id"].strip()) for row in self.sheet.rows}
        for export_id in self.exports:
            missing = sum(key[0] == export_id and key not in here for key in self.shown)
            if missing:
                rows = self.exports[export_id].rows
                self._find(
                    "",
                    0,
                    "rows missing",
                    "",
                    f"{missing} of the {rows} rows of export {export_id} are not in it",
                )

    def _find(self, sheet: str, row: int, kind: str, pair_id: str, message: str) -> None:
        self.findings.append(Finding(self.file, sheet, row, kind, pair_id[:80], message))


SIGNATURES = "SELECT pair_id, signature FROM pairs WHERE pair_id IN (SELECT value FROM json_each(?))"
EXPORTS = "SELECT * FROM review_exports WHERE export_id IN (SELECT value FROM json_each(?))"
SHOWN = """
SELECT export_id, pair_id, signature FROM review_export_rows WHERE export_id IN (SELECT value FROM json_each(?))
"""
FIRST_SHOWN = """
SELECT r.pair_id, r.signature, min(e.exported_at) AS first
FROM review_export_rows r JOIN review_exports e ON e.export_id = r.export_id
WHERE r.pair_id IN (SELECT value FROM json_each(?)) GROUP BY r.pair_id, r.signature
"""
