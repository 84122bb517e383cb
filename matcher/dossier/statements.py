"""The sentences of a pair: its statement with level and confidence, and how to cite it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.customs.values.units import UNIT_NAMES
from matcher.reading.terms import interface, term
from matcher.reading.wording import ENGLISH, Wording
from matcher.scoring.confidence_text import probability, stands_on
from matcher.text.display import amount, shown, visible

if TYPE_CHECKING:
    from matcher.dossier.chosen.figures import Group, Sum
    from matcher.review.evidence import Evidence

LEAD = ENGLISH("lead")  # as the bag and datapackage.json have it
LEVELS = ("model", "maker", "description")


def statement(evidence: Evidence, group: Group | None, state: str, say: Wording = ENGLISH) -> str:
    """The pair in one sentence, with its level, its span of time and its confidence."""
    lines = group.lines if group else 0
    level = evidence.level if evidence.level in LEVELS else "other"
    return say(
        "statement",
        lines=say("count_lines", lines, count=f"{lines}"),
        when=period(group.first_date, group.last_date, say) if group else "",
        names=say(f"names_{level}", lines),
        product=product_name(evidence, say),
        site=evidence.item.site,
        confidence=probability(evidence.confidence),
        basis=basis(evidence, say),
        state=reviewed(state, say),
    )


def level_name(level: str, say: Wording = ENGLISH) -> str:
    """A level in words: model named."""
    return say.or_else(f"level_{level}", level)


def reviewed(state: str, say: Wording = ENGLISH) -> str:
    """What a state means: accepted by review."""
    return say.or_else(f"review_{state}", state)


def product_name(evidence: Evidence, say: Wording = ENGLISH) -> str:
    """The product in quotation marks with its model or SKU."""
    name = shown(" ".join(evidence.item.name.split()), 160)
    code = evidence.item.model or evidence.item.sku
    return say("quoted", text=f"{name.text}{'…' if name.cut else ''}") + (
        f" ({visible(code)})" if code and code not in name.text else ""
    )


def basis(evidence: Evidence, say: Wording = ENGLISH) -> str:
    """What the confidence is based on, and its interval."""
    return stands_on(
        evidence.confidence_basis, evidence.confidence_low, evidence.confidence_high, say.language
    )


def period(first: str, last: str, say: Wording = ENGLISH) -> str:
    """` of DAY`, ` from DAY to DAY`, or nothing where no date is known; with what parts it from the word before."""
    if not first or not last:
        return ""
    return say.blank + say("of_day" if first == last else "of_days", first=first, last=last)


def sums(parts: tuple[Sum, ...], language: str = "en") -> str:
    """Sums one by one, each with its unit: `12 000 ШТ + 3 500 KG`; never added up. Names of ours are in `language`."""
    unstated = interface("chart_no_unit", language)
    return " + ".join(f"{amount(part.total)} {unit_name(part.of, language) or unstated}" for part in parts)


def unit_name(of: str, language: str) -> str:
    """A unit or currency of a sum: names of ours in `language`, others as they are."""
    code = next((code for code, name in UNIT_NAMES.items() if name == of), "") if language != "en" else ""
    return term("units", code, language) or visible(of)


def citation(
    evidence: Evidence,
    group: Group | None,
    *,
    case: str,
    built: str,
    files: list[str],
    say: Wording = ENGLISH,
) -> str:
    """Text for a footnote: the pair, the page with time and hash, the customs rows, the dossier."""
    where = "; ".join(files[:6]) or say("no_file")
    if len(files) > 6:
        where = say("cited_more_files", files=where, count=f"{len(files) - 6}")
    lines = group.lines if group else 0
    return say(
        "citation",
        pair=evidence.pair_id,
        case=case,
        built=built[:10],
        url=evidence.item.url,
        captured=evidence.item.captured_at,
        hash=evidence.item.payload_sha256,
        lines=say("lines_count", lines, count=f"{lines}"),
        files=where,
        confidence=probability(evidence.confidence),
        basis=basis(evidence, say),
        lead=say("lead"),
    )
