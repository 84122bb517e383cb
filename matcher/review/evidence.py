"""What a reviewer is shown of a pair: the customs goods with their lines, the catalog item, the reasons."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from crawler.case.typed_rows import read_rows, stored_list, stored_object
from matcher.customs.values.units import BASE_UNIT_NAME_SQL, BASE_UNIT_SQL, UNIT_FACTOR_SQL

if TYPE_CHECKING:
    from sqlite_utils import Database

T = TypeVar("T")

CHUNK = 1_000  # pairs read at once
CACHED = 20_000  # goods records or items remembered at once; the summary of one is about 2 kB
CHINESE_LETTERS = frozenset(map(chr, range(0x3400, 0xA000)))
WORD_RUN = re.compile(r"[\u3400-\u9fff]+|[^\W\d_\u3400-\u9fff]+")
OTHER_SCRIPT = re.compile("[\u0370-\u1dff\u2c60-\ud7ff\uf900-\ufaff\ufe70-\ufeff]")
BLANKS = re.compile("[ \u3000]+")
NAMED = 4  # distinct parties, codes or countries named before "and N more"


@dataclass(frozen=True)
class GoodsLines:
    """The customs lines behind one goods, summed: how many, how much by unit, when, who, under which codes."""

    lines: int = 0
    quantities: tuple[tuple[str, float], ...] = ()  # (unit, sum), most lines first
    first_date: str = ""
    last_date: str = ""
    importers: tuple[str, ...] = ()
    exporters: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    hs: tuple[str, ...] = ()
    translation: str = ""
    file: str = ""  # the first line's place
    row: int = 0


@dataclass(frozen=True)
class Goods:
    """One distinct thing that customs lines declare."""

    goods_id: str
    text: str
    maker: str
    trademark: str
    model: str
    article: str
    lines: GoodsLines


@dataclass(frozen=True)
class Item:
    """A catalog item as its newest page in the preferred language states it, and where those bytes lie."""

    item_id: str
    site: str
    url: str
    name: str
    model: str
    sku: str
    brand: str
    category: str
    description: str
    specs: dict[str, str]
    version_id: int
    capture_id: str
    captured_at: str
    warc: str
    payload_sha256: str

    @property
    def code(self) -> str:
        """Model and SKU as people are shown them, once where they are equal."""
        return " / ".join(dict.fromkeys(code for code in (self.model, self.sku) if code))


@dataclass(frozen=True)
class Evidence:
    """All that is shown of one pair."""

    pair_id: str
    signature: str
    confidence: float
    confidence_basis: str
    confidence_low: float
    confidence_high: float
    level: str
    reasons: tuple[str, ...]
    counter_reasons: tuple[str, ...]
    goods: Goods
    item: Item


@dataclass(frozen=True)
class _PairRow:
    pair_id: str
    signature: str
    confidence: float
    confidence_basis: str
    confidence_low: float
    confidence_high: float
    level: str
    reasons: str
    counter_reasons: str
    goods_id: str
    item_id: str


@dataclass(frozen=True)
class _GoodsRow:
    goods_id: str
    text: str
    maker: str | None
    trademark: str | None
    model: str | None
    article: str | None


@dataclass(frozen=True)
class _LinesRow:
    """A goods record's lines, summed; what is distinct in them as JSON lists."""

    goods_id: str
    lines: int
    quantities: str
    first_date: str | None
    last_date: str | None
    importers: str
    exporters: str
    origins: str
    destinations: str
    hs: str
    translation: str | None
    file: str
    row: int


@dataclass(frozen=True)
class _PageRow:
    """What one page says of an item, newest version, and where its capture is; nulls where there is none."""

    item_id: str
    site: str
    url: str
    name: str | None
    model: str | None
    sku: str | None
    brand: str | None
    category: str | None
    description: str | None
    specs: str | None
    language: str | None
    version_id: int | None
    capture_id: str | None
    captured_at: str | None
    warc_file: str | None
    warc_offset: int | None
    payload_sha256: str | None


