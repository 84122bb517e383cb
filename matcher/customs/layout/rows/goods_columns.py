"""HS codes and texts of goods told by what stands together in the rows: codes of former tariffs, chapters, headings' texts,
names and details."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from matcher.customs.layout.column_values import UNLIKELY, Profile, are_phrases, evidence
from matcher.customs.layout.header_concepts import STRONG
from matcher.customs.layout.header_fields import HeaderReading
from matcher.customs.layout.questions import OTHER_MATTER
from matcher.customs.layout.rows.declarations import is_of_declaration
from matcher.customs.layout.rows.row_columns import FOUND, MOSTLY, RowColumns
from matcher.customs.layout.rows.row_relations import (
    LEAST_ROWS,
    NEARLY_ALL,
    goes_with,
)
from matcher.customs.layout.words.dictionary import ANYWHERE
from matcher.customs.values.hs_codes import code_before_text, headings
from matcher.text.normal_forms import script_of

CHAPTER, HEADING = 2, 4  # digits
LEAST_HEADINGS, LEAST_CHAPTERS = 8, 5  # distinct ones in a column of nothing else
CODE_LENGTHS = (6, 8, 10)
CODE_ALONE = frozenset(
    ("code", "tariff", "goods", "text")
)  # what the header of a tariff code is about, and nothing else
FEW_KINDS = 3  # distinct cells
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

_HEADING = re.compile(r"\d\d\.?\d\d(?:[. ]?\d\d){0,3}")
LEAST_PROPERTIES = 2  # of a text
# A label and its colon at the beginning of a text or of one of its parts.
_PROPERTY = re.compile(r"(?:^|(?<=[|;；,，/]))\s*([^\W\d_][^|:：;；,，/]{0,24})[:：]")

# Words of letters alone, and each two letters in scripts without blanks.
_WORDS = re.compile(rf"{ANYWHERE.pattern}{{2}}|(?<![^\W_])[^\W\d_]{{2,}}(?![^\W_])")


def find_goods(columns: RowColumns) -> None:
    """The columns of HS codes and of texts of goods that relations of rows decide."""
    _code_not_a_former_one(columns)
    _code_by_its_header(columns)
    _code_not_its_chapter(columns)
    _goods_not_their_heading(columns)
    _goods_not_their_name(columns)
    _name_and_details(columns)
    _only_text_of_goods(columns)
    _code_before_heading(columns)
    _code_that_texts_tell(columns)
    _text_that_tells_the_code(columns)
    _code_before_description(columns)
    _headings_alone(columns)


def _code_not_a_former_one(columns: RowColumns) -> None:
    """Of several columns of HS codes the only one that is not of another tariff or an earlier code of the goods."""
    if columns.sure("hs"):
        return
    codes = [
        place
        for place in _codes_left(columns)
        if not columns.columns.readings[place].about & {"former", "paper", "key", "charge"}
    ]
    former = any("former" in reading.about for reading in columns.columns.readings)
    if len(codes) == 1 and former:
        columns.decide("hs", codes[0], FOUND)


def _code_by_its_header(columns: RowColumns) -> None:
    """The only column that its header calls a tariff code, of numbers as long as such codes, though many do not exist: each
    line that has such a code gets a doubt."""
    if columns.sure("hs") or _codes_left(columns):
        return
    named = [
        place
        for place in columns.left()
        if _is_called_a_code(columns.columns.readings[place]) and _are_long_codes(columns.cells(place))
    ]
    if len(named) == 1:
        columns.decide("hs", named[0], FOUND)


def _is_called_a_code(header: HeaderReading) -> bool:
    """Whether a header is a known spelling of the HS code's, or names a tariff code and nothing else."""
    return "hs" in header.sure or ("hs" in header.evidence and "tariff" in header.about <= CODE_ALONE)


def _are_long_codes(cells: Sequence[str]) -> bool:
    """Whether nearly all cells are numbers of one length that HS codes and their national parts have."""
    lengths = Counter(
        len(digits) for cell in cells if cell and (digits := re.sub(r"[ .]", "", cell)).isdigit()
    )
    length, count = lengths.most_common(1)[0] if lengths else (0, 0)
    return length in CODE_LENGTHS and count >= NEARLY_ALL * sum(map(bool, cells)) and count >= LEAST_ROWS


