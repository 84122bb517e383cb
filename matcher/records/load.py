"""Items and goods read from the case's database: an item's versions in all languages, a goods record's lines summed up."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crawler.case.typed_rows import stored_list, stored_object
from crawler.catalog.picture_readings import not_stated, specs_in_pictures
from crawler.extract.product.codes.forms.codes_of_words import code_of_words
from matcher.attributes.taxonomy import Taxonomy
from matcher.customs.values.countries import alpha3
from matcher.records.documents import GoodsDocument, ItemDocument, Page, digest
from matcher.records.first_known import FirstKnownDates
from matcher.records.maker_names import MakerName, read_maker_names
from matcher.records.variants import variant_codes
from matcher.records.written_codes import named_pages, with_whole_codes
from matcher.text.normal_forms import language_of

if TYPE_CHECKING:
    from sqlite_utils import Database

LEAST_NAME = (
    12  # characters from which an item's name in a specification is a link to it, not part of the words
)

# Fields that a label may name: a code or name that was misread in a picture must not identify an item.
IDENTIFYING = frozenset(("model", "sku", "mpn", "gtin", "brand", "name", "price"))

ITEMS = """
SELECT * FROM current_items
WHERE iif(:ids IS NULL, item_id NOT IN (SELECT owner_id FROM left_out),
  item_id IN (SELECT value FROM json_each(:ids)))
ORDER BY item_id, page_type = 'product' DESC, url, version_id
"""

# All items of the sites: how the others are called tells where a code ends.
NAMED = """
SELECT site, item_id, language, name, model, mpn, sku FROM current_items
WHERE site IN (SELECT value FROM json_each(:sites)) AND item_id NOT IN (SELECT owner_id FROM left_out)
"""


def load_items(db: Database, taxonomy: Taxonomy, ids: Sequence[str] | None = None) -> list[ItemDocument]:
    """Every current item that is not left out, or those of `ids`, by id; pages of one item in all languages together."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in db.query(ITEMS, {"ids": None if ids is None else json.dumps(list(ids))}):
        rows[row["item_id"]].append(row)
    names: dict[str, set[str]] = defaultdict(set)
    for versions in rows.values():
        names[versions[0]["site"]].update(
            row["name"] for row in versions if len(row["name"] or "") >= LEAST_NAME
        )
    beginnings, makers, in_pictures = FirstKnownDates(db), read_maker_names(db), specs_in_pictures(db)
    items = [
        _with_maker_names(
            _with_pictures(
                _item(item_id, versions, names[versions[0]["site"]], taxonomy, beginnings),
                in_pictures.get(item_id, {}),
                versions,
            ),
            [one for one in makers if one.site == versions[0]["site"]],
        )
        for item_id, versions in rows.items()
    ]
    if ids is None:
        of_sites = [row for versions in rows.values() for row in versions]
    else:
        of_sites = list(db.query(NAMED, {"sites": json.dumps(sorted({item.site for item in items}))}))
    return with_whole_codes(items, named_pages(of_sites))


def _with_maker_names(item: ItemDocument, names: Sequence[MakerName]) -> ItemDocument:
    """The item with further names of its maker."""
    if not names:
        return item
    return replace(
        item,
        maker_names={one.name: one.source for one in names if one.same},
        other_makers=tuple(one.name for one in names if not one.same),
    )


def _with_pictures(
    item: ItemDocument, read: Mapping[str, str], versions: Sequence[Mapping[str, Any]]
) -> ItemDocument:
    """The item with the specifications in its pictures that no page states; names and codes are not among them."""
    offered = not_stated(read, [stored_object(row["specs"]) for row in versions], IDENTIFYING) if read else {}
    if not offered:
        return item
    lines = tuple(f"{label}: {value}" for label, value in sorted(offered.items()))
    return replace(item, pictured=lines, fingerprint=digest([item.fingerprint, *lines]))


