"""What the attribute reader and the goods reader find in a text, as chips in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from matcher.attributes.extract import Attribute, described, extract, mentions_of
from matcher.attributes.measures import known_dimension, measures
from matcher.attributes.quantities import Quantity
from matcher.attributes.taxonomy import Taxonomy
from matcher.customs.goods.attributes import UNITS
from matcher.customs.goods.parse import ParsedGoods, parse_goods
from matcher.customs.values.units import PIECE, unit_code
from matcher.reading.model import Chip, Span, overlaps
from matcher.reading.terms import interface, term
from matcher.text.display import in_latin
from matcher.text.lexicon import Mention
from matcher.text.normal_forms import marked_spans, without_markers
from matcher.text.word_edges import is_han

MINUS = ("-", "−", "–")
_LETTER = re.compile(r"[^\W\d_]|[\"″]")
_TIMES = re.compile(r"[xх×χ]|на")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
UNIT_LETTERS = 5  # of a unit that no table has
_PIECES = re.compile(r"(?<![\w.,/-])(\d{1,3}(?:[ \u00a0]\d{3})+|\d+)\s?([^\W\d_]{1,8})\.?(?![^\W_])")
DENYING = ("without", "not")
# A value in the dimension's unit from which a larger unit reads better, or below which a smaller one does.
LARGER = {"mm": ((1e6, "km"), (1e3, "m")), "Hz": ((1e9, "GHz"), (1e6, "MHz")), "W": ((1e4, "kW"),)}
SIZES = {"km": 1e6, "m": 1e3, "GHz": 1e9, "MHz": 1e6, "kW": 1e3, "g": 1e-3}
LEAST_KILOGRAM = 0.1  # lighter things are given in grams
_LONG_WORD = re.compile(r"[^\W\d_\u3400-\u9fff]{4}$")
_OTHER_SCRIPT = re.compile(r"[^\W\d_\u0000-\u024f]")


def text_chips(text: str, taxonomy: Taxonomy, language: str) -> list[Chip]:
    """The kinds, values, classes and measures that `text` states, by place; spans are places in `text`."""
    clean = without_markers(text)
    seen_in = described(clean)
    mentions = mentions_of(seen_in, taxonomy)
    found = extract(seen_in, taxonomy)
    chips = [*_kinds(mentions, clean, taxonomy, language)]
    kinds = set(found.kinds)
    for attribute in found.stated:
        group = taxonomy.groups.get(attribute.group)
        if attribute.kind == "word" and group and group.implied_by[attribute.value] & kinds:
            continue
        if _part_of_a_word(attribute, clean):
            continue
        chips.append(_attribute(attribute, clean, taxonomy, language))
    stated = [span for chip in chips if chip.about in ("value", "class") for span in chip.spans]
    chips = [chip for chip in chips if chip.about != "aside" or not _covered(chip, stated)]
    taken = [span for chip in chips for span in chip.spans]
    chips += _pieces(clean, taken, language)
    taken = [span for chip in chips for span in chip.spans]
    chips += _other_measures(seen_in, clean, taken, language)
    return [_with_markers(chip, text) for chip in _distinct(sorted(chips, key=_place))]


def goods_chips(text: str, columns: dict[str, str], taxonomy: Taxonomy, language: str) -> list[Chip]:
    """The chips of a declared text, with its quantity, makers and codes; `columns`: what the line's own columns say of
    maker, trademark, model and article."""
    parsed = parse_goods(text, attributes=False, **columns)
    named = [*_named(parsed, language)]
    taken = [span for chip in named for span in chip.spans]
    read = [chip for chip in text_chips(text, taxonomy, language) if not _covered(chip, taken)]
    return [*read, *named]


def _place(chip: Chip) -> tuple[int, int]:
    return chip.spans[0] if chip.spans else (1 << 30, 0)


def _distinct(chips: Iterable[Chip]) -> Iterator[Chip]:
    seen: set[tuple[str, str]] = set()
    for chip in chips:
        if (chip.about, chip.words) not in seen:
            seen.add((chip.about, chip.words))
            yield chip


def _covered(chip: Chip, taken: Sequence[Span]) -> bool:
    """Whether all words of a measure or value are part of a name, a code or the quantity."""
    return bool(chip.spans) and all(
        any(start <= at and end <= stop for start, stop in taken) for at, end in chip.spans
    )


def _with_markers(chip: Chip, text: str) -> Chip:
    if "[=" not in text:
        return chip
    return Chip(chip.about, chip.key, chip.words, chip.said, marked_spans(text, chip.spans), chip.denied)


def _part_of_a_word(attribute: Attribute, text: str) -> bool:
    """A colour of one Chinese character within a longer word (黄铜 is brass, not yellow), unless 色 is beside it."""
    if attribute.group != "colour" or attribute.end - attribute.start != 1:
        return False
    beside = text[max(0, attribute.start - 1) : attribute.start] + text[attribute.end : attribute.end + 1]
    return any(is_han(letter) for letter in beside) and "色" not in beside


def _kinds(mentions: Sequence[Mention], text: str, taxonomy: Taxonomy, language: str) -> Iterator[Chip]:
    """Each kind once, the narrower of two that share words."""
    wider = {
        (above, place) for m in mentions for above in taxonomy.kinds[m.label].wider[1:] for place in m.places
    }
    for mention in mentions:
        if mention.scope in DENYING or any((mention.label, place) in wider for place in mention.places):
            continue
        words = term("kinds", mention.label, language) or taxonomy.kinds[mention.label].title
        about = "aside" if mention.scope else "kind"
        shown = interface("aside", language, words) if mention.scope else words
        spans = tuple(sorted(mention.places))
        yield Chip(about, mention.label, shown, _said(text, spans), spans)


def _said(text: str, spans: Iterable[Span]) -> str:
    return " … ".join(text[start:end] for start, end in spans)


def _attribute(attribute: Attribute, text: str, taxonomy: Taxonomy, language: str) -> Chip:
    span = (attribute.start, attribute.end)
    key, about = attribute.group, "measure"
    if attribute.quantity is not None:
        quantity = _as_written(attribute.quantity, text[attribute.start : attribute.end])
        if attribute.group == "temperature" and _is_below(text[: attribute.start]):
            quantity = replace(quantity, values=tuple(-value for value in quantity.values))
        attribute = replace(attribute, quantity=quantity)
    elif attribute.kind == "class":
        about = "class"
    else:
        key, about = f"{attribute.group}:{attribute.value}", "value"
    words = attribute_words(attribute, taxonomy, language)
    return Chip(about, key, words, _said(text, [span]), (span,), attribute.denied)


def _is_below(before: str) -> bool:
    """Whether the minus before a temperature is its sign; after a long word it only joins them: ТЕМПЕРАТУРА-125 ГРАД."""
    return before.endswith(MINUS) and not _LONG_WORD.search(before[:-1])


def attribute_words(attribute: Attribute, taxonomy: Taxonomy, language: str) -> str:
    """A measure, class or value in the reader's words, "without" before what is denied."""
    named = term("values", f"{attribute.group}:{attribute.value}", language)
    if attribute.quantity is not None:
        words = measure_words(attribute.quantity, language)
    elif attribute.kind == "class":
        titled = term("classes", attribute.group, language) or f"{attribute.group.replace('_', ' ')} {{}}"
        words = named or titled.replace("{}", attribute.value.upper())
    else:
        words = named or _own_words(attribute, taxonomy)
    return interface("denied", language, words) if attribute.denied else words


