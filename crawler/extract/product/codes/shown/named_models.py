"""Models that a line or sentence names: codes behind a word for a model or for several kinds."""

from __future__ import annotations

import re
from functools import cache

from crawler.extract.page.element_text import short_text
from crawler.extract.page.layout import Layout
from crawler.extract.product.codes.forms.code_forms import (
    NOT_CODE,
    NUMBERED_WORD,
    is_code,
    is_marked_code,
    is_numbered_size,
    is_size,
)
from crawler.extract.product.codes.forms.code_lists import AND, BETWEEN_CODES, are_family, is_listed_code
from crawler.extract.product.codes.forms.model_labels import heads_models
from crawler.extract.product.codes.shown.codes_in_elements import holds_others, in_link
from crawler.extract.words.alphabets import CAPITALS, EAST_ASIAN
from crawler.extract.words.labels import field_of, known_labels
from crawler.extract.words.vocabulary import alternatives

_BETWEEN_OPENING = re.compile(rf"\s?[,;、，；]\s?|\s(?:{AND})\s")  # a stroke is of a code: QV-20/1
LONGEST = 1000  # characters of a text
# "Typ QV 20 T," at the beginning of a sentence
_KIND_OPENING = re.compile(
    rf"(?:^|[.!?]\s)(?P<label>[^\W\d_]{{2,20}}) (?P<code>[{CAPITALS}]{{2,5}}[ -]?\d{{2,5}}(?:[ -]?[{CAPITALS}]{{1,3}})?)(?=[,;.](?!\d)|$)"
)
_SEVERAL = re.compile(
    rf"(?P<word>[{CAPITALS}]{{2,6}}) (?P<number>\d{{2,5}}) [{CAPITALS}]{{1,3}}\d{{1,3}}[{CAPITALS}]?"
)
# A number without letters that a clause begins with behind a word for a model, and goes on from: 型号33213的滚子
_NUMBER_OF_CLAUSE = re.compile(
    r"(?:^|[，。；！]\s?)(?:型[号號]|型番)[为為是]?(?P<code>(?!(?:19|20)\d\d\D)\d{4,6})[的の]"
)
# What the firm says to make: 本公司生产的WJ41H-16C型阀门
_MADE_HERE = re.compile(
    r"(?:本公司|我公司|我司|本厂|我厂)[^，。；\w]{0,2}[\u3400-\u9fff]{1,10}?(?P<code>[A-Z\d][A-Za-z\d]*(?:[-./][A-Za-z\d]+)*)型(?![号號])"
)
# Elements whose own text may name models
NAMING = ("p", "li", "td", "div", "span", "b", "strong", "u", "em", "i", "font")


def model_of(line: str) -> str | None:
    """The code of a line that names one model and nothing else: "Model QV-20", "QV-20:"."""
    line = line.rstrip(" :：")
    named = _named_models().match(line)  # no fullmatch, which would try each "/" of a long list in two ways
    code = named["codes"] if named and named.end() == len(line) else line
    return code if is_code(code) and not is_size(code) else None


def model_named(layout: Layout) -> str | None:
    """The one model that the lines and sentences of the page's subject name; None where they name none or several."""
    found: set[str] = set()
    for element in layout.subject(*NAMING):
        text = short_text(element, LONGEST) or "" if element.text else ""
        codes = (
            codes_named(text)
            or _code_of_kind(text)
            or _NUMBER_OF_CLAUSE.findall(text)
            or list(filter(is_marked_code, _MADE_HERE.findall(text)))
        )
        if codes and holds_others(layout, element):
            continue
        found.update(code for code in codes if not in_link(layout, element, code))
    return found.pop() if len(found) == 1 else None


def _code_of_kind(line: str) -> list[str]:
    """The code of a line that is a word for a kind and a marked code, "Tip QV-100/200", "* Type: QVD960x3800", or a word and a
    code of several, "Modelo QVLN 2525 M12"; else those behind such a word that a sentence begins with and a sign ends: "Typ QV 20 T,
    with a lid"."""
    label, _, code = line.rpartition(" ")
    if heads_models(label) and is_marked_code(code):
        return [code]
    label, _, code = line.partition(" ")
    several = _SEVERAL.fullmatch(code) if field_of(label) == "model" else None
    if several and not (
        NUMBERED_WORD.fullmatch(several["word"])
        or NOT_CODE.fullmatch(f"{several['word']} {several['number']}")
    ):
        return [code]
    return [
        match["code"]
        for match in _KIND_OPENING.finditer(line)
        if heads_models(match["label"]) and is_code(match["code"]) and not NOT_CODE.fullmatch(match["code"])
    ]


def codes_named(text: str) -> list[str]:
    """The codes behind words for a model in a sentence: "Model VX38S4: 38 cc. Model VX76T4: 76 cc", 型号LZ-100、LZ-500.

    QV/20 is one code, as its parts are none.
    """
    found: list[str] = []
    for match in _named_models().finditer(text):
        codes = list(
            filter(is_listed_code, (part.strip(" .:：") for part in BETWEEN_CODES.split(match["codes"])))
        )
        whole = match["codes"].strip(" .:：")
        found += codes or ([whole] if is_code(whole) else [])
    return found


def codes_listed(text: str) -> list[str]:
    """The codes that a sentence lists behind a word for several kinds: "in two versions: QV-20 and QV-32"; no sizes."""
    lists = (BETWEEN_CODES.split(match["codes"].strip(" .")) for match in _listed_kinds().finditer(text))
    return [
        code
        for codes in lists
        for code in codes
        if are_family(codes) and not all(map(is_numbered_size, codes))
    ]


def codes_opening(text: str) -> list[str]:
    """The marked codes of one family that a text begins with: "QV-20, QV-32 and QV-40 are kept in stock"."""
    match = _opening_list().match(text)
    codes = [code.rstrip(".") for code in _BETWEEN_OPENING.split(match["codes"])] if match else []
    return codes if are_family(codes) and all(map(is_marked_code, codes)) else []


@cache
def _opening_list() -> re.Pattern[str]:
    code = rf"[{CAPITALS}\d][\w./-]*"
    return re.compile(
        rf"(?P<codes>{code}(?:(?:\s?[,;、，；]\s?|\s(?:{AND})\s){code})+)(?:\s[^\W\d_]{{2}}|(?<=\.)\s)"
    )


@cache
def _named_models() -> re.Pattern[str]:
    words = "|".join(known_labels("model"))
    start = rf"(?:(?<![^\W\d_])|(?=[{EAST_ASIAN}]))"  # no blank divides East Asian words
    comma = r"(?:(?<=[А-Я]-\d)|(?<=[А-Я]-\d\d)),(?=\d)"
    code = rf"[{CAPITALS}\d](?:(?![{EAST_ASIAN}])(?:[\w./-]|{comma}))*"
    return re.compile(
        rf"{start}(?i:(?:{words}|типоразмеры?)(?:s(?!\w))?)\.?\s*(?:[:：有为為是]|-\s)?\s*"
        rf"(?P<codes>{code}(?:(?:\s*[、,，;；/]\s*|\s+(?:and|und|и|та|ve)\s+|\s*[和及]\s*){code})*)"
    )


@cache
def _listed_kinds() -> re.Pattern[str]:
    code = rf"[{CAPITALS}\d][\w./-]*"
    return re.compile(
        rf"(?<![^\W\d_])(?i:{alternatives('kinds_listed')})(?:\s?[:：]|\s[–—-])?\s?"
        rf"(?P<codes>{code}(?:(?:\s?[,;、，；]\s?|\s(?:{AND})\s){code})+)"
    )
