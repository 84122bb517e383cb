"""What the pages show: evidence with marks, addresses that are safe to follow, who said what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crawler.case.csv_output import showable
from crawler.case.typed_rows import read_rows
from matcher.reading.model import Chip, Reading
from matcher.reading.reader import Reader
from matcher.reading.terms import interface
from matcher.review.evidence import Evidence, EvidenceReader, GoodsLines, amount, latin_letters, named
from matcher.review.quoted import quoted_words
from matcher.scoring.confidence_text import probability, stands_on
from matcher.text.highlight import highlight
from matcher.text.pieces import Layer, Piece, layers_of, occurrences, pieces

if TYPE_CHECKING:
    from sqlite_utils import Database

    from matcher.web.queue import QueuedPair

MAX_SPECS = 40
SHOWN_REASONS = 5
TRANSLITERATED = 4_000  # characters
HIGHLIGHTED = 20_000  # characters of each text


@dataclass(frozen=True)
class Said:
    """A decision on a pair; `current`: on the present evidence."""

    reviewer: str
    decision: str
    note: str
    current: int
    decided_at: str


@dataclass(frozen=True)
class Answer:
    """A reviewer's decision and note."""

    decision: str
    note: str


@dataclass(frozen=True)
class ListedPair:
    """A pair in list.html."""

    pair_id: str
    state: str
    confidence: str
    level: str
    text: str
    name: str
    site: str


@dataclass(frozen=True)
class ShownChip:
    """A chip, and the anchor of its words on the page; "" where they are in a column or not shown."""

    chip: Chip
    anchor: str


@dataclass(frozen=True)
class ShownReading:
    """What is shown of a reading."""

    chips: list[ShownChip]
    reading: Reading


@dataclass(frozen=True)
class PairWords:
    """What pair.html shows: texts in pieces, marked where both sides agree, where a reason quotes them (`quoted`) and
    where a chip was read from them (`read`); facts as label and text. `elsewhere`: quoted words of the item's pages that
    none of the shown texts has (another language's page)."""

    evidence: Evidence
    text: list[Piece]
    read_goods: ShownReading
    latin: str
    translation: list[Piece]
    declared: list[tuple[str, list[Piece]]]
    lines: list[tuple[str, str]]
    name: list[Piece]
    facts: list[tuple[str, list[Piece]]]
    specs: list[tuple[str, list[Piece]]]
    description: list[Piece]
    read_item: ShownReading
    elsewhere: list[str]
    reasons: list[str]
    counter_reasons: list[str]
    url: str | None
    shown_url: str
    said: list[Said]
    mine: Answer | None
    bar: dict[str, float]
    confidence: str
    stands_on: str


