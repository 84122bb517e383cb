"""Columns of HS codes and of texts of goods told by what stands together in the rows: headings' texts, names and details."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from matcher.customs.layout.column_values import Profile, are_phrases
from matcher.customs.layout.field_evidence import evidence
from matcher.customs.layout.header_concepts import STRONG
from matcher.customs.layout.questions import OTHER_MATTER
from matcher.customs.layout.rows.declarations import is_of_declaration
from matcher.customs.layout.rows.hs_columns import (
    FEW_KINDS,
    code_before_description,
    code_before_heading,
    code_by_its_header,
    code_not_a_former_one,
    code_not_its_chapter,
    code_not_of_a_firm,
    code_that_texts_tell,
    headings_alone,
)
from matcher.customs.layout.rows.row_columns import FOUND, MOSTLY, RowColumns
from matcher.customs.layout.rows.row_relations import (
    LEAST_ROWS,
    NEARLY_ALL,
    goes_with,
)
from matcher.customs.layout.words.dictionary import ANYWHERE
from matcher.text.normal_forms import script_of

NAMES_ONLY = 1.0  # evidence of values for a description below which they are names of goods, not texts
FREE_TEXT = 2.0  # such evidence of long texts
OWN_TEXTS, LONG_TEXT = 0.6, 25  # distinct texts among the rows, letters of one
SOME_FIRMS = 0.3  # share of names of firms from which texts are none of goods
NAME_BEGINS = 4  # letters by which a text begins with a name
BESIDE_NAMES = frozenset(
    ("model", "article", "trademark", "mark", "hs_description", "translation", "description")
)
LEAST_WORDS = 2  # words of letters alone
OF_GOODS = frozenset(("model", "article", "hs_description"))  # what a header may call texts of goods
VARIED = 0.7  # share of repeated codes that stand beside one text, below which texts are of goods

LEAST_PROPERTIES = 2  # of a text
# A label and its colon at the beginning of a text or of one of its parts.
_PROPERTY = re.compile(r"(?:^|(?<=[|;；,，/]))\s*([^\W\d_][^|:：;；,，/]{0,24})[:：]")

# Words of letters alone, and each two letters in scripts without blanks.
_WORDS = re.compile(rf"{ANYWHERE.pattern}{{2}}|(?<![^\W_])[^\W\d_]{{2,}}(?![^\W_])")


def find_goods(columns: RowColumns) -> None:
    """The columns of HS codes and of texts of goods that relations of rows decide."""
    code_not_a_former_one(columns)
    code_by_its_header(columns)
    code_not_its_chapter(columns)
    code_not_of_a_firm(columns)
    _goods_not_their_heading(columns)
    _goods_not_their_name(columns)
    _name_and_details(columns)
    _only_text_of_goods(columns)
    code_before_heading(columns)
    code_that_texts_tell(columns)
    _text_that_tells_the_code(columns)
    code_before_description(columns)
    headings_alone(columns)


def _goods_not_their_heading(columns: RowColumns) -> None:
    """Of two texts, the one that is the same for each HS code is the heading's: the other describes the goods.

    Firms, and what is one for each declaration, do not, nor what stands beside any code wherever it is repeated.
    """
    if not (columns.sure("description") and columns.sure("hs")) or len(columns.mapping["description"]) > 1:
        return
    codes, heading = columns.cells(columns.place("hs")), columns.place("description")
    if goes_with(codes, columns.cells(heading)) < NEARLY_ALL:
        return
    others = [
        place
        for place in columns.free("description")
        if columns.profile(place).mean_length > columns.profile(heading).mean_length
        and columns.profile(place).text >= MOSTLY
        and goes_with(codes, columns.cells(place)) < VARIED
        and columns.profile(place).firm < SOME_FIRMS
        and not is_of_declaration(columns, place)
        and not _goes_with_any(columns.cells(place), codes)
    ]
    if len(others) == 1:
        columns.decide("description", others[0], FOUND)
        if "hs_description" not in columns.mapping:
            columns.decide("hs_description", heading, FOUND)


def _goes_with_any(texts: Sequence[str], codes: Sequence[str]) -> bool:
    """Whether texts are repeated, and not beside one code each."""
    return 0 < goes_with(texts, codes) < VARIED


def _goods_not_their_name(columns: RowColumns) -> None:
    """Of a short name of the goods and a long text, the latter, though its header speaks of models or of specification."""
    if (
        "description" not in columns.mapping
        or columns.spelt("description")
        or len(columns.mapping["description"]) > 1
    ):
        return
    name = columns.place("description")
    if evidence("description", columns.profile(name)) >= NAMES_ONLY:
        return
    taken = {place for field in columns.mapping.keys() - BESIDE_NAMES for place in columns.mapping[field]}
    texts = [
        place
        for place in range(len(columns.columns.headers))
        if place not in taken and _is_free_text(columns, place) and _starts_with(columns, place, name)
    ]
    if len(texts) == 1:
        for field in BESIDE_NAMES & columns.mapping.keys():
            if columns.mapping[field] == (texts[0],):
                columns.drop(field)
        columns.decide("description", texts[0], FOUND)


def _name_and_details(columns: RowColumns) -> None:
    """Of two columns that both are called the goods' name or description, both: 商品名称 and 规格型号.

    A heading's text, the same for each HS code, is none of them, nor is a translation, nor a name that the other begins with,
    nor what is the same for all lines of a declaration: a firm's. Beside properties alone (brand: X | use: Y), or what its header
    calls specification and model and not goods, the name belongs to them in any case.
    """
    if not columns.sure("description") or len(columns.mapping["description"]) > 1:
        return
    details = columns.place("description")
    mine = columns.cells(details)
    codes = columns.cells(columns.place("hs")) if columns.sure("hs") else ("",) * len(mine)
    of_properties = _are_properties(mine) or _is_specification(columns, details)
    believed = columns.columns.believed
    names = [
        place
        for place in {*columns.left(), *columns.mapping.get("hs_description", ())}
        if place != details
        and believed[place].strength.get("description", 0.0) >= STRONG
        and "hs_description" not in believed[place].sure
        and columns.profile(place).text >= MOSTLY
        and _stated(columns.cells(place)) >= NEARLY_ALL
        and (of_properties or goes_with(codes, columns.cells(place)) < VARIED)
        and not is_of_declaration(columns, place)
        and not _starts_with(columns, details, place)
        and not _starts_with(columns, place, details)
        and script_of(" ".join(columns.cells(place))) == script_of(" ".join(mine))
    ]
    if len(names) == 1 and (of_properties or goes_with(codes, mine) < VARIED):
        if columns.mapping.get("hs_description") == (names[0],):
            columns.drop("hs_description")
        columns.mapping["description"] = (min(names[0], details), max(names[0], details))


def _is_specification(columns: RowColumns, place: int) -> bool:
    """Whether a header speaks of the description and model of something that it does not name."""
    about = columns.columns.readings[place].about
    return {"text", "model"} <= about and "goods" not in about


def _are_properties(texts: Sequence[str]) -> bool:
    """Whether nearly all texts are properties with their labels, the same few labels again and again: марка: X; модель: Y."""
    stated = {cell for cell in texts if cell}
    parts = [_PROPERTY.findall(cell) for cell in stated]
    labels = Counter(found[0].casefold() for found in parts if len(found) >= LEAST_PROPERTIES)
    usual = sum(count for _, count in labels.most_common(FEW_KINDS))
    begin = sum(bool(_PROPERTY.match(cell)) for cell in stated)
    return len(stated) >= LEAST_ROWS and min(usual, begin) >= MOSTLY * len(stated)


def _stated(cells: Sequence[str]) -> float:
    """The share of cells with something in them."""
    return sum(bool(cell.strip()) for cell in cells) / max(len(cells), 1)


def _starts_with(columns: RowColumns, place: int, name: int) -> bool:
    """True where the text of nearly every row begins with the name of the goods, or says more of few names."""
    rows = [(a, b) for a, b in zip(columns.cells(name), columns.cells(place), strict=True) if a and b]
    begun = sum(b.casefold().startswith(a.casefold()[:NAME_BEGINS]) for a, b in rows)
    return len(rows) >= LEAST_ROWS and begun >= 0.5 * len(rows)


def _only_text_of_goods(columns: RowColumns) -> None:
    """The only column of free text of its own in each row is the description, where headers say nothing else of it."""
    if columns.sure("description"):
        return
    texts = [place for place in columns.free("description", any_header=True) if _is_free_text(columns, place)]
    if len(texts) == 1 and _may_name_goods(columns, texts[0]):
        columns.decide("description", texts[0], FOUND)


def _may_name_goods(columns: RowColumns, place: int) -> bool:
    """Whether a header is about nothing else than goods, and of no translation."""
    said = columns.columns.readings[place]
    return not said.translated and not said.about & (OTHER_MATTER | {"address", "party"})


def _text_that_tells_the_code(columns: RowColumns) -> None:
    """The only text of several words that stands beside one HS code wherever it is repeated is of the goods: firms have many.

    Of several the one that is not the same for each code, as the tariff's own text is. A header that calls such texts models
    or articles names them, where no other column is the description.
    """
    if not columns.sure("hs"):
        return
    codes = columns.cells(columns.place("hs"))
    texts = [
        place
        for place in range(len(columns.columns.headers))
        if place != columns.place("hs") and _tells(columns, place, codes)
    ]
    if columns.sure("description"):
        if len(texts) == 1 and columns.mapping["description"] == (texts[0],):
            columns.proved.add("description")
        return
    own = [place for place in texts if goes_with(codes, columns.cells(place)) < VARIED] or texts
    if len(own) == 1 and own[0] in _free_or_named(columns) and _may_name_goods(columns, own[0]):
        if own == texts and not _varies_more(columns, own[0], codes) and _other_texts(columns, own[0]):
            return
        for field in OF_GOODS & columns.mapping.keys():
            if columns.mapping[field] == (own[0],):
                columns.drop(field)
        columns.decide("description", own[0], FOUND)
        columns.proved.add("description")


def _tells(columns: RowColumns, place: int, codes: Sequence[str]) -> bool:
    """Whether a column is of texts of several words, each beside one of several HS codes wherever it is repeated."""
    cells = columns.cells(place)
    return (
        are_phrases(columns.profile(place)) or _are_texts_with_numbers(columns.profile(place), cells)
    ) and goes_with(cells, codes) >= NEARLY_ALL


def _are_texts_with_numbers(seen: Profile, cells: Sequence[str]) -> bool:
    """Whether texts are of several words without digits beside those with them: valve brass 15mm."""
    return (
        seen.text >= MOSTLY
        and seen.firm + seen.address < 0.5
        and sum(len(_WORDS.findall(cell)) >= LEAST_WORDS for cell in cells) >= MOSTLY * sum(map(bool, cells))
    )


def _varies_more(columns: RowColumns, place: int, codes: Sequence[str]) -> bool:
    """Whether a column has more texts than there are codes: else it may be the tariff's own text."""
    return len(set(columns.cells(place))) > len(set(codes))


