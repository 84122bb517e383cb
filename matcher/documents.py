"""The two sides of a match as read from the case: items with all their pages, goods with all their lines."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from matcher.attributes import Attribute, Attributes, described, extract
from matcher.customs.countries import alpha3
from matcher.launches import Beginning, Beginnings
from matcher.taxonomy import Taxonomy
from matcher.text import language_of, without_markers

if TYPE_CHECKING:
    from sqlite_utils import Database

DESCRIPTION_LIMIT = 3_000  # characters of an item's description: beyond it, pages tell about the firm
EMBEDDED_LIMIT = 300
LEAST_NAME = (
    12  # characters from which an item's name in a specification is a link to it, not a part of the words
)


@dataclass(frozen=True)
class Page:
    """One page of an item, in one language."""

    language: str
    name: str
    category: str
    description: str
    specs: Mapping[str, str]

    @property
    def stated(self) -> str:
        """All that the page says of the item."""
        specs = "; ".join(f"{key}: {value}" for key, value in self.specs.items())
        return f"{self.name}; {self.category.rsplit('>', 1)[-1]}; {specs}; {self.description[:DESCRIPTION_LIMIT]}"

    @property
    def short(self) -> str:
        """What the encoder is given: the name, the category, the first words of the description."""
        return f"{self.name}, {self.category.rsplit('>', 1)[-1].strip()}. {self.description}"[:EMBEDDED_LIMIT]


@dataclass
class ItemDocument:
    """A catalog item: what its pages say, in all their languages."""

    item_id: str
    site: str
    codes: tuple[str, ...]  # model, MPN, SKU as written
    brands: tuple[str, ...]
    pages: tuple[Page, ...]
    price: float | None
    currency: str
    first_seen: str
    fingerprint: str  # of the versions shown
    taxonomy: Taxonomy = field(repr=False)
    beginning: Beginning | None = (
        None  # since when it is known to exist, where a post or an earlier crawl tells
    )

    @cached_property
    def name(self) -> str:
        return next((page.name for page in self.pages if page.name), self.item_id)

    @cached_property
    def attributes(self) -> tuple[Attribute, ...]:
        """What the pages state, each statement once."""
        stated = [
            a for page in self.pages for a in extract(without_markers(page.stated), self.taxonomy).stated
        ]
        seen: dict[tuple[str, str, bool, str], Attribute] = {}
        for a in stated:
            seen.setdefault((a.group, a.value, a.denied, a.quantity.label if a.quantity else ""), a)
        return tuple(seen.values())

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of goods by the names; by the categories where no name tells; then by the first words of the text."""
        for parts in (
            [page.name for page in self.pages],
            [page.category.rsplit(">", 1)[-1] for page in self.pages],
            [page.description[:200] for page in self.pages],
        ):
            found = [extract(part, self.taxonomy) for part in parts]
            kinds = dict.fromkeys(kind for a in found for kind in (a.kinds or a.aside))
            if kinds:
                return tuple(kinds)
        return ()

    @cached_property
    def text(self) -> str:
        return " ".join(page.stated for page in self.pages)


@dataclass
class GoodsDocument:
    """One distinct customs goods with what its lines add."""

    goods_id: str
    text: str
    maker: str
    trademark: str
    model: str
    article: str
    parsed: Mapping[str, Any]
    translation: str
    hs6: tuple[str, ...]
    origins: tuple[str, ...]
    exporters: tuple[str, ...]
    first_date: str
    last_date: str
    unit_price: float | None
    taxonomy: Taxonomy = field(repr=False)

    @cached_property
    def clean(self) -> str:
        """The description without page markers."""
        return without_markers(self.text)

    @cached_property
    def own(self) -> Attributes:
        return extract(described(self.clean), self.taxonomy)

    @cached_property
    def translated(self) -> Attributes:
        return (
            extract(described(without_markers(self.translation)), self.taxonomy)
            if self.translation
            else Attributes()
        )

    @cached_property
    def attributes(self) -> tuple[Attribute, ...]:
        """What the description states; from a translation beside it only what the description is silent about."""
        groups = {a.group for a in self.own.stated}
        stated = self.own.stated + tuple(a for a in self.translated.stated if a.group not in groups)
        kinds = set(self.kinds)
        return tuple(a for a in stated if not (a.kind == "word" and self._implied(a) & kinds))

    def _implied(self, attribute: Attribute) -> frozenset[str]:
        return self.taxonomy.groups[attribute.group].implied_by[attribute.value]

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of goods: by the description, else by its translation, else those named in passing."""
        return self.own.kinds or self.translated.kinds or self.own.aside or self.translated.aside

    @cached_property
    def named_kind(self) -> bool:
        """Whether a kind is named as the goods themselves, not in passing."""
        return bool(self.own.kinds or self.translated.kinds)

    @cached_property
    def language(self) -> str:
        return language_of(self.clean)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Models and articles stated in columns or under a label in the text."""
        stated = [
            self.model,
            self.article,
            *_words(self.parsed.get("model")),
            *_words(self.parsed.get("article")),
        ]
        return tuple(dict.fromkeys(code for code in stated if code and not is_nothing(code)))

    @cached_property
    def makers(self) -> tuple[str, ...]:
        """Makers and trademarks stated in columns or under a label in the text."""
        stated = [
            self.maker,
            self.trademark,
            *_words(self.parsed.get("maker")),
            *_words(self.parsed.get("trademark")),
        ]
        return tuple(dict.fromkeys(name for name in stated if name and not is_nothing(name)))


