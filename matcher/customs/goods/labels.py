"""Labels in the text of a declaration that are in brackets or before an unusual sign: "/ТМ/ ABC", "[BRAND] ABC", "<ТМ>ABC</ТМ>"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from matcher.customs.goods.words import HAN_PATTERN, STEM, key_pattern

Placed = tuple[str, int, int]

NAMED = frozenset(["maker", "trademark", "model", "article", "quantity"])
WORDS = 3  # of a label at most
LETTERS = 32  # of a label at most
ALIKE = 2  # labels of one form in a text, from which it counts as written so
BOUNDING = frozenset(["slash", "square", "angle", "brace"])  # in which an unknown label ends a value too

_INSIDE = rf"[^\W\d_][^/\[\](){{}}<>;:|*#\"\n]{{1,{LETTERS}}}"
_FORMS = {  # opening bracket -> name of the form, and its label with both brackets and a sign behind
    opening: (name, re.compile(rf"({re.escape(opening)}{_INSIDE}{closing})(?:\s?[:=])?"))
    for opening, name, closing in (
        ("/", "slash", r"(?<!\s)/(?!\w)"),
        ("[", "square", r"\]"),
        ("<", "angle", r">"),
        ("{", "brace", r"\}"),
        ("(", "round", r"\)(?!\w)"),
        ("*", "star", r"\*"),
        ("#", "hash", r"#"),
        ('"', "quote", r'"(?=\s?[:=])'),
    )
}
_OPENING = re.compile(r"[/\[<{(*#\"](?=[^\W\d_])")
_BEFORE = frozenset(" \t\n;,.|:/])}>")  # what may stand before an opening bracket
_CLOSING_TAG = re.compile(r"</[^<>\n]{1,40}>")
_SIGN = re.compile(r"[|~→]|[-=]>")
_SIGN_FORM = {"|": "bar", "~": "tilde"}  # else an arrow
_PART = re.compile(r"[;,|\n\t(){}\[\]<>:=→~*#\"]|\.\s+(?=\w)")  # what a label before a sign does not hold


def labels(keys: str) -> list[Placed]:
    """The labels of the text in order: (field, start, end), `end` behind the sign or bracket that closes the label.

    `keys`: the text in lower case with look-alike letters folded. A label of another matter is `other`: it ends the
    value before it.
    """
    found = [*_bracketed(keys), *_before_signs(keys)]
    if not found:
        return []
    told = Counter(form for form, (field, _, _) in found if field in NAMED)
    known = Counter(form for form, _ in found)
    if any(told[form] for form in told if form != "bar"):
        told["bar"] = 0  # it parts the labelled values
    return [
        placed
        for form, placed in found
        if told[form] >= ALIKE or (form in BOUNDING and told[form] and known[form] >= ALIKE)
    ]


def _bracketed(keys: str) -> Iterator[tuple[str, Placed]]:
    behind = 0
    for opening in _OPENING.finditer(keys):
        start = opening.start()
        form, label = _FORMS[opening[0]]
        if (
            start < behind
            or (start and keys[start - 1] not in _BEFORE)
            or not (match := label.match(keys, start))
        ):
            continue
        if name := named_by(match[1][1:-1].strip()) or ("other" if form in BOUNDING else ""):
            behind = match.end()
            yield form, (name, start, behind)
    if "</" in keys:
        for match in _CLOSING_TAG.finditer(keys):
            yield "angle", ("other", *match.span())


def _before_signs(keys: str) -> Iterator[tuple[str, Placed]]:
    """The words before a sign that are a label, at most WORDS of them."""
    behind = 0
    for sign in _SIGN.finditer(keys):
        begin = max(behind, sign.start() - LETTERS)
        behind = sign.end()
        for part in _PART.finditer(keys, begin, sign.start()):
            begin = part.end()
        words = list(re.finditer(r"\S+", keys[begin : sign.start()]))
        for word in words[-WORDS:]:  # the longest first
            start = begin + word.start()
            if name := named_by(keys[start : sign.start()].rstrip()):
                yield _SIGN_FORM.get(sign[0], "arrow"), (name, start, sign.end())
                break


@lru_cache(maxsize=1 << 15)
def named_by(label: str) -> str:
    """The field that a label names, `other` for another matter, empty where its words are not known."""
    if not label or not label[0].isalpha():
        return ""
    pattern = key_pattern(label[:STEM])
    match = pattern.match(f"{label}:") if pattern else HAN_PATTERN.match(f"{label}:")
    if not match or match.end() < len(label):
        return ""
    name = str(match.lastgroup)
    return "other" if name == "weak" else name