def _free_or_named(columns: RowColumns) -> set[int]:
    """Columns that may be the description by their headers, or are read as what its header may be called."""
    named = {columns.place(field) for field in OF_GOODS if field in columns.mapping}
    return named.union(columns.free("description", any_header=True))


def _other_texts(columns: RowColumns, place: int) -> list[int]:
    """Columns beside `place` that are not taken, and hold texts that may be of goods: no firms, nor one for each declaration."""
    return [
        other
        for other in columns.free("description", any_header=True)
        if other != place
        and are_phrases(columns.profile(other))
        and columns.profile(other).firm < SOME_FIRMS
        and columns.profile(other).address < SOME_FIRMS
        and not is_of_declaration(columns, other)
        and not _goes_with_any(columns.cells(other), columns.cells(columns.place("hs")))
    ]


def _is_free_text(columns: RowColumns, place: int) -> bool:
    """True for long texts that differ from row to row, and are neither names of firms nor addresses."""
    seen = columns.profile(place)
    return (
        seen.seen >= LEAST_ROWS
        and evidence("description", seen) >= FREE_TEXT
        and seen.distinct >= OWN_TEXTS
        and seen.mean_length >= LONG_TEXT
        and seen.firm < SOME_FIRMS
        and seen.address < 0.5
    )