def pair_page(db: Database, evidence: Evidence, reviewer_key: str, blind: bool, reader: Reader) -> PairWords:
    """The words of pair.html for one pair, its texts read for the reviewer by `reader`."""
    goods, item, lines = evidence.goods, evidence.item, evidence.goods.lines
    specs = [*item.specs.items()][:MAX_SPECS]
    left = [goods.text, lines.translation, goods.maker, goods.trademark, goods.model, goods.article]
    right = [
        item.name,
        item.code,
        item.brand,
        item.category,
        item.description,
        *(value for _, value in specs),
    ]
    left, right = [[text[:HIGHLIGHTED] for text in side] for side in (left, right)]
    lefts, rights = highlight(left, right)
    quoted = quoted_words(db, evidence.pair_id)
    read_goods = _shown_reading(_beside(reader.goods(goods), reader, lines), {"": ("t", 0)})
    read_item = _shown_reading(reader.item(item), _item_places(specs))

    def marked(side: Sequence[str], place: int, layers: list[Layer] = []) -> list[Piece]:  # noqa: B006 - not changed
        segments = lefts[place] if side is left else rights[place]
        found = occurrences(quoted.item, side[place]) if side is right else []
        quotes = [Layer(start, end, "quoted") for start, end in found]
        return pieces(side[place], [*layers_of(segments), *quotes, *layers])

    own = [Layer(start, end, "quoted") for start, end in quoted.goods]
    read = _read_layers(read_item)
    shown = "\n".join(right).lower()
    return PairWords(
        evidence=evidence,
        text=marked(left, 0, [*own, *_read_layers(read_goods)["t"]]),
        read_goods=read_goods,
        latin=showable(latin_letters(goods.text[:TRANSLITERATED])),
        translation=marked(left, 1) if lines.translation else [],
        declared=_stated(
            [
                interface(name, reader.language, "").strip()
                for name in ("maker", "trademark", "model", "article")
            ],
            [marked(left, place) for place in range(2, 6)],
        ),
        lines=line_facts(evidence, reader.language),
        name=marked(right, 0, read["n"]) if item.name else [Piece(interface("no_name", reader.language))],
        facts=_stated(
            [interface(name, reader.language) for name in ("model_sku", "brand", "category")],
            [marked(right, place) for place in (1, 2, 3)],
        ),
        specs=[
            (showable(key), marked(right, 5 + place, read.get(f"s{place}", [])))
            for place, (key, _) in enumerate(specs)
        ],
        description=marked(right, 4, read["d"]) if item.description else [],
        read_item=read_item,
        elsewhere=[word for word in quoted.item if word.strip().lower() not in shown],
        reasons=[showable(reader.reason(reason)) for reason in evidence.reasons[:SHOWN_REASONS]],
        counter_reasons=[
            showable(reader.reason(reason)) for reason in evidence.counter_reasons[:SHOWN_REASONS]
        ],
        url=web_address(item.url),
        shown_url=showable(item.url),
        said=[] if blind else said_of(db, evidence.pair_id),
        mine=said_by(db, evidence.pair_id, reviewer_key),
        bar=confidence_bar(evidence),
        confidence=probability(evidence.confidence),
        stands_on=stands_on(
            evidence.confidence_basis, evidence.confidence_low, evidence.confidence_high, reader.language
        ),
    )


def _beside(reading: Reading, reader: Reader, lines: GoodsLines) -> Reading:
    """A reading with what the lines' columns say of the heading and the countries."""
    more = reader.declared_beside(lines.hs, lines.origins, lines.destinations)
    return replace(reading, chips=(*reading.chips, *more))


def _item_places(specs: Sequence[tuple[str, str]]) -> dict[str, tuple[str, int]]:
    """Where the texts that a reading of an item joins are shown: place -> (anchor's letter, its offset)."""
    places = {"name": ("n", 0), "description": ("d", 0)}
    at = 0
    for number, (key, value) in enumerate(specs):
        places[f"specs {at + len(key) + 2} {at + len(key) + 2 + len(value)}"] = (
            f"s{number}",
            at + len(key) + 2,
        )
        at += len(key) + len(value) + 4
    return places


def _shown_reading(reading: Reading, places: Mapping[str, tuple[str, int]]) -> ShownReading:
    chips = []
    for chip in reading.chips:
        found = _placed(chip, places)
        chips.append(ShownChip(chip, f"{found[0]}-{found[1]}" if found else ""))
    return ShownReading(chips, reading)


def _placed(chip: Chip, places: Mapping[str, tuple[str, int]]) -> tuple[str, int] | None:
    """The letter of the text that a chip's first word is in, and its place there."""
    if not chip.spans:
        return None
    start = chip.spans[0][0]
    if chip.place != "specs":
        return (places[chip.place][0], start) if chip.place in places else None
    for place, (letter, offset) in places.items():
        bounds = place.split()
        if len(bounds) == 3 and int(bounds[1]) <= start < int(bounds[2]):
            return letter, start - offset
    return None