def _as_written(quantity: Quantity, said: str) -> Quantity:
    """A size without a unit: its sides as numbers, in the order of the text; the reader takes them for millimetres."""
    if quantity.dimension == "size" and not _LETTER.search(_TIMES.sub("", said)):
        numbers = tuple(float(number.replace(",", ".")) for number in _NUMBER.findall(said))
        return replace(quantity, dimension="numbers", values=numbers)
    return quantity


def _own_words(attribute: Attribute, taxonomy: Taxonomy) -> str:
    """For a value of a case's own taxonomy, and names alike in every language (USB, CAN)."""
    group = taxonomy.groups[attribute.group]
    if group.is_part:
        return group.title
    return attribute.value.upper() if attribute.group == "interface" else attribute.value.replace("_", " ")


def measure_words(quantity: Quantity, language: str) -> str:
    """A measured value with its unit in the reader's words, and what was measured where the text says so."""
    unit = UNITS.get(quantity.dimension) or quantity.dimension
    values = quantity.values
    larger = [(size, name) for size, name in LARGER.get(unit, ()) if min(values) >= size]
    if unit == "kg" and max(values) < LEAST_KILOGRAM:
        larger = [(0.0, "g")]
    if larger:
        unit = larger[0][1]
        values = tuple(value / SIZES[unit] for value in values)
    joint = "–" if quantity.ranged else " × "
    numbers = joint.join(f"{value:.6g}" for value in values)
    said = "" if unit == "numbers" else term("units", unit, language) or unit
    joined = "" if said in ("×", "°") else " "
    label = term("labels", quantity.label, language)
    return f"{label} {numbers}{joined}{said}".strip()


