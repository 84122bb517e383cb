"""The models that one page sells: a table with a row or a column for each, options, entries of a list, or sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from crawler.extract.page.alphabets import CAPITALS, EAST_ASIAN, PLAIN_CAPITALS
from crawler.extract.page.document import Element, element_text, short_text
from crawler.extract.page.layout import FRAME, Layout
from crawler.extract.page.vocabulary import alternatives, pattern
from crawler.extract.product.article_numbers import article_numbers
from crawler.extract.product.labels import field_of, is_label, known_labels, plain_label

MODELS_LABEL = "Model"  # under which the models of options and sentences stand among the specifications
BETWEEN = " / "  # two values of one property
MOST, LONGEST = 40, 1000  # models of a page; characters of their list
LEAST_CODE = 3  # letters and digits of a code
SHOWN = 200  # characters of an element that shows the code of its attribute
STEM = 2  # letters and digits that the codes of a family begin with
LEAST_FORMS = 3  # in brackets, of a family that has nothing but letters in common
CODED = 0.5  # of the rows of a table, above which the first column is one of codes
MODEL_FIELDS = ("model", "sku", "mpn")  # of labels
_CODE = re.compile(
    rf"(?=\D*\d)(?=[^{CAPITALS}]*[{CAPITALS}])[{CAPITALS}\d][{CAPITALS}a-z\d]*(?:[-./ ][{CAPITALS}a-z\d]+){{0,4}}"
)
_GROUPS = re.compile(r"\d+(?:[-./]\d+){2,4}")  # 140.25.710, behind a label of a model
_ARTICLE = re.compile(r"(?:\d[-./ ]?){4,15}")
_HEAD = pattern("model_heads")  # of a column of models; elsewhere these words name a kind
_SIZE_HEAD = pattern("size_heads")  # beside columns of models that are named as sizes are
_PROPERTIES = pattern("property_heads")  # of the column of labels beside columns of models
_SIZES = pattern("not_model_codes", r"{}|(?:dn|pn|ду|ру|us|eu|uk)[- ]?\d+")  # that head columns as codes do
_DECIMAL = re.compile(r"(?<=\d),(?=\d)")  # in a code: WK-5,5
_LETTERS = re.compile(
    rf"[{PLAIN_CAPITALS}]{{2,}}(?:[-./ ][{PLAIN_CAPITALS}]+)+"
)  # of a code without a digit, beside others: WK-PV
# The same of a whole family: RK-FC, RK-HC
_LETTERED = re.compile(rf"(?P<stem>[{PLAIN_CAPITALS}]{{2,5}})-[{PLAIN_CAPITALS}]{{1,6}}")
_WORD = re.compile(r"[a-zа-яё]{4}")
_MARKED = re.compile(rf"-|\d{{3}}|[{CAPITALS}]{{2}}/\d")  # what a code has that no word says to be one
_NOT_CODE = pattern("not_model_codes")
_NUMBERED_WORD = pattern("numbered_words")
_SIZE = re.compile(r"(?P<word>[^\W\d_]+)[-.]?[A-Z]?\d+[a-zA-Z]?")  # DN-50, ASTM-A36
_UNITS = pattern("units", r"\d[\d.,]*\s?{}\.?")
_NAMING = (
    "p",
    "li",
    "td",
    "div",
    "span",
    "b",
    "strong",
    "u",
    "em",
    "i",
    "font",
)  # elements whose own text may name models
_OPTION_ENDS = re.compile(r"\s+[/|–—-]\s+|\s*[,;(（:：]")
_DASHED = re.compile(r" [–—-] ")
_CODE_ATTRIBUTE = re.compile(r"data-(?:[\w-]*-)?(?:sku|code|article|art|artnr|model|mpn|ref|reference)")
# Codes in brackets, or before them: "for the left hand (QV-20-L)", "QV-20-D (double)"
_EXPLAINED = re.compile(
    rf"\((?P<alone>[{CAPITALS}\d][\w./-]+)\)|(?<![\w/.-])(?P<code>[{CAPITALS}\d][\w./-]+) ?\([^()]{{2,60}}\)"
)
_AND = "and|und|et|y|e|i|a|en|og|och|и|та|і|ve|và|dan|or|oder|ou|o|или|或|和|及"
# The comma of ПН-3,5 divides no codes
_LIST = re.compile(rf"\s*(?:(?<![А-Я]-\d)(?<![А-Я]-\d\d),|,(?!\d)|[;、，；/])\s*|\s+(?:{_AND})\s+")


def is_code(text: str) -> bool:
    """Whether a text is the code of a model, perhaps of several words: KHE 20, TB-EPX-210-5."""
    return (
        _CODE.fullmatch(text) is not None
        and sum(map(str.isalnum, text)) >= LEAST_CODE
        and not _WORD.search(text)
        and not _UNITS.fullmatch(text)
    )


def is_marked_code(text: str) -> bool:
    """Whether a text is a code though no word says so: a hyphen or several digits, and no size, class or standard."""
    size = _SIZE.fullmatch(text)
    return (
        is_code(text)
        and " " not in text
        and _MARKED.search(text) is not None
        and not _NOT_CODE.fullmatch(text)
        and not (size and _NUMBERED_WORD.fullmatch(size["word"]))
    )


def several_models(text: str) -> bool:
    """Whether a text lists the codes of several models: "QV-20 / QV-32", "QV-20, QV-32 and QV-40"."""
    codes = [code.strip() for code in _LIST.split(text)]
    return len(codes) > 1 and all(map(_is_model, codes))


def shown_code(element: Element) -> str | None:
    """The code in an attribute such as data-sku, where the element shows it."""
    for name in element.keys():  # noqa: SIM118  # an element is no mapping
        if not _CODE_ATTRIBUTE.fullmatch(name):  # which also leaves out names that lxml refuses to look up
            continue
        code = (element.get(name) or "").strip()
        if is_code(code) and code in (short_text(element, SHOWN) or ""):
            return code
    return None


def in_link(layout: Layout, element: Element, code: str) -> bool:
    """Whether a link in or around an element leads to another page and holds a code: it is that page's."""
    anchors = (*element.iter("a"), *element.iterancestors("a"))
    return any(layout.leads_on(a) and code in (short_text(a, LONGEST) or "") for a in anchors)