@dataclass
class EvidenceReader:
    """Reads evidence, remembering goods records and items, which many pairs share."""

    db: Database
    _goods: dict[str, Goods] = field(default_factory=dict)
    _items: dict[str, Item] = field(default_factory=dict)

    def one(self, pair_id: str) -> Evidence | None:
        """The evidence of one pair, None where there is no such pair."""
        return next(self.read([pair_id]), None)

    def read(self, pair_ids: Iterable[str]) -> Iterator[Evidence]:
        """The evidence of the pairs, in their order; unknown ones are left out."""
        chunk: list[str] = []
        for pair_id in pair_ids:
            chunk.append(pair_id)
            if len(chunk) == CHUNK:
                yield from self._chunk(chunk)
                chunk = []
        yield from self._chunk(chunk)

    def _chunk(self, pair_ids: Sequence[str]) -> Iterator[Evidence]:
        found = {row.pair_id: row for row in select(self.db, _PairRow, PAIRS, pair_ids)}
        self._remember({row.goods_id for row in found.values()}, {row.item_id for row in found.values()})
        for pair_id in pair_ids:
            row = found.get(pair_id)
            if row is None:
                continue
            yield Evidence(
                pair_id=pair_id,
                signature=str(row.signature),
                confidence=row.confidence,
                confidence_basis=row.confidence_basis,
                confidence_low=row.confidence_low,
                confidence_high=row.confidence_high,
                level=row.level,
                reasons=tuple(stored_list(row.reasons)),
                counter_reasons=tuple(stored_list(row.counter_reasons)),
                goods=self._goods[row.goods_id],
                item=self._items[row.item_id],
            )

    def _remember(self, goods_ids: set[str], item_ids: set[str]) -> None:
        if len(self._goods) > CACHED:
            self._goods.clear()
        if len(self._items) > CACHED:
            self._items.clear()
        missing = [goods_id for goods_id in goods_ids if goods_id not in self._goods]
        if missing:
            lines = {row.goods_id: _lines(row) for row in select(self.db, _LinesRow, LINES, missing)}
            for row in select(self.db, _GoodsRow, GOODS, missing):
                self._goods[row.goods_id] = Goods(
                    goods_id=row.goods_id,
                    text=row.text,
                    maker=row.maker or "",
                    trademark=row.trademark or "",
                    model=row.model or "",
                    article=row.article or "",
                    lines=lines.get(row.goods_id, GoodsLines()),
                )
        missing = [item_id for item_id in item_ids if item_id not in self._items]
        if missing:
            for page in select(self.db, _PageRow, ITEMS, missing):
                self._items[page.item_id] = _item(page)


