"""The dossier without personal fields: what is replaced, and a count of everything that was."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawler.case.typed_rows import stored_list
from matcher.customs.layout.vocabulary import OTHER_ORDER
from matcher.customs.values.personal_data import REDACTED, is_person, redact, redact_cells

if TYPE_CHECKING:
    from sqlite_utils import Database

    from matcher.reading.wording import Wording

# An e-mail address; a telephone number of ten digits or more that begins with + or follows a word for it.
_CONTACT = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,24}){1,4}"
    r"|(?:\+\s?|\b(?:тел|tel|phone|mob|моб|факс|fax|whatsapp|电话|手机)\W{0,4}\+?\s?)\d(?:[\s().-]{0,2}\d){8,14}(?!\d)",
    re.IGNORECASE,
)
_OF_LINES = {
    "importer": "importers_names",
    "exporter": "exporters_names",
    "importer_code": "importers_numbers",
}
_PERSON_NUMBER = re.compile(r"\d{12}")  # tax numbers of persons in Russia and Kazakhstan; firms' are shorter


@dataclass
class Redaction:
    """Replaces personal data where `on`, and counts what it replaced, by where it was and why: the texts redacted_* and
    because_* of matcher/reading/dossier.yaml."""

    on: bool = False
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    _people: dict[str, str] = field(default_factory=dict)

    def text(self, text: str, where: str) -> str:
        """Free text without e-mail addresses and telephone numbers."""
        if not self.on or not text:
            return text
        text, count = _CONTACT.subn(REDACTED, text)
        if count:
            self.counts[where, "addresses"] += count
        return text

    def reviewer(self, name: str) -> str:
        """A name for a reviewer: the same person is the same number throughout."""
        if not self.on:
            return name
        key = f"reviewer {name}"
        if key not in self._people:
            self._people[key] = f"reviewer {sum(one.startswith('reviewer ') for one in self._people) + 1}"
            self.counts["reviewers", "worked"] += 1
        return self._people[key]

    def _person(self, name: str) -> str:
        """A number for a party that is a person, so that its lines can still be distinguished from another's."""
        key = f"party {name}"
        if key not in self._people:
            self._people[key] = (
                f"{REDACTED} person {sum(one.startswith('party ') for one in self._people) + 1}"
            )
        return self._people[key]

    def private(self, value: str, where: str, why: str) -> str:
        """A value that is personal as such: withheld."""
        if not self.on or not value:
            return value
        self.counts[where, why] += 1
        return REDACTED

    def cells(
        self, raw: str, columns: str, personal: str, importer: str, importer_code: str, problem: str = ""
    ) -> list[str]:
        """The verbatim cells of a customs row (JSON lists as stored), without those that are personal.

        `importer` and its code, as the line states them, tell which cells number a person, `problem` whether cells stand
        under other headers.
        """
        cells: list[str] = stored_list(raw)
        if not self.on:
            return cells
        shown = redact_cells(cells, columns, personal, reordered=OTHER_ORDER in problem)
        numbers = {importer_code.strip()} if is_person(importer) else set()
        kept = []
        for cell in shown:
            word = str(cell).strip()
            numbered = word != "" and (word in numbers or _PERSON_NUMBER.fullmatch(word))
            kept.append(
                REDACTED if numbered else self.text(cell, "customs_texts") if isinstance(cell, str) else cell
            )
        replaced = sum(new != old and new == REDACTED for new, old in zip(kept, cells, strict=True))
        if replaced:
            self.counts["customs_cells", "columns"] += replaced
        return kept

    def lines(self, db: Database) -> None:
        """Replace what is personal in the temporary table chosen_lines, so that no figure can show it."""
        if not self.on:
            return
        columns = ("importer", "importer_code", "exporter", "description", "translation")
        rows = db.execute(f"SELECT line_id, {', '.join(columns)} FROM chosen_lines").fetchall()  # noqa: S608
        for line_id, *values in rows:
            old: dict[str, str | None] = dict(zip(columns, values, strict=True))
            new = self._line(old)
            if new != old:
                changed = [column for column in columns if new[column] != old[column]]
                db.execute(
                    f"UPDATE chosen_lines SET {', '.join(f'{c} = ?' for c in changed)} WHERE line_id = ?",  # noqa: S608
                    [*(new[column] for column in changed), line_id],
                )

    def _line(self, line: Mapping[str, str | None]) -> dict[str, str | None]:
        (new,) = redact([line])
        for column in ("importer", "exporter"):
            if new[column] != line[column]:
                new[column] = self._person(str(line[column]))
        if new["importer"] != line["importer"] or new["importer_code"] != line["importer_code"]:
            new["importer_code"] = None
        for column in ("description", "translation"):
            text = line[column]
            new[column] = self.text(text, "customs_texts") if text else text
        for column, what in _OF_LINES.items():
            if new[column] != line[column]:
                self.counts[what, "traders"] += 1
        return new

    def left_out(self, say: Wording) -> list[tuple[str, str, int]]:
        """What was replaced: (where, why, how often), for the dossier's own account of it."""
        return sorted(
            (say(f"redacted_{where}"), say(f"because_{why}"), count)
            for (where, why), count in self.counts.items()
        )