def model_of(line: str) -> str | None:
    """The code of a line that names one model and nothing else: "Model QV-20", "QV-20:"."""
    line = line.rstrip(" :：")
    named = _named_models().match(line)  # no fullmatch, which would try each "/" of a long list in two ways
    code = named["codes"] if named and named.end() == len(line) else line
    return code if is_code(code) and not _SIZES.fullmatch(code) else None


def model_columns(texts: Sequence[Sequence[str]]) -> list[tuple[str, str]] | None:
    """The properties of a table of models, each with one value for each model; None for any other table.

    Either the head names the model first and each row is one, or each column but the first is one; the head's first cell is
    then a word for a model, for sizes or for properties, or empty. Such a word that the page shows remains the models' label.
    """
    if len(texts) < 2 or len(texts[0]) < 2:
        return None
    found = _model_columns(texts)
    head = texts[0][0]
    if found and found[0][0] == MODELS_LABEL and _names_kind(head):
        found[0] = (head, found[0][1])
    return found


def _model_columns(texts: Sequence[Sequence[str]]) -> list[tuple[str, str]] | None:
    if field_of(texts[0][0]) is None and heads_properties(texts[0][0]):
        return _columns_of_models(texts)
    if field_of(texts[0][0]) not in MODEL_FIELDS:
        if not (
            _HEAD.fullmatch(plain_label(texts[0][0]))
            or _heads_are_models(texts[0])
            or _heads_are_sizes(texts[0])
            or _begin_with_models(texts)
        ):
            return None
        texts = [[MODELS_LABEL, *texts[0][1:]], *texts[1:]]
    rows = [text for text in texts if len(text) == len(texts[0])]
    first = [text[0] for text in rows[1:]]
    coded = (
        sum(map(_is_model, first)) > CODED * len(first)
        or _are_numbers(texts[0][0], first)
        or are_lettered(first)
        or _are_letters(texts[0][0], first)
    )
    if len(first) > 1 and not is_code(texts[0][1]) and coded:
        return [(label, _joined(text[at] for text in rows[1:])) for at, label in enumerate(rows[0]) if label]
    if len(rows[0]) > 2 and (
        are_models(rows[0][1:]) or are_lettered(rows[0][1:]) or _are_groups(rows[0]) or _are_numbered(texts)
    ):
        return _of_columns(texts)
    return None


def _names_kind(label: str) -> bool:
    """Whether a label is a word for a kind or size, under which models may stand: Typ, Version, Size."""
    label = plain_label(label)
    return bool(_HEAD.fullmatch(label) or _SIZE_HEAD.fullmatch(label))


