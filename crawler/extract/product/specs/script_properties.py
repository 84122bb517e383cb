"""Properties that a page draws by script from data in it: the object that has the page's name or code, and what it states.

Only JSON is read, nothing is run; of several objects of that name that state other things none is taken.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from crawler.extract.page.element_text import clean, element_text, letters_of
from crawler.extract.page.layout import Layout
from crawler.extract.product.codes.forms.code_forms import is_marked_code
from crawler.extract.product.codes.forms.model_labels import BETWEEN, MODELS_LABEL

MAX_SCRIPT = 1_000_000  # characters of a script
MAX_ASSIGNED = 40  # values of one page
MAX_OBJECTS = 5_000
MAX_TEXT = 200  # characters of a label or value
_TYPES = frozenset(("", "text/javascript", "application/javascript", "module", "application/json"))
# Where a value begins: at the beginning of a script, or behind what it is assigned to
_BEGINS = re.compile(r"(?:\A|(?<![^\s;,(])[A-Za-z_$][\w$.]{0,60}\s{0,3}=\s{0,3})(?=[{\[])")
_PROPERTIES = re.compile(
    r"(?:tech\w*)?(?:spec|attr|param|propert|feature|characteristic|detail|data)\w*|参数|规格|属性|характеристик\w*",
    re.IGNORECASE,
)
_OPTIONS = re.compile(r"options?|variants?|models?|codes?|versions?|型号", re.IGNORECASE)
_CODE_KEYS = ("sku", "mpn", "model")
_LABEL_KEYS = ("label", "name", "title", "key", "attribute", "k", "n")
_VALUE_KEYS = ("value", "val", "text", "v")

Pairs = list[tuple[str, str]]


def script_properties(layout: Layout) -> Pairs:
    """The labels and values, and models, of the one object in the page's scripts that has its heading or the code in it."""
    heading = element_text(layout.heading) if layout.heading is not None else ""
    codes = {letters_of(word) for word in heading.split() if is_marked_code(word.strip("()[],"))}
    names = {letters_of(heading), *codes} - {""}
    found: list[Pairs] = []
    for value in _values(layout) if names else ():
        for thing in _objects(value):
            if not names.isdisjoint(letters_of(text) for text in thing.values() if isinstance(text, str)):
                stated = [*_codes(thing), *_models(thing), *_properties(thing)]
                if stated and stated not in found:
                    found.append(stated)
    return found[0] if len(found) == 1 else []


def _values(layout: Layout) -> Iterator[object]:
    """What the page's scripts assign, where that is JSON: `var item = {...}`, or a script that is all data."""
    decoder, left = json.JSONDecoder(), MAX_ASSIGNED
    for kind, _, text in layout.document.scripts:
        if kind.strip().lower() not in _TYPES or len(text) > MAX_SCRIPT:
            continue
        script, at = text.lstrip() if "json" in kind else text, 0
        while left and (begins := _BEGINS.search(script, at)):
            left -= 1
            try:
                value, at = decoder.raw_decode(script, begins.end())
            except (ValueError, RecursionError):
                at = begins.end() + 1
                continue
            yield value


def _objects(value: object) -> Iterator[Mapping[str, object]]:
    """The objects within a value of JSON."""
    waiting, seen = [value], 0
    while waiting and seen < MAX_OBJECTS:
        seen += 1
        match waiting.pop():
            case dict() as thing:
                yield thing
                waiting.extend(part for part in thing.values() if isinstance(part, dict | list))
            case list() as parts:
                waiting.extend(part for part in parts[:MAX_OBJECTS] if isinstance(part, dict | list))


def _properties(thing: Mapping[str, object]) -> Pairs:
    """The properties under a key of an object that is a word for them, or whose labels are written for people."""
    found: Pairs = []
    for key, value in thing.items():
        pairs = [(label, text) for label, text in _pairs(value) if label and text]
        if len(pairs) >= 2 and (
            _PROPERTIES.fullmatch(key) or all(map(_is_written, (label for label, _ in pairs)))
        ):
            found.extend(pairs)
    return found


def _codes(thing: Mapping[str, object]) -> Pairs:
    """The codes that an object has under the names that markup of products uses."""
    return [(key.upper(), code) for key in _CODE_KEYS if is_marked_code(code := _text(thing.get(key)))]


def _models(thing: Mapping[str, object]) -> Pairs:
    """The codes that an object lists under a word for versions."""
    for key, value in thing.items():
        if _OPTIONS.fullmatch(key) and isinstance(value, list):
            codes = [_text(code) for code in value]
            if len(codes) > 1 and all(map(is_marked_code, codes)):
                return [(MODELS_LABEL, BETWEEN.join(codes))]
    return []


def _pairs(value: object) -> Iterator[tuple[str, str]]:
    """Labels and values of an object of texts, or of a list of objects or rows of a label and a value each."""
    if isinstance(value, dict):
        yield from ((_text(label), _text(stated)) for label, stated in value.items())
    for part in value if isinstance(value, list) else ():
        if isinstance(part, list) and len(part) == 2:
            yield _text(part[0]), _text(part[1])
        elif isinstance(part, dict):
            label = next((_text(part[key]) for key in _LABEL_KEYS if key in part), "")
            yield label, next((_text(part[key]) for key in _VALUE_KEYS if key in part), "")


def _text(value: object) -> str:
    """A text or number as it stands; empty for another value and for a long text."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = clean(str(value))
    return text if len(text) <= MAX_TEXT and "<" not in text else ""


def _is_written(label: str) -> bool:
    """Whether a label is one for people, no name of a variable: with a blank, a capital at its beginning, or another script."""
    return " " in label or label[:1].isupper() or not label.isascii()
