"""Which lines declare the same goods, and what is kept of a goods record."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from typing import Any

from matcher.customs.goods.parse import ParsedGoods, parse_goods
from matcher.text.normal_forms import normal_form

GOODS_COLUMNS = ("goods_id", "text", "normal", "maker", "trademark", "model", "article", "parsed")
SHORTEST_NAME = (
    3  # characters from which a name that is in the text adds nothing to the identity of the goods record
)
# Of a parsed text: itself is a column of its own, its clean form follows from it.
_KEPT = tuple(one.name for one in fields(ParsedGoods) if one.name not in ("text", "clean"))
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
    values = ((name, getattr(parsed, name)) for name in _KEPT)
    kept = {name: value for name, value in values if value is not None and value != () and value != {}}
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
