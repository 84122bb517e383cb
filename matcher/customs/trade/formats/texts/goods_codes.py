"""Codes of goods as tables of statistics print them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from matcher.customs.trade.formats.texts.several_codes import hyphenated, names_several, with_suffix
from matcher.customs.values.cells import day
from matcher.customs.values.hs_codes import headings

# At the beginning of a cell: "8471300100 Laptops", "WA87032319 Personenkraftwagen", "[15119020] Palm oil", "01章 活动物".
_AT_BEGINNING = re.compile(
    r"['\"]?(?:WA|CN|HS|KN|GN|NCM)?[\s:]*(\d[\d.\s]{0,16}\d)(?=$|['\"\s:;,–-])|(\d\d)\s?章|[\[(](\d{4,12})[\])](?=\s*\D|$)"
)
ODD_DIGITS = {"JPN": 9, "TWN": 11}  # codes of these publishers have an odd number of digits
MOSTLY = 0.8  # share of the cells of a column of codes
SHORTEST = 4  # digits of a code that no header announces
_LONG = 7  # digits from which a code may be that of a national tariff


def goods_code(text: str, digits: int | None = None, *, whole: bool = False) -> str | None:
    """The code of goods without points and spaces; TOTAL for all goods; None for no code, several, or a part of one.

    A lost leading zero is put back, unless the codes of the column are printed whole (`printed_whole`).
    """
    code = re.sub(r"[\s.'\-]", "", text).upper()
    if code in ("TOTAL", "ALL", "AG2", "AG4", "AG6", "999999TOTAL"):
        return "TOTAL"
    with_letters = re.sub(r"[.']", "", text).strip().upper()  # "84AAA000"; "18 COCOA" is a code and a name
    is_code = re.fullmatch(r"\d{1,12}", code) or re.fullmatch(r"\d{2}[0-9A-Z]{2,10}", with_letters)
    if not is_code or names_several(text):
        return None
    if code.isdigit() and not whole and (len(code) % 2 or (digits and len(code) == digits - 1)):
        code = _with_zero(code)  # spreadsheets drop it; codes of the HS have an even number of digits
    return code if digits is None or code == "TOTAL" or digits < 2 or len(code) >= min(digits, 2) else None


def _with_zero(code: str) -> str:
    """A code with the zero that it lost; as printed where only so it has a heading that the HS has: 100630990 is rice."""
    kept = len(code) >= SHORTEST and f"0{code[:3]}" not in headings() and code[:4] in headings()
    return code if kept else "0" + code


def code_in(cell: str, *, whole: bool = False) -> str | None:
    """The code of goods that a cell is or begins with; None for none, several, or a part of one."""
    if names_several(cell):
        return None
    text = with_suffix(cell.strip())
    whole = whole or text != cell.strip()
    if hyphenated(text):
        return goods_code(text, whole=whole)
    if printed := _printed(text):
        return goods_code(printed, whole=whole)
    return "TOTAL" if goods_code(text) == "TOTAL" else None


def _printed(cell: str) -> str:
    """The code that a cell begins with, as printed; "" for none."""
    match = _AT_BEGINNING.match(cell)
    return next(filter(None, match.groups()), "") if match else ""


def longest_code(cells: Iterable[str]) -> int:
    """The digits of most codes of a column, which tell columns of chapters from those of headings; 0 for none."""
    codes = (code for cell in cells if (code := code_in(cell, whole=True)))
    lengths = Counter(len(code) for code in codes if code.isdigit())
    return lengths.most_common(1)[0][0] if lengths else 0


def are_codes(cells: Sequence[str]) -> bool:
    """Whether cells without a header that says so are codes of goods: mostly of one length, of headings that the HS has."""
    codes = [
        code
        for cell in cells
        if re.fullmatch(r"[A-Z]{0,3}[\d.\s'\"]+(?:\D.*)?", cell) and (code := code_in(cell, whole=True))
    ]
    lengths = Counter(map(len, codes))
    return (
        len(codes) >= MOSTLY * len(cells) > 0
        and min(lengths) >= SHORTEST
        and lengths.most_common(1)[0][1] >= MOSTLY * len(codes)
        and sum(code[:4] in headings() for code in codes) >= MOSTLY * len(codes)
        and not any(len(day(cell) or "") == len("2023-05-31") and not cell.isdigit() for cell in cells)
    )


def printed_whole(cells: Iterable[str], reporter: str | None) -> bool:
    """Whether codes of an odd number of digits have all of them, as those of Japan (9) and Taiwan (11), not a zero lost.

    It is the publisher's length; else all long codes of the column have it, and more headings are in the HS as printed.
    """
    codes = {re.sub(r"\D", "", _printed(with_suffix(cell.strip()))) for cell in cells}
    lengths = Counter(len(code) for code in codes if len(code) >= _LONG)
    if ODD_DIGITS.get(reporter or "") in lengths:
        return True
    if len(lengths) != 1 or not (length := next(iter(lengths))) % 2:
        return False
    long = [code for code in codes if len(code) == length]
    return sum(code[:4] in headings() for code in long) > sum(f"0{code[:3]}" in headings() for code in long)