def _read_layers(shown: ShownReading) -> dict[str, list[Layer]]:
    """The layers of the words that chips were read from, by the letter of their text."""
    layers: dict[str, list[Layer]] = {"t": [], "n": [], "d": []}
    for one in shown.chips:
        letter, _, at = one.anchor.partition("-")
        if not letter:
            continue
        first = one.chip.spans[0][0]
        for start, end in one.chip.spans:
            moved = int(at) + start - first
            anchor = one.anchor if start == first else ""
            layers.setdefault(letter, []).append(Layer(moved, moved + end - start, "read", anchor))
    return layers


def _stated(labels: Sequence[str], sides: Sequence[list[Piece]]) -> list[tuple[str, list[Piece]]]:
    """Each label with its text, empty ones left out."""
    return [
        (label, parts)
        for label, parts in zip(labels, sides, strict=True)
        if any(piece.text for piece in parts)
    ]


def list_rows(reader: EvidenceReader, found: Sequence[QueuedPair], blind: bool) -> list[ListedPair]:
    """The words of list.html for pairs that a queue gave."""
    states = {row.pair_id: row.state for row in found}
    return [
        ListedPair(
            pair_id=evidence.pair_id,
            state=states[evidence.pair_id],
            confidence="" if blind else probability(evidence.confidence),
            level=evidence.level,
            text=showable(evidence.goods.text)[:160],
            name=showable(evidence.item.name)[:120],
            site=evidence.item.site,
        )
        for evidence in reader.read(row.pair_id for row in found)
    ]


def line_facts(evidence: Evidence, language: str) -> list[tuple[str, str]]:
    """The customs lines behind the goods: label in `language` and value, empty ones left out."""
    lines = evidence.goods.lines
    quantities = "; ".join(f"{amount(total)} {unit}".strip() for unit, total in lines.quantities[:4])
    facts = (
        ("lines", str(lines.lines)),
        ("quantity", quantities),
        ("dates", "–".join(dict.fromkeys(date for date in (lines.first_date, lines.last_date) if date))),
        ("importers", named(lines.importers)),
        ("exporters", named(lines.exporters)),
        ("origin_label", named(lines.origins)),
        ("destination_label", named(lines.destinations)),
        ("hs_code", named(lines.hs)),
        ("first_line", interface("file_row", language, lines.file, str(lines.row)) if lines.file else ""),
    )
    return [(interface(label, language), showable(value)) for label, value in facts if value]


def web_address(url: str) -> str | None:
    """The address where it may be a link: http or https and nothing else, no blanks or controls."""
    fine = (
        url.startswith(("http://", "https://")) and url.isprintable() and not any(c in url for c in ' "<>\\')
    )
    return url if fine else None


def said_of(db: Database, pair_id: str) -> list[Said]:
    """Every live decision on the pair, oldest question first."""
    sql = """
        SELECT d.reviewer, d.decision, d.note, d.signature = p.signature AS current, d.decided_at
        FROM decisions d JOIN pairs p ON p.pair_id = d.pair_id
        WHERE d.pair_id = ? AND d.undone_at IS NULL ORDER BY d.asked_at, d.decision_id
        """
    return [*read_rows(db, Said, sql, [pair_id])]


def said_by(db: Database, pair_id: str, reviewer_key: str) -> Answer | None:
    """The reviewer's own decision that counts."""
    sql = (
        "SELECT decision, note FROM counting_decisions WHERE pair_id = ? AND reviewer_key = ?"
        " ORDER BY decision_id DESC LIMIT 1"
    )
    return next(read_rows(db, Answer, sql, [pair_id, reviewer_key]), None)


def confidence_bar(evidence: Evidence) -> dict[str, float]:
    """The confidence and its interval in hundredths, for a drawing 100 wide."""
    return {
        "at": round(100 * evidence.confidence, 1),
        "low": round(100 * evidence.confidence_low, 1),
        "width": round(max(0.8, 100 * (evidence.confidence_high - evidence.confidence_low)), 1),
    }
