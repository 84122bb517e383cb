"""The sentences of a pair: its statement with level and confidence, and how to cite it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.customs.values.units import UNIT_NAMES
from matcher.reading.terms import interface, term
from matcher.scoring.confidence_text import probability, stands_on
from matcher.text.display import amount, shown, visible

if TYPE_CHECKING:
    from matcher.dossier.chosen.figures import Group, Sum
    from matcher.review.evidence import Evidence

LEAD = "A match is a lead, not proof of end use."

LEVELS = {
    "model": ("model named", "name this product's model or article"),
    "maker": ("maker named", "name this maker and describe goods of this kind"),
    "description": (
        "description only",
        "name nobody and describe goods of this kind with agreeing attributes",
    ),
}
STATE_WORDS = {
    "accepted": "accepted by review",
    "rejected": "rejected by review",
    "unsure": "left unsure by review",
    "disputed": "disputed among reviewers",
    "stale": "decided on evidence that has changed since",
    "proposed": "proposed, not yet reviewed",
}


def statement(evidence: Evidence, group: Group | None, state: str) -> str:
    """The pair in one sentence, with its level, its span of time and its confidence."""
    lines = group.lines if group else 0
    level = LEVELS.get(evidence.level, (evidence.level, "match this product"))[1]
    named = product_name(evidence)
    when = period(group.first_date, group.last_date) if group else ""
    return (
        f"{lines} customs {'line' if lines == 1 else 'lines'}{when} {_verb(level, lines)}: {named}, which the site"
        f" {evidence.item.site} offers; confidence {probability(evidence.confidence)} ({basis(evidence)}),"
        f" {STATE_WORDS.get(state, state)}."
    )


def _verb(level: str, lines: int) -> str:
    if lines != 1:
        return level
    return level.replace("name ", "names ", 1).replace(" describe ", " describes ")


def product_name(evidence: Evidence) -> str:
    """The product in quotation marks with its model or SKU."""
    name = shown(" ".join(evidence.item.name.split()), 160)
    code = evidence.item.model or evidence.item.sku
    return f"“{visible(name.text)}{'…' if name.cut else ''}”" + (
        f" ({visible(code)})" if code and code not in name.text else ""
    )


def basis(evidence: Evidence) -> str:
    """What the confidence is based on, and its interval."""
    return stands_on(evidence.confidence_basis, evidence.confidence_low, evidence.confidence_high)


def period(first: str, last: str) -> str:
    """` of DAY`, ` from DAY to DAY`, or nothing where no date is known; with a leading blank."""
    if not first or not last:
        return ""
    return f" of {first}" if first == last else f" from {first} to {last}"


def sums(parts: tuple[Sum, ...], language: str = "en") -> str:
    """Sums one by one, each with its unit: `12 000 ШТ + 3 500 KG`; never added up. Names of ours are in `language`."""
    unstated = interface("chart_no_unit", language)
    return " + ".join(f"{amount(part.total)} {_unit(part.of, language) or unstated}" for part in parts)


def _unit(of: str, language: str) -> str:
    code = next((code for code, name in UNIT_NAMES.items() if name == of), "") if language != "en" else ""
    return term("units", code, language) or visible(of)


def citation(evidence: Evidence, group: Group | None, *, case: str, built: str, files: list[str]) -> str:
    """Text for a footnote: the pair, the page with time and hash, the customs rows, the dossier."""
    where = "; ".join(files[:6]) + (f"; and {len(files) - 6} more files" if len(files) > 6 else "")
    lines = group.lines if group else 0
    return visible(
        f"Pair {evidence.pair_id} of the dossier “{case}”, built {built[:10]} with Box31. Product page: {evidence.item.url},"
        f" captured {evidence.item.captured_at} (SHA-256 of its content {evidence.item.payload_sha256}). Customs:"
        f" {lines} {'line' if lines == 1 else 'lines'} in {where or 'no file'}. Confidence"
        f" {probability(evidence.confidence)} ({basis(evidence)}). {LEAD}"
    )