def lists_models(label: str, value: str) -> bool:
    """Whether a specification gives the codes of several models under a word for a kind or size."""
    codes = value.split(BETWEEN)
    return (
        len(codes) > 1
        and _names_kind(label)
        and all(is_code(code) and not _SIZES.fullmatch(code) for code in codes)
    )


def _columns_of_models(texts: Sequence[Sequence[str]]) -> list[tuple[str, str]] | None:
    """The properties of a table whose head is a word for properties (or nothing, before several columns) and models or sizes."""
    head = texts[0][1:]
    if not (are_models(head) or _are_groups(texts[0])) or (not texts[0][0] and len(head) == 1):
        return None
    alike = (
        len(head) == 1 or len(_alike(head)) > 1 or _are_groups(texts[0])
    )  # else one may be another maker's
    models = [[MODELS_LABEL, *head]] if alike and not all(map(_SIZES.fullmatch, head)) else []
    return _of_columns([*models, *texts[1:]])


def models_heading_columns(layout: Layout) -> tuple[str, ...]:
    """The codes that head the columns of a table beside a word for properties, where the letters that all begin with are a word of
    the page's heading: "К 8/18", "К 20/30" of "Насосы К"."""
    heading = element_text(layout.heading) if layout.heading is not None else ""
    words = set(re.findall(r"[^\W_]+", heading))
    for table in layout.subject("table"):
        row = next(table.iter("tr"), None)
        texts = (
            [element_text(cell) for cell in row[: MOST + 1] if cell.tag in ("td", "th")]
            if row is not None
            else []
        )
        codes = texts[1:]
        stems = {re.split(r"[^A-ZА-ЯЁІЇЄ]", code, maxsplit=1)[0] for code in codes}
        if (
            len(codes) > 1
            and len(stems) == 1
            and stems <= words
            and heads_properties(texts[0])
            and are_models(codes)
        ):
            return tuple(codes)
    return ()


def heads_properties(text: str) -> bool:
    """Whether the first cell of a table's head is that of a column of labels: a word for properties, or nothing."""
    return not text or _PROPERTIES.fullmatch(plain_label(text)) is not None


def are_models(cells: Sequence[str]) -> bool:
    """Whether different cells name models each: codes, and beside more of these letters that begin alike (WK-20, WK-PV)."""
    codes = [cell for cell in cells if _is_model(cell)]
    others = [cell for cell in cells if not _is_model(cell)]
    return (
        len(set(cells)) == len(cells)
        and len(codes) > len(others)
        and (not others or (all(map(_LETTERS.fullmatch, others)) and len(_alike(cells)) > 1))
    )


def are_lettered(cells: Sequence[str]) -> bool:
    """Whether different cells, two at least, are letters that begin alike and a hyphen divides: RK-FC, RK-HC."""
    found = [_LETTERED.fullmatch(cell) for cell in cells]
    stems = {match["stem"] if match else "" for match in found}
    return len(set(cells)) == len(cells) > 1 and len(stems) == 1 and "" not in stems


def _is_model(cell: str) -> bool:
    """Whether a cell at a table's edge is a code, also one with a decimal comma."""
    return is_code(_DECIMAL.sub(".", cell, count=1))


def _are_numbered(texts: Sequence[Sequence[str]]) -> bool:
    """Whether the cells beside a label of models are different numbers, and labels without numbers stand below it."""
    numbers = texts[0][1:]
    labels = [text[0] for text in texts[1:] if text]
    return (
        len(set(numbers)) == len(numbers)
        and all(map(_ARTICLE.fullmatch, numbers))
        and field_of(texts[0][0]) in MODEL_FIELDS
        and all(map(is_label, labels))
        and not any(map(is_code, labels))
    )


