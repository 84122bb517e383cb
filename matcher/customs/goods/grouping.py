"""Which lines declare the same goods, and what is kept of a goods record."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from matcher.customs.goods.parse import parse_goods
from matcher.text.normal_forms import normal_form

GOODS_COLUMNS = ("goods_id", "text", "normal", "maker", "trademark", "model", "article", "parsed")
SHORTEST_NAME = (
    3  # characters from which a name that is in the text adds nothing to the identity of the goods record
)
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def goods_identity(normal: str, names: tuple[str | None, ...]) -> str:
    """The id of the goods with this normal text and these columns (maker, trademark, model, article).

    A name that is in the text already does not make other goods: a line that names its maker in the text
    only and one that repeats it in a column are the same goods. Case, look-alike letters, markers, white space
    and punctuation do not count either, since normal forms have none.
    """
    parts = [normal]
    padded = f" {normal} "
    for name in names:
        form = normal_form(name) if name else ""
        parts.append("" if len(form) >= SHORTEST_NAME and f" {form} " in padded else form)
    return "g-" + hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def goods_row(goods_id: str, description: str, normal: str, names: tuple[str | None, ...]) -> tuple[Any, ...]:
    maker, trademark, model, article = names
    # matching reads the attributes of goods itself, with its own cache
    parsed = parse_goods(
        description, maker=maker, trademark=trademark, model=model, article=article, attributes=False
    )
    record = parsed.as_dict()
    for key in ("text", "clean"):  # the text is a column of its own, the clean text follows from it
        del record[key]
    kept = {key: value for key, value in record.items() if value not in (None, [], {})}
    return (
        goods_id,
        description,
        normal,
        parsed.maker,
        parsed.trademark,
        "; ".join(parsed.model) or None,
        "; ".join(parsed.article) or None,
        _as_json(kept),
    )
