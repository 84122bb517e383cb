"""Rows of `box31 parties`: firms by role with their sums, the names of one firm, firms that may be one, decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypedDict

from sqlite_utils import Database

from crawler.case.typed_rows import columns_of
from matcher.customs.values.personal_data import REDACTED
from matcher.parties.comparison import read_party, reason
from matcher.parties.decisions import decisions
from matcher.parties.parties import Firm, Parties
from matcher.parties.spellings import ROLES, Role, Spelling
from matcher.reading.texts import joined
from matcher.text.normal_forms import normal_form


class PartyRow(TypedDict):
    """A firm in one role. Of the role `site`, `lines` are catalog items; `value_usd` is over the `valued` lines."""

    party: str
    role: str
    name: str
    numbers: str
    spellings: int
    lines: int
    value_usd: float | None
    valued: int
    first_date: str | None
    last_date: str | None
    confidence: float
    basis: str
    sites: str


class NameRow(TypedDict):
    """A name of a firm: what it is declared with, and the probability and reasons that join it to another name."""

    spelling: str
    name: str
    number: str
    number_check: str
    roles: str
    lines: int
    first_date: str | None
    last_date: str | None
    confidence: float | None
    reasons: str


class ProposalRow(TypedDict):
    """Two firms that may be one."""

    confidence: float
    first: str
    first_name: str
    first_number: str
    second: str
    second_name: str
    second_number: str
    reasons: str


class DecisionRow(TypedDict):
    """A decision on two names; a name that no line has any more is empty."""

    decision: int
    word: str
    first: str
    first_name: str
    second: str
    second_name: str
    reviewer: str
    note: str
    decided_at: str
    undone_at: str | None


PARTY_COLUMNS = columns_of(PartyRow)
NAME_COLUMNS = columns_of(NameRow)
PROPOSAL_COLUMNS = columns_of(ProposalRow)
DECISION_COLUMNS = columns_of(DecisionRow)


@dataclass(frozen=True)
class Chosen:
    """Which firms are listed: in these roles (none: all), with a name that holds this; `redacted`: without persons' names."""

    roles: tuple[Role, ...] = ()
    name: str = ""
    redacted: bool = False


def party_rows(parties: Parties, chosen: Chosen, language: str = "en") -> Iterator[PartyRow]:
    """The firms in each of their roles, role by role, those with most lines first; kinds of numbers in `language`."""
    wanted = normal_form(chosen.name)
    for role in chosen.roles or ROLES:
        rows = [
            _party_row(firm, role, chosen.redacted, language)
            for firm in parties.firms
            if any(one.role == role for s in firm.spellings for one in s.sums)
            and (not wanted or any(wanted in normal_form(s.name) for s in firm.spellings))
        ]
        yield from sorted(rows, key=lambda row: (-row["lines"], row["party"]))


def _party_row(firm: Firm, role: Role, redacted: bool, language: str) -> PartyRow:
    own = [(s, one) for s in firm.spellings for one in s.sums if one.role == role]
    sums = [one for _, one in own]
    lines: dict[str, int] = defaultdict(int)
    for spelling, one in own:
        lines[spelling.name] += one.lines
    hidden = redacted and firm.is_personal
    values = [one.value_usd for one in sums if one.value_usd is not None]
    return {
        "party": firm.party_id,
        "role": role,
        "name": REDACTED if hidden else max(lines, key=lambda name: (lines[name], name == firm.name, name)),
        "numbers": REDACTED if hidden and firm.numbers else ", ".join(firm.numbers_in(language)),
        "spellings": len(firm.spellings),
        "lines": sum(one.lines for one in sums),
        "value_usd": round(sum(values), 2) if values else None,
        "valued": sum(one.valued for one in sums),
        "first_date": min((one.first_date for one in sums if one.first_date), default=None),
        "last_date": max((one.last_date for one in sums if one.last_date), default=None),
        "confidence": firm.confidence,
        "basis": firm.basis,
        "sites": ", ".join(sorted({one.site for s in firm.spellings for one in s.sums if one.site})),
    }


def name_rows(
    parties: Parties, firm: Firm, *, redacted: bool = False, language: str = "en"
) -> Iterator[NameRow]:
    """The names of a firm, the most frequent first; reasons in `language`."""
    links = parties.links_of(firm)
    for spelling in firm.spellings:
        link = links.get(spelling.spelling_id)
        name, number = spelling.shown(redacted)
        yield {
            "spelling": spelling.spelling_id,
            "name": name,
            "number": number,
            "number_check": _checked(spelling, language),
            "roles": ", ".join(dict.fromkeys(one.role for one in spelling.sums)),
            "lines": spelling.lines,
            "first_date": spelling.first_date,
            "last_date": spelling.last_date,
            "confidence": round(link.confidence, 4) if link else None,
            "reasons": joined(link.comparison.reasons, language) if link else "",
        }


def _checked(spelling: Spelling, language: str) -> str:
    """What the check digits say of a spelling's numbers."""
    said = []
    numbers = read_party(spelling.name, spelling.number).numbers
    for number in numbers.firm:
        if number.is_valid:
            key = "number_right_unsure" if len(number.kinds) > 1 else "number_right"
            said.append(reason(key, kinds=number.kinds_in(language)).said(language))
        else:
            said.append(reason("number_wrong", digits=number.digits).said(language))
    return "; ".join(said + ([f"KPP {numbers.kpp}"] if numbers.kpp else []))


def proposal_rows(
    parties: Parties, least: float, *, redacted: bool = False, language: str = "en"
) -> Iterator[ProposalRow]:
    """Firms that may be one, the most likely first; reasons in `language`."""
    for one in parties.proposals(least):
        (first_name, first_number), (second_name, second_number) = (
            spelling.shown(redacted) for spelling in (one.first, one.second)
        )
        yield {
            "confidence": round(one.confidence, 4),
            "first": one.first.spelling_id,
            "first_name": first_name,
            "first_number": first_number,
            "second": one.second.spelling_id,
            "second_name": second_name,
            "second_number": second_number,
            "reasons": joined(one.reasons, language),
        }


def decision_rows(db: Database, parties: Parties) -> Iterator[DecisionRow]:
    """All decisions, undone ones too."""
    for one in decisions(db):
        yield {
            "decision": one.decision_id,
            "word": one.decision,
            "first": one.first,
            "first_name": parties.name(one.first),
            "second": one.second,
            "second_name": parties.name(one.second),
            "reviewer": one.reviewer,
            "note": one.note,
            "decided_at": one.decided_at,
            "undone_at": one.undone_at,
        }