_NOTHING = re.compile(
    r"^\W*(?:отсутств\w*|відсутн\w*|не\s?(?:установ|указан|обозначен|известен|имеет|зарегистрир)\w*|неизвестн\w*"
    r"|нет(?: данных)?|без\s+\w+(?:\s\w+)?|прочие?|б/н|n/?a|null|none|no\s?(?:brand|name|mark|logo|trade\s?mark)?"
    r"|not\s\w+|unknown|unbranded|oem|无(?:品牌|牌)?|жоқ|-+|0+|\?+)\W*$",
    re.IGNORECASE,
)


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is no maker, mark or model."""
    return not text.strip() or bool(_NOTHING.match(text.strip()))


def _words(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [str(part) for part in value] if isinstance(value, list | tuple) else []


ITEMS = """
SELECT * FROM current_items WHERE :ids IS NULL OR item_id IN (SELECT value FROM json_each(:ids))
ORDER BY item_id, page_type = 'product' DESC, url, version_id
"""


def load_items(db: Database, taxonomy: Taxonomy, ids: Sequence[str] | None = None) -> list[ItemDocument]:
    """Every current item (or those of `ids`), by id; pages of one item in all its languages together."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in db.query(ITEMS, {"ids": None if ids is None else json.dumps(list(ids))}):
        rows[row["item_id"]].append(row)
    names: dict[str, set[str]] = defaultdict(set)
    for versions in rows.values():
        names[versions[0]["site"]].update(
            row["name"] for row in versions if len(row["name"] or "") >= LEAST_NAME
        )
    beginnings = Beginnings(db)
    return [
        _item(item_id, versions, names[versions[0]["site"]], taxonomy, beginnings)
        for item_id, versions in rows.items()
    ]


def _item(
    item_id: str,
    versions: Sequence[dict[str, Any]],
    names: set[str],
    taxonomy: Taxonomy,
    beginnings: Beginnings,
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
                for key, value in json.loads(row["specs"] or "{}").items()
                if not any(
                    name in str(value) for name in others
                )  # a link to another item, such as "Next: ..."
            },
        )
        for row in versions
    )
    codes = [row[key] for row in versions for key in ("model", "mpn", "sku") if row[key]]
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
        beginning=beginnings.of(first["site"], codes, first["first_seen"] or ""),
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
  min(nullif(l.date, '')) AS first_date, max(l.date) AS last_date, sum(l.value_usd) AS value,
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
        parsed=json.loads(row["parsed"] or "{}"),
        translation=line["translation"] or "",
        hs6=_distinct(line["hs6"]),
        origins=tuple(dict.fromkeys(alpha3(name) or name for name in _distinct(line["origins"]))),
        exporters=_distinct(line["exporters"]),
        first_date=line["first_date"] or "",
        last_date=line["last_date"] or "",
        unit_price=value / quantity if value and quantity else None,
        taxonomy=taxonomy,
    )


def _distinct(text: str) -> tuple[str, ...]:
    return tuple(str(value) for value in json.loads(text) if value)


def digest(parts: Iterable[str]) -> str:
    """A short hash of texts in their order."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
