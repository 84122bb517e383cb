"""The code that the value of a label or of markup gives."""

from __future__ import annotations

import re

from crawler.extract.page.document import clean
from crawler.extract.product.codes.code_lists import several_models

_NEXT_LABEL = re.compile(r"\s[^\W\d_]{2,12}[:：]")  # QV-20 Stock: 5


def identifier(value: str | None) -> str | None:
    """A code as it stands, None for what is too long or has too many words to be one.

    A code followed by words ("TE502955 Chair cover, grey") is the code alone.
    """
    value = clean(value)
    words = value.split()
    if len(words) > 3 and len(words[0]) >= 5 and any(c.isdigit() for c in words[0]):
        return words[0]
    return value if value and len(value) <= 64 and len(words) <= 5 and value[0] not in "${<" else None


def article_code(value: str | None) -> str | None:
    """A code that has a digit or letters in capitals, up to the next label; None for the head of another column ("Diameter") or
    several."""
    found = (one_model(_NEXT_LABEL.split(value or "", maxsplit=1)[0]) or "").rstrip(".;。")
    return found if found and re.search(r"\d|[A-ZА-ЯЁ]{2}", found) else None


def one_model(value: str | None) -> str | None:
    """A model as it stands; None for the head of a table or several models (ZT-5 / ZT-10), which are no model of the page."""
    return (
        None if re.search(r"\s/\s|[／、]", value or "") or several_models(value or "") else identifier(value)
    )
