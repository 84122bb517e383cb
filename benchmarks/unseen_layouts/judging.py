"""Compare an import with the truth: which fields are right, missing or wrong, which lines are lost or too many."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from unseen_layouts.generate import Truth
from unseen_layouts.others import read_as
from unseen_layouts.reading import LINE_FIELDS, Imported

# A field is right where it is right in this share of the lines: a cell may be doubtful, a column may not.
RIGHT_SHARE = 0.98
NUMBERS = {"quantity", "gross_kg", "net_kg", "value", "value_usd"}
MAPPED_FIELDS = (
    "importer_address",
    "exporter_address",
    "declarant",
    "customs_value",
    "incoterms",
    "office",
    "direction",
)
# Fields of the importer that say the same as a field of the truth.
ALSO = {
    "trademark": {"mark"}, "model": {"article", "mark"}, "unit": {"unit_number", "quantity", "unit_code"}, "value": {"value_usd", "invoice_value"},
    "value_usd": {"value"}, "description": {"goods"}, "heading_text": {"hs_description", "translation"},
    "translation": {"hs_description"}, "declaration": {"record_id"}, "quantity": {"unit"}, "currency": {"currency"},
}  # fmt: skip


UNBRANDED = "NO BRAND"  # a mark of the files that is none


@dataclass(kw_only=True)
class Verdicts:
    """Fields by verdict."""

    right: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    wrong: dict[str, str] = field(default_factory=dict)  # field -> what it should be, what it is


@dataclass(kw_only=True)
class Judgement(Verdicts):
    """Fields by verdict, and what happened to the lines."""

    lost: int = 0  # lines that are neither imported nor rejected
    rejected: int = 0  # good lines that were rejected
    junk: int = 0  # lines that are none


def folded(value: Any) -> str:
    """Text without case, scripts of digits, kinds of white space, apostrophes and final zeros of whole numbers."""
    text = "".join(str(int(c)) if c.isdecimal() else c for c in unicodedata.normalize("NFKC", str(value)))
    text = text.casefold().strip()
    return re.sub(r"\s+", " ", re.sub(r"[’ʼ']", "'", text)).removesuffix(".0")


def agrees(name: str, got: Any, readings: tuple[Any, ...]) -> bool:
    """Whether a value of the database is one of the right readings."""
    if name in NUMBERS:
        return any(isinstance(r, float) and abs(float(got) - r) < 0.006 + 1e-6 * abs(r) for r in readings)
    if name == "hs":
        return "".join(str(int(c)) for c in str(got) if c.isdecimal()) in readings
    if name == "description":
        return any(folded(r) in folded(got) for r in readings)
    if name == "date":
        return any(
            str(got)[:10] == str(r) or (len(str(r)) == 7 and str(got).startswith(str(r))) for r in readings
        )
    return folded(got) in {folded(r) for r in readings if r is not None}


def judge(truth: Truth, got: Imported) -> Judgement:
    """The judgement over all lines and mappings of a file."""
    out = Judgement()
    by_token: dict[str, dict[str, Any]] = {}
    for line in got.lines:
        token = next(
            (t for t in truth.facts if any(t in c for c in (*line["raw"], line["description"] or ""))), None
        )
        if token is None or token in by_token:
            out.junk += 1
        else:
            by_token[token] = line | {"token": token}
    absent = len(truth.facts) - len(by_token)
    out.rejected = min(absent, max(0, got.rejects - truth.rejects))
    out.lost = absent - out.rejected
    expected = {f for facts in truth.facts.values() for f in facts}
    for name in sorted(expected & set(LINE_FIELDS)):
        _judge_field(out, name, truth, by_token)
    _judge_mapping(out, truth, got)
    return out


def _judge_field(out: Judgement, name: str, truth: Truth, by_token: dict[str, dict[str, Any]]) -> None:
    """One field over the lines that were imported."""
    good = bad = 0
    example = ""
    asked = [
        (line, truth.facts[token][name]) for token, line in by_token.items() if name in truth.facts[token]
    ]
    for line, readings in asked:
        value = line.get(name)
        if name == "unit" and (
            line.get("unit_code") in readings or (value and agrees(name, value, readings))
        ):
            good += 1
        elif value is None or value == "":
            good += None in readings or (name == "trademark" and UNBRANDED in readings)
        elif agrees(name, value, readings):
            good += 1
        elif name in ("value", "currency") and _is_dollar_value(line, truth.facts[line["token"]]):
            continue  # the statistical value in dollars was taken for the value: said so, and consistent
        else:
            bad += 1
            example = example or f"{value!r} instead of {readings[0]!r}"
    decide(out, name, good, bad, len(asked), example)


def decide(out: Verdicts, name: str, good: int, bad: int, stated: int, example: str) -> None:
    """Whether a field is right, wrong or missing, by how many of its `stated` values were read rightly and wrongly."""
    if stated and good >= RIGHT_SHARE * stated:
        out.right.add(name)
    elif bad > (1 - RIGHT_SHARE) * stated:
        out.wrong[name] = example
    else:
        out.missing.add(name)


def _is_dollar_value(line: dict[str, Any], facts: dict[str, tuple[Any, ...]]) -> bool:
    """Whether the line's value is its value in dollars, in dollars."""
    stated = facts.get("value_usd")
    return bool(stated and line.get("currency") == "USD" and line.get("value") is not None) and agrees(
        "value", line["value"], stated or ()
    )


def _judge_mapping(out: Judgement, truth: Truth, got: Imported) -> None:
    """Fields that only the mapping shows, and columns that are no field but were taken for one."""
    if truth.sections or not got.mappings:
        return
    taken: dict[str, set[str]] = {}
    for mapping in got.mappings:
        for name, headers in mapping.items():
            for header in headers:
                taken.setdefault(name, set()).update(_columns_named(truth, header))
    truths = {name for _, name in truth.columns}
    for name in MAPPED_FIELDS:
        if name in truths and not _nameless(truth):
            (out.right if name in taken.get(name, set()) else out.missing).add(name)
    for name, columns in taken.items():
        if not columns or name not in (*LINE_FIELDS, *MAPPED_FIELDS) or name in out.wrong:
            continue
        if not _may_be(name, columns):
            out.wrong[name] = f"taken from {sorted(columns)}"
            out.right.discard(name)
            out.missing.discard(name)


def _columns_named(truth: Truth, header: str) -> set[str]:
    """The fields of the columns that a header of a mapping can mean; `column 3` is the third where nothing is written."""
    if numbered := re.fullmatch(r"column (\d+)", header):
        place = int(numbered.group(1)) - 1
        return set(read_as(truth.columns[place][1])) if place < len(truth.columns) else set()
    given = folded(header)
    named = [(folded(h), n) for h, n in truth.columns if h]
    same = [n for h, n in named if given == h] or [n for h, n in named if given.endswith(f" {h}")]
    return {field for n in same for field in read_as(n)}


def _may_be(name: str, columns: Iterable[str]) -> bool:
    """Whether one of these columns of the truth may be read as the field."""
    return any(column == name or name in ALSO.get(column, set()) for column in columns)


def _nameless(truth: Truth) -> bool:
    return truth.header_row is None