def _other_measures(view: str, text: str, taken: Sequence[Span], language: str) -> Iterator[Chip]:
    """Numbers with a unit or label that no table of dimensions has: as written, in Latin letters beside where needed."""
    for measure in measures(view):
        if overlaps(measure.start, measure.end, taken):
            continue
        said = text[measure.start : measure.end].strip()
        unit = measure.dimension
        is_unit = len(unit) <= UNIT_LETTERS or "/" in unit or known_dimension(measure)
        if not is_unit:  # the next word, which no comma keeps apart
            said = "".join(_NUMBER.findall(said)[:1]) or said
        label = measure.label
        words = f"{label} {said}".strip()
        if _OTHER_SCRIPT.search(words) and language not in ("ru", "uk", "zh"):
            words = in_latin(words)
        yield Chip("measure", measure.dimension, words, said, ((measure.start, measure.end),))


def _pieces(text: str, taken: Sequence[Span], language: str) -> Iterator[Chip]:
    """Counts of pieces, as of those in one package."""
    for match in _PIECES.finditer(text):
        place = match.span()
        if unit_code(match[2]) == PIECE and not overlaps(*place, taken):
            words = f"{int(''.join(match[1].split())):,} {term('units', PIECE, language)}"
            yield Chip("measure", PIECE, words, match[0], (place,))


NAMED = ("maker", "trademark", "model", "article", "standard")


def _named(parsed: ParsedGoods, language: str) -> Iterator[Chip]:
    if parsed.quantity is not None:
        code = unit_code(parsed.unit or "") or (parsed.unit or "")
        said = term("units", code, language) or parsed.unit or ""
        spans = tuple(parsed.spans.get("quantity", ()))
        yield Chip(
            "quantity", code, f"{parsed.quantity:,.10g} {said}".strip(), _said(parsed.text, spans), spans
        )
    for name in NAMED:
        given = getattr(parsed, name)
        values = given if isinstance(given, tuple) else [given] if given else []
        places = parsed.spans.get(name, [])
        for place, value in enumerate(values):
            own = tuple(places[place : place + 1]) if len(places) == len(values) else ()
            words = interface(name, language, _readable(value, language, name))
            yield Chip(name, name, words, value, own)


@lru_cache(maxsize=1 << 14)  # a maker is on many lines
def _readable(name: str, language: str, about: str) -> str:
    """A name of a firm in Latin letters where its script is another, with the words it was read from."""
    if about not in ("maker", "trademark") or not _OTHER_SCRIPT.search(name):
        return name
    han = any(is_han(letter) for letter in name)
    if language == "zh" if han else language in ("ru", "uk"):
        return name
    latin = in_latin(name)
    latin = "".join(word.capitalize() for word in latin.split()) if han and len(latin.split()) <= 4 else latin
    return interface("from_words", language, latin, name)
