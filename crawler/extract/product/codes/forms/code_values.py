"""The code that the value of a label or of markup gives."""

from __future__ import annotations

import re

from crawler.extract.page.element_text import clean
from crawler.extract.product.codes.forms.code_forms import is_marked_code
from crawler.extract.product.codes.forms.code_lists import is_listed_code, several_models
from crawler.extract.product.codes.forms.model_labels import MODEL_FIELDS
from crawler.extract.words.alphabets import EAST_ASIAN
from crawler.extract.words.labels import field_of

MOST_LABEL = 3  # words of a label before a code
_NEXT_LABEL = re.compile(r"\s[^\W\d_]{2,12}[:：]")  # QV-20 Stock: 5
_END = re.compile(r"[。；;！!，]|\.(?=\s)|,(?=\s)")  # of a code that a sentence or a further word follows
_CAPITALS = re.compile(r"[A-Z]{2,}(?:[-./][A-Z]{1,})+")  # a code without digits
_WORD = re.compile(rf"[{EAST_ASIAN}]{{2}}|[^\W\d_]{{3}}")


def identifier(value: str | None) -> str | None:
    """A code as it stands, None for what is too long or has too many words to be one.

    A code followed by words ("TE502955 Chair cover, grey") is the code alone.
    """
    value = clean(value)
    words = value.split()
    if len(words) > 3 and len(words[0]) >= 5 and any(c.isdigit() for c in words[0]):
        return words[0].rstrip(",;:")
    return value if value and len(value) <= 64 and len(words) <= 5 and value[0] not in "${<" else None


def article_code(value: str | None) -> str | None:
    """A code that has a digit or letters in capitals, up to the next label; None for the head of another column ("Diameter") or
    several."""
    found = one_model(_NEXT_LABEL.split(value or "", maxsplit=1)[0]) or ""
    return found if found and re.search(r"\d|[A-ZА-ЯЁ]{2}", found) else None


def one_model(value: str | None) -> str | None:
    """A model as it stands, without the sentence behind it; None for the head of a table or several models (ZT-5 / ZT-10), which
    are no model of the page."""
    value = clean(value)
    if re.search(r"\s/\s|[／、]", value) or several_models(value):
        return None
    return identifier(code_alone(value))


def code_alone(value: str) -> str:
    """A code without the full stop and the words behind it: "QV-20. Of oak, with a sheath", 「QV-20。双面」; as it stands where
    what follows is no text or names a further code."""
    value = value.rstrip(".;。； ")
    end = _END.search(value)
    if end is None or not is_listed_code(value[: end.start()].strip()):
        return value
    behind = value[end.end() :]
    further = any(is_marked_code(word.strip("().,")) for word in behind.split())
    return value[: end.start()].strip() if _WORD.search(behind) and not further else value


def behind_label(text: str) -> str:
    """A code without the words before it that are the label of a code: "Part no. GR-40"."""
    words = text.split()
    for count in range(min(MOST_LABEL, len(words) - 1), 0, -1):
        rest = " ".join(words[count:])
        if field_of(" ".join(words[:count])) in MODEL_FIELDS and (
            any(map(str.isdigit, rest)) or _CAPITALS.fullmatch(rest)
        ):
            return rest
    return text