def _of_columns(texts: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    """Label and values of each row of a table with a column for each model; a row of two cells has one value for all."""
    width = max(map(len, texts))
    return [(t[0], _joined(t[1:])) for t in texts if t and t[0] and len(t) in (2, width)]


def _heads_are_models(head: Sequence[str]) -> bool:
    """Whether the heads behind the first, whatever that says, are different marked codes that begin alike: Property | VF-5 | VF-8."""
    codes = head[1:]
    return len(family(codes)) == len(codes) and all(map(is_marked_code, codes))


def _heads_are_sizes(head: Sequence[str]) -> bool:
    """Whether a word for sizes stands beside different codes that begin alike and are no sizes: Size | VF 5 | VF 8."""
    codes = head[1:]
    return (
        _SIZE_HEAD.fullmatch(plain_label(head[0])) is not None
        and len(family(codes)) == len(codes)
        and not any(map(_SIZES.fullmatch, codes))
        and not any(_NUMBERED_WORD.fullmatch(code.partition(" ")[0]) for code in codes)
    )


def _begin_with_models(texts: Sequence[Sequence[str]]) -> bool:
    """Whether the rows below a head of three labels or more begin with marked codes that begin alike, whatever stands above them."""
    head, codes = texts[0], [text[0] for text in texts[1:] if text]
    return (
        len(head) > 2
        and all(map(is_label, head))
        and not any(map(is_code, head))
        and all(len(text) == len(head) for text in texts)
        and len(family(codes)) == len(codes)
        and all(map(is_marked_code, codes))
    )


def _are_groups(row: Sequence[str]) -> bool:
    """Whether the cells behind a label of models are different groups of digits: 140.25.710."""
    return len(set(row[1:])) == len(row[1:]) and all(map(_GROUPS.fullmatch, row[1:]))


def _are_numbers(head: str, cells: Sequence[str]) -> bool:
    """Whether a column under a label of article numbers has a different one of digits in each cell: 2040.125."""
    return (
        field_of(head) in MODEL_FIELDS[1:]
        and len(set(cells)) == len(cells)
        and all(_ARTICLE.fullmatch(cell) for cell in cells)
    )


def _are_letters(head: str, cells: Sequence[str]) -> bool:
    """Whether a column under a label of models or articles has a different code of letters in each cell: QV-KA, QV-KB."""
    return (
        field_of(head) in MODEL_FIELDS
        and len(_alike(cells)) == len(set(cells)) == len(cells)
        and all(map(_LETTERS.fullmatch, cells))
    )


def states_model(specs: Iterable[tuple[str, str, str]]) -> bool:
    """Whether one of the specifications (label, value, source) is the code of a model, or the codes of several."""
    return any(
        (field_of(label) in MODEL_FIELDS and is_code(value.partition(BETWEEN)[0]))
        or lists_models(label, value)
        for label, value, _ in specs
    )


def _joined(values: Iterable[str]) -> str:
    """One value for each model, in their order."""
    return BETWEEN.join(value for value in values if value)[:LONGEST]


def models_shown(layout: Layout) -> tuple[str, ...]:
    """The models or articles that options, sentences and entries of a list name ("White - GX-30-W"), or that stand beside
    brackets; empty where they name no family of two or more."""
    options: list[str] = []
    entries: list[str] = []
    sentences: list[str] = []
    explained: list[str] = []
    for at, element in enumerate(layout.nodes):
        if layout.flags[at] & FRAME:
            continue
        if element.tag == "option":
            named = [text.strip() for text in _OPTION_ENDS.split(element_text(element))]
            pieces = (named[0], named[-1], *named[1:-1], element.get("value") or "")
            options += list(filter(is_code, pieces))[:1]
        elif element.tag == "input" and element.get("type") == "radio":
            options.append(element.get("value") or "")
        elif element.tag in ("label", "button"):
            options += list(filter(None, map(shown_code, element.iter())))[:1]
        elif element.tag in ("ul", "ol"):
            entries += _ends(element) or _beginnings(element)
        elif element.tag in _NAMING and element.text:
            text = short_text(element, LONGEST) or ""
            sentences += _named_in(text) + _listed_in(text)
            codes = [match["code"] or match["alone"] for match in _EXPLAINED.finditer(text)]
            explained += [code for code in codes if is_code(code) and not in_link(layout, element, code)]
    return (
        family(options)
        or family(sentences)
        or family(entries)
        or _alike(article_numbers(layout))
        or _forms(explained)
    )


def model_named(layout: Layout) -> str | None:
    """The one model that the lines and sentences of the page's subject name; None where they name none or several."""
    found: set[str] = set()
    for element in layout.subject(*_NAMING):
        text = short_text(element, LONGEST) or "" if element.text else ""
        codes = _named_in(text) or _code_of_kind(text)
        found.update(code for code in codes if not in_link(layout, element, code))
    return found.pop() if len(found) == 1 else None


def _code_of_kind(line: str) -> list[str]:
    """The code of a line that is a word for a kind and a marked code: "Tip QV-100/200", "* Type: QVD960x3800"."""
    label, _, code = line.rpartition(" ")
    return [code] if _HEAD.fullmatch(plain_label(label)) and is_marked_code(code) else []


def _ends(element: Element) -> list[str]:
    """The codes that all entries of a list end in; none of a list of links."""
    entries = [child for child in element if child.tag == "li"]
    if len(entries) < 2 or any(entry.find(".//a") is not None for entry in entries):
        return []
    codes = [_OPTION_ENDS.split(short_text(entry, LONGEST) or "")[-1].strip(" )）") for entry in entries]
    return codes if all(map(is_code, codes)) else []


def _beginnings(element: Element) -> list[str]:
    """The marked codes that all entries of a list begin with, each before a dash and a text; none of a list of links."""
    entries = [child for child in element if child.tag == "li"]
    if len(entries) < 2 or any(entry.find(".//a") is not None for entry in entries):
        return []
    parts = [_DASHED.split(short_text(entry, LONGEST) or "", maxsplit=1) for entry in entries]
    codes = [part[0] for part in parts if len(part) > 1 and is_marked_code(part[0])]
    return codes if len(codes) == len(entries) else []


def _named_in(text: str) -> list[str]:
    """The codes behind words for a model in a sentence: "Model VX38S4: 38 cc. Model VX76T4: 76 cc", 型号LZ-100、LZ-500.

    QV/20 is one code, as its parts are none.
    """
    found: list[str] = []
    for match in _named_models().finditer(text):
        codes = list(filter(_is_model, (part.strip(" .:：") for part in _LIST.split(match["codes"]))))
        whole = match["codes"].strip(" .:：")
        found += codes or ([whole] if is_code(whole) else [])
    return found


def _listed_in(text: str) -> list[str]:
    """The codes that a sentence lists behind a word for several kinds: "in two versions: QV-20 and QV-32"."""
    lists = (_LIST.split(match["codes"].strip(" .")) for match in _listed_kinds().finditer(text))
    return [code for codes in lists for code in codes if len(family(codes)) == len(codes)]


@cache
def _listed_kinds() -> re.Pattern[str]:
    code = rf"[{CAPITALS}\d][\w./-]*"
    return re.compile(
        rf"(?<![^\W\d_])(?i:{alternatives('kinds_listed')})(?:\s?[:：]|\s[–—-])?\s?"
        rf"(?P<codes>{code}(?:(?:\s?[,;、，；]\s?|\s(?:{_AND})\s){code})+)"
    )


@cache
def _named_models() -> re.Pattern[str]:
    words = "|".join(known_labels("model"))
    start = rf"(?:(?<![^\W\d_])|(?=[{EAST_ASIAN}]))"  # no blank divides East Asian words
    comma = r"(?:(?<=[А-Я]-\d)|(?<=[А-Я]-\d\d)),(?=\d)"
    code = rf"[{CAPITALS}\d](?:(?![{EAST_ASIAN}])(?:[\w./-]|{comma}))*"
    return re.compile(
        rf"{start}(?i:(?:{words}|типоразмеры?)s?)\.?\s*(?:[:：]|-\s)?\s*"
        rf"(?P<codes>{code}(?:(?:\s*[、,，;；/]\s*|\s+(?:and|und|и|та|ve)\s+|\s*[和及]\s*){code})*)"
    )


def family(codes: Iterable[str]) -> tuple[str, ...]:
    """The codes among texts, where they are at least two that begin alike; else none."""
    return _alike([code for code in dict.fromkeys(codes) if is_code(code)])


def _forms(codes: Iterable[str]) -> tuple[str, ...]:
    """The codes among texts that differ in their last part only: QV-20-R, QV-20-L; not RS-232, RS-485, which name no model.

    Where the first part is letters alone there must be three: QV-1, QV-2, QV-3.
    """
    stems = {code: re.split(r"[-/.](?=[^-/.]*$)", code)[0] for code in codes if is_code(code)}
    if len(set(stems.values())) != 1:
        return ()
    certain = is_code(*set(stems.values())) or (len(stems) >= LEAST_FORMS and all(map(is_marked_code, stems)))
    return _alike([*stems]) if certain else ()


def _alike(codes: Sequence[str]) -> tuple[str, ...]:
    """Codes that are at least two and begin alike; else none."""
    found = codes[:MOST]
    stems = {"".join(filter(str.isalnum, code)).casefold()[:STEM] for code in found}
    return tuple(found) if len(found) > 1 and len(stems) == 1 else ()