def select_rows(db: Database, sql: str, ids: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Rows of `sql`, with its one parameter the ids as a JSON array."""
    return iter(db.execute(sql, [json.dumps(list(ids))]))


def select(db: Database, kind: type[T], sql: str, ids: Sequence[str]) -> Iterator[T]:
    """Rows of `sql` as instances of `kind` (see read_rows), with its one parameter the ids as a JSON array."""
    return read_rows(db, kind, sql, [json.dumps(list(ids))])


PAIRS = "SELECT * FROM pairs WHERE pair_id IN (SELECT value FROM json_each(?))"

GOODS = "SELECT * FROM goods WHERE goods_id IN (SELECT value FROM json_each(?))"

# Units of one kind are added up: 20 pieces and 40 thousand pieces are 40,020 pieces.
LINES = f"""
SELECT l.goods_id, count(*) AS lines, min(nullif(l.date, '')) AS first_date, max(l.date) AS last_date,
  json_group_array(DISTINCT l.importer) AS importers, json_group_array(DISTINCT l.exporter) AS exporters,
  json_group_array(DISTINCT l.origin) AS origins, json_group_array(DISTINCT l.destination) AS destinations,
  json_group_array(DISTINCT l.hs) AS hs, max(l.translation) AS translation,
  (SELECT json_group_array(json_array(counted_in, sum)) FROM (
    SELECT {BASE_UNIT_NAME_SQL} AS counted_in, sum(quantity * {UNIT_FACTOR_SQL}) AS sum FROM current_lines q
    WHERE q.goods_id = l.goods_id AND quantity IS NOT NULL GROUP BY {BASE_UNIT_SQL} ORDER BY count(*) DESC)) AS quantities,
  f.name AS file, l.row AS row, min(l.line_id)
FROM current_lines l JOIN customs_files f ON f.file_id = l.file_id
WHERE l.goods_id IN (SELECT value FROM json_each(?))
GROUP BY l.goods_id
"""  # noqa: S608 - fixed text

ITEMS = """
SELECT i.item_id, i.site, coalesce(v.url, i.url) AS url, v.name, v.model, v.sku, v.brand, v.category,
  v.description, v.specs, v.language, v.version_id, v.capture_id, c.captured_at, c.warc_file, c.warc_offset,
  c.payload_sha256
FROM items i
LEFT JOIN item_versions v ON v.version_id = (
  SELECT s.version_id FROM spoken_versions s WHERE s.item_id = i.item_id)
LEFT JOIN captures c ON c.capture_id = v.capture_id
WHERE i.item_id IN (SELECT value FROM json_each(?))
"""


def _lines(row: _LinesRow) -> GoodsLines:
    return GoodsLines(
        lines=row.lines,
        quantities=tuple((str(unit or ""), float(total)) for unit, total in stored_list(row.quantities)),
        first_date=row.first_date or "",
        last_date=row.last_date or "",
        importers=_distinct(row.importers),
        exporters=_distinct(row.exporters),
        origins=_distinct(row.origins),
        destinations=_distinct(row.destinations),
        hs=_distinct(row.hs),
        translation=row.translation or "",
        file=row.file,
        row=row.row,
    )


def _distinct(listed: str) -> tuple[str, ...]:
    return tuple(str(value) for value in stored_list(listed) if value)


def _item(row: _PageRow) -> Item:
    specs = stored_object(row.specs)
    return Item(
        item_id=row.item_id,
        site=row.site,
        url=row.url,
        name=str(row.name or ""),
        model=str(row.model or ""),
        sku=str(row.sku or ""),
        brand=str(row.brand or ""),
        category=str(row.category or ""),
        description=str(row.description or ""),
        specs={str(key): str(value) for key, value in specs.items()},
        version_id=row.version_id or 0,
        capture_id=row.capture_id or "",
        captured_at=row.captured_at or "",
        warc=f"archive/{row.site}/{row.warc_file}:{row.warc_offset}" if row.warc_file else "",
        payload_sha256=row.payload_sha256 or "",
    )


def latin_letters(text: str) -> str:
    """A text for those who do not read its script, letter by letter, case kept; "" where it is Latin already.

    To be read; keys for comparing names are made by matcher.text.transliteration.
    """
    if not OTHER_SCRIPT.search(text):
        return ""
    from anyascii import anyascii

    def word(found: re.Match[str]) -> str:
        letters = found.group()
        if letters[0] in CHINESE_LETTERS:
            return " " + " ".join(anyascii(letter) for letter in letters) + " "
        return anyascii(letters).upper() if letters.isupper() else anyascii(letters)

    return BLANKS.sub(" ", anyascii(WORD_RUN.sub(word, text))).strip()


def named(values: Sequence[str], most: int = NAMED) -> str:
    """Distinct values in one cell: `A; B; and 3 more`."""
    more = len(values) - most
    return "; ".join([*values[:most], *([f"and {more} more"] if more > 0 else [])])


def amount(value: float) -> str:
    """A quantity without a needless fraction: 12000, 88.813."""
    return f"{value:.3f}".rstrip("0").rstrip(".")