def _item(
    item_id: str,
    versions: Sequence[dict[str, Any]],
    names: set[str],
    taxonomy: Taxonomy,
    beginnings: FirstKnownDates,
) -> ItemDocument:
    own = {row["name"] for row in versions}
    others = [name for name in names if name not in own]

    pages = tuple(
        Page(
            language=(row["language"] or "").split("-")[0] or language_of(row["name"] or ""),
            name=row["name"] or "",
            category=row["category"] or "",
            description=row["description"] or "",
            specs={
                str(key): str(value)
                for key, value in stored_object(row["specs"]).items()
                if not any(
                    name in str(value) for name in others
                )  # a link to another item, such as "Next: ..."
            },
        )
        for row in versions
    )
    codes = [row[key] for row in versions for key in ("model", "mpn", "sku") if row[key]]
    codes += (code for row in versions for code in variant_codes(stored_object(row["specs"])))
    if not codes:
        codes = list(filter(code_of_words, own))
    first = versions[0]
    return ItemDocument(
        item_id=item_id,
        site=first["site"],
        codes=tuple(dict.fromkeys(codes)),
        brands=tuple(dict.fromkeys(row["brand"] for row in versions if row["brand"])),
        pages=pages,
        price=_price(first["price"]),
        currency=first["currency"] or "",
        first_seen=first["first_seen"] or "",
        fingerprint=digest(sorted(f"{row['url']} {row['fields_sha256']}" for row in versions)),
        taxonomy=taxonomy,
        first_known=beginnings.of(first["site"], codes, first["first_seen"] or ""),
    )


def _price(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if value > 0 else None


WANTED = "SELECT value AS goods_id FROM json_each(:ids)"
EVERY = "SELECT goods_id FROM goods"
# CROSS JOIN keeps the order of the loops: the ids first, then their lines by index.
LINES = """
SELECT l.goods_id AS goods_id, max(l.translation) AS translation, json_group_array(DISTINCT l.hs6) AS hs6,
  json_group_array(DISTINCT l.origin) AS origins, json_group_array(DISTINCT l.exporter) AS exporters,
  min(nullif(l.date, '')) AS first_date, max(l.date) AS last_date,
  CASE WHEN count(l.value_usd) = count(*) THEN sum(l.value_usd) END AS value,
  CASE WHEN count(DISTINCT coalesce(l.unit_code, l.unit)) <= 1 AND count(l.quantity) = count(*)
       THEN sum(l.quantity) END AS quantity
FROM ({ids}) w CROSS JOIN current_lines l ON l.goods_id = w.goods_id GROUP BY l.goods_id
"""
GOODS = "SELECT g.* FROM ({ids}) w CROSS JOIN goods g ON g.goods_id = w.goods_id ORDER BY g.goods_id"


def load_goods(db: Database, taxonomy: Taxonomy, ids: Sequence[str] | None = None) -> list[GoodsDocument]:
    """Every goods (or those of `ids`) that a current line declares, by id."""
    wanted = {} if ids is None else {"ids": json.dumps(list(ids))}
    which = EVERY if ids is None else WANTED
    lines = {row["goods_id"]: row for row in db.query(LINES.format(ids=which), wanted)}
    return [
        _goods(row, lines[row["goods_id"]], taxonomy)
        for row in db.query(GOODS.format(ids=which), wanted)
        if row["goods_id"] in lines
    ]


def _goods(row: Mapping[str, Any], line: Mapping[str, Any], taxonomy: Taxonomy) -> GoodsDocument:
    value, quantity = line["value"], line["quantity"]
    return GoodsDocument(
        goods_id=row["goods_id"],
        text=row["text"],
        maker=row["maker"] or "",
        trademark=row["trademark"] or "",
        model=row["model"] or "",
        article=row["article"] or "",
        parsed=stored_object(row["parsed"]),
        translation=line["translation"] or "",
        hs6=_distinct(line["hs6"]),
        origins=tuple(dict.fromkeys(alpha3(name) or name for name in _distinct(line["origins"]))),
        exporters=_distinct(line["exporters"]),
        first_date=line["first_date"] or "",
        last_date=line["last_date"] or "",
        unit_price=value / quantity if min(value or 0.0, quantity or 0.0) > 0 else None,
        taxonomy=taxonomy,
    )


def _distinct(text: str) -> tuple[str, ...]:
    return tuple(str(value) for value in stored_list(text) if value)
