"""The column of HS codes told by what stands together in the rows: codes of former tariffs, chapters, headings alone, codes before
texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from matcher.customs.layout.column_values import are_phrases
from matcher.customs.layout.field_evidence import UNLIKELY, evidence
from matcher.customs.layout.header_fields import HeaderReading
from matcher.customs.layout.rows.row_columns import FOUND, MOSTLY, RowColumns
from matcher.customs.layout.rows.row_relations import LEAST_ROWS, NEARLY_ALL, goes_with
from matcher.customs.values.hs_codes import code_before_text, headings

CHAPTER, HEADING = 2, 4  # digits
LEAST_HEADINGS, LEAST_CHAPTERS = 8, 5  # distinct ones in a column of nothing else
CODE_LENGTHS = (6, 8, 10)
# What the header of a tariff code is about, and nothing else
CODE_ALONE = frozenset(("code", "tariff", "goods", "text"))
FEW_KINDS = 3  # distinct cells
_HEADING = re.compile(r"\d\d\.?\d\d(?:[. ]?\d\d){0,3}")


def code_not_a_former_one(columns: RowColumns) -> None:
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


def code_by_its_header(columns: RowColumns) -> None:
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


def code_not_its_chapter(columns: RowColumns) -> None:
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


def code_not_of_a_firm(columns: RowColumns) -> None:
    """Of two columns of numbers like HS codes the one that differs between the lines of a firm: 海关编码 is the tariff code on one
    paper, and the firm's number with the customs on another."""
    if not columns.sure("hs"):
        return
    codes = columns.cells(columns.place("hs"))
    firms = [place for place, seen in enumerate(columns.columns.profiles) if seen.firm >= MOSTLY]
    others = [
        place
        for place in _codes_left(columns)
        if evidence("hs", columns.profile(place)) > UNLIKELY
        and len(set(columns.cells(place))) > len(set(codes))
        and not columns.columns.readings[place].about & {"former", "paper", "key", "charge", "order"}
    ]
    if len(others) == 1 and any(
        goes_with(columns.cells(firm), codes) >= NEARLY_ALL
        and goes_with(columns.cells(firm), columns.cells(others[0])) < MOSTLY
        for firm in firms
    ):
        columns.decide("hs", others[0], FOUND)


def code_before_heading(columns: RowColumns) -> None:
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


def code_before_description(columns: RowColumns) -> None:
    """The description's column, where no other has codes and its texts begin with them: 2204219800 Вино виноградное."""
    if columns.sure("hs") or not columns.sure("description") or _codes_left(columns):
        return
    if _begin_with_codes(columns.cells(columns.place("description"))):
        columns.mapping["hs"], columns.confidence["hs"] = columns.mapping["description"], FOUND


def code_that_texts_tell(columns: RowColumns) -> None:
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


def headings_alone(columns: RowColumns) -> None:
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