def _code_not_its_chapter(columns: RowColumns) -> None:
    """Of a column of chapters and one of whole codes the latter; chapters alone are asked about."""
    if not columns.sure("hs"):
        return
    longest = max(map(len, columns.cells(columns.place("hs"))), default=0)
    if longest > CHAPTER:
        return
    codes = [p for p in _codes_left(columns) if "hs" in columns.columns.believed[p].evidence]
    if len(codes) == 1:
        columns.decide("hs", codes[0], FOUND)
    elif longest:  # an empty column is what its header says
        columns.doubt("hs")


def _code_before_heading(columns: RowColumns) -> None:
    """A column that its header calls a tariff code, in which words follow the codes: 2710198200 Масла."""
    if columns.sure("hs") or _codes_left(columns):
        return
    named = [
        place
        for place in columns.left()
        if "hs" in columns.columns.readings[place].evidence and _begin_with_codes(columns.cells(place))
    ]
    if len(named) == 1:
        columns.decide("hs", named[0], FOUND)


def _begin_with_codes(texts: Sequence[str]) -> bool:
    """Whether nearly all texts begin with HS codes, of several kinds of goods."""
    stated = [cell for cell in texts if cell]
    codes = [code for cell in stated if (code := code_before_text(cell))]
    return (
        len(stated) >= LEAST_ROWS and len(codes) >= NEARLY_ALL * len(stated) and len(set(codes)) >= FEW_KINDS
    )


def _code_before_description(columns: RowColumns) -> None:
    """The description's column, where no other has codes and its texts begin with them: 2204219800 Вино виноградное."""
    if columns.sure("hs") or not columns.sure("description") or _codes_left(columns):
        return
    if _begin_with_codes(columns.cells(columns.place("description"))):
        columns.mapping["hs"], columns.confidence["hs"] = columns.mapping["description"], FOUND


def _headings_alone(columns: RowColumns) -> None:
    """The only column of numbers that all begin with headings of the HS, some of four digits only, where no column has whole codes: of
    numbers of four digits one in eight is a heading."""
    if columns.sure("hs") or _codes_left(columns):
        return
    found = [place for place in columns.left() if _are_headings(columns.cells(place))]
    if len(found) == 1:
        columns.decide("hs", found[0], FOUND)
        columns.proved.add("hs")


def _are_headings(cells: Sequence[str]) -> bool:
    """Whether the distinct numbers are of headings of many chapters, and more of them than chance makes such."""
    stated = [cell for cell in cells if cell]
    codes = {cell.replace(".", "")[:HEADING] for cell in set(stated) if _HEADING.fullmatch(cell)}
    return (
        len(codes) >= LEAST_HEADINGS
        and len({code[:CHAPTER] for code in codes}) >= LEAST_CHAPTERS
        and codes <= headings()
        and sum(_HEADING.fullmatch(cell) is not None for cell in stated) >= NEARLY_ALL * len(stated)
    )


def _codes_left(columns: RowColumns) -> list[int]:
    """Columns of HS codes that are not taken."""
    return [place for place in columns.left() if columns.profile(place).hs >= MOSTLY]


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
    nor what is the same for all lines of a declaration: a firm's. Beside properties alone (brand: X | use: Y) the name belongs to
    them in any case.
    """
    if not columns.sure("description") or len(columns.mapping["description"]) > 1:
        return
    details = columns.place("description")
    mine = columns.cells(details)
    codes = columns.cells(columns.place("hs")) if columns.sure("hs") else ("",) * len(mine)
    of_properties = _are_properties(mine)
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


def _code_that_texts_tell(columns: RowColumns) -> None:
    """Of several columns of numbers like HS codes, the only one of which a text has one wherever it is repeated: the same goods
    come from several suppliers, on several papers."""
    if columns.sure("hs"):
        return
    texts = [place for place, seen in enumerate(columns.columns.profiles) if are_phrases(seen)]
    codes = [
        place
        for place in _codes_left(columns)
        if evidence("hs", columns.profile(place)) > UNLIKELY
        and any(goes_with(columns.cells(text), columns.cells(place)) >= NEARLY_ALL for text in texts)
    ]
    if len(codes) == 1 and len(set(columns.cells(codes[0]))) > FEW_KINDS:
        columns.decide("hs", codes[0], FOUND)


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
