"""Importers and exporters of the customs lines that first appear after a date, or declare other goods since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from sqlite_utils import Database

from crawler.case.console import counted
from crawler.case.errors import UsageProblem
from matcher.customs.trade.entries import undated_lines
from matcher.customs.trade.question import Question

Role = Literal["importer", "exporter"]
FirmOf = Callable[[str, str | None], str]  # the id of the firm of a name and tax number
# A firm declares other goods where more than this share of its lines since the date is of headings it had not before.
OTHER_GOODS = 0.5


@dataclass(frozen=True)
class Trader:
    """A firm that is new since the date, or whose goods are; `headings` are of four digits, most lines first.

    `value_usd` is the sum over the `valued` lines since the date that state it; `first_line` is file:row of its first line
    since the date; `party` the firm's id and `spellings` all its names in these lines, the most frequent first.
    """

    role: Role
    name: str
    code: str | None
    what: str  # new, other goods
    first_date: str
    last_date: str
    first_line: str
    lines_before: int
    lines_since: int
    value_usd: float | None
    valued: int
    headings_before: str
    headings_since: str
    destinations: str
    party: str
    spellings: str


@dataclass(frozen=True)
class Traders:
    """The firms found, and notes on lines that could not be judged."""

    found: list[Trader]
    notes: list[str]


@dataclass(frozen=True)
class _Part:
    """Lines of one firm as one spelling, of one heading and one destination, on one side of the date."""

    name: str
    code: str | None
    destination: str
    heading: str
    before: bool
    lines: int
    value: float | None
    valued: int
    first: str  # date and line_id, padded so that texts compare as numbers
    last: str


@dataclass
class _Firm:
    parts: list[_Part] = field(default_factory=list)

    def side(self, before: bool) -> list[_Part]:
        return [part for part in self.parts if part.before is before]


def traders(db: Database, since: str, firm_of: FirmOf, codes: tuple[str, ...] = ()) -> Traders:
    """The firms that are new since `since` (an ISO year, month or day), then those with other goods, the largest first.

    `firm_of` tells the firm of a name, whatever the spelling. Only destinations with lines
    before the date are judged: where a country's file begins later, every firm in it would be new. Lines without a day
    where the date falls in their month are not judged. `codes` limits the lines to codes that begin so. Raises
    UsageProblem where no line is older than the date.
    """
    lines = _Limits(since, Question("lines", (codes,) if codes else ()))
    destinations = lines.older_destinations(db)
    if not destinations:
        raise UsageProblem(
            f"--since {since}: no line with such a code is older; nothing can be said to be new"
        )
    found: list[Trader] = []
    left: set[str] = set()
    for role in ("importer", "exporter"):
        for party, firm in _firms(db, role, lines, firm_of).items():
            judged = _Firm([part for part in firm.parts if part.destination in destinations])
            left.update(
                p.destination or "?" for p in firm.side(before=False) if p.destination not in destinations
            )
            if trader := _judged(db, role, party, judged):
                found.append(trader)
    found.sort(key=lambda t: (t.what != "new", t.role != "importer", -t.lines_since, t.name))
    return Traders(found, lines.notes(db, left))


@dataclass(frozen=True)
class _Limits:
    since: str
    question: Question  # the codes asked for

    def where(self) -> tuple[str, dict[str, str]]:
        limit, values = self.question.code_limit("hs")
        return f"date IS NOT NULL AND {limit}", {**values, "since": self.since}

    def older_destinations(self, db: Database) -> set[str]:
        where, values = self.where()
        sql = f"SELECT DISTINCT coalesce(destination, '') FROM current_lines WHERE {where} AND {_BEFORE}"  # noqa: S608
        return {row[0] for row in db.execute(sql, values)}

    def notes(self, db: Database, left: set[str]) -> list[str]:
        where, values = self.where()
        sql = f"SELECT count(*) FROM current_lines WHERE {where} AND NOT {_SURE}"  # noqa: S608 - fixed text
        (vague,) = db.execute(sql, values).fetchone()
        undated = undated_lines(db, self.question)
        notes = [f"not judged, since no line there is older: {', '.join(sorted(left))}"] if left else []
        notes += (
            [f"not judged, since {self.since} falls in their period: {counted(vague, 'line')}"]
            if vague
            else []
        )
        return notes + ([f"not judged, without a date: {counted(undated, 'line')}"] if undated else [])


_BEFORE = "date < substr(:since, 1, length(date))"
_SURE = "NOT (length(date) < length(:since) AND date = substr(:since, 1, length(date)))"


def _firms(db: Database, role: Role, limits: _Limits, firm_of: FirmOf) -> dict[str, _Firm]:
    """The firms of one role by id."""
    where, values = limits.where()
    code = "importer_code" if role == "importer" else "NULL"
    parts = [
        _Part(name, number, destination, heading, bool(before), *numbers)
        for name, number, destination, heading, before, *numbers in db.execute(
            f"""SELECT {role}, {code}, coalesce(destination, ''), coalesce(substr(hs, 1, 4), '?'), {_BEFORE},
                  count(*), sum(value_usd), count(value_usd), min(printf('%s %020d', date, line_id)), max(date)
                FROM current_lines WHERE {where} AND {_SURE} AND {role} IS NOT NULL GROUP BY 1, 2, 3, 4, 5""",  # noqa: S608
            values,
        )
    ]
    firms: dict[str, _Firm] = defaultdict(_Firm)
    for part in parts:
        firms[firm_of(part.name, part.code)].parts.append(part)
    return firms


def _judged(db: Database, role: Role, party: str, firm: _Firm) -> Trader | None:
    before, since = firm.side(before=True), firm.side(before=False)
    if not since:
        return None
    known = {part.heading for part in before}
    lines = sum(part.lines for part in since)
    other = sum(part.lines for part in since if part.heading not in known)
    if before and other <= OTHER_GOODS * lines:
        return None
    first_date, _, first_line = min(part.first for part in since).partition(" ")
    values = [part.value for part in since if part.value is not None]
    return Trader(
        role=role,
        name=max(since, key=lambda part: (part.lines, part.name)).name,
        code=next((part.code for part in since if part.code), None),
        what="other goods" if before else "new",
        first_date=first_date,
        last_date=max(part.last for part in since),
        first_line=_place(db, int(first_line)),
        lines_before=sum(part.lines for part in before),
        lines_since=lines,
        value_usd=round(sum(values), 2) if values else None,
        valued=sum(part.valued for part in since),
        headings_before=_headings(before),
        headings_since=_headings(since),
        destinations=", ".join(sorted({part.destination or "?" for part in since})),
        party=party,
        spellings="; ".join(_names(firm.parts)),
    )


def _place(db: Database, line_id: int) -> str:
    name, row = db.execute(
        "SELECT f.name, l.row FROM customs_lines l JOIN customs_files f USING (file_id) WHERE l.line_id = ?",
        [line_id],
    ).fetchone()
    return f"{name}:{row}"


def _headings(parts: list[_Part]) -> str:
    counts: dict[str, int] = defaultdict(int)
    for part in parts:
        counts[part.heading] += part.lines
    return ", ".join(sorted(counts, key=lambda heading: (-counts[heading], heading)))


def _names(parts: list[_Part]) -> list[str]:
    lines: dict[str, int] = defaultdict(int)
    for part in parts:
        lines[part.name] += part.lines
    return sorted(lines, key=lambda name: (-lines[name], name))
