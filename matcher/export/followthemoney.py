"""Accepted pairs as FollowTheMoney entities, for Aleph, OpenAleph and other graph tools.

Maker: Company · product and declared goods: Asset · pair: Similar, with confidence and criteria · customs line:
EconomicActivity · page: HyperText · post: Article · picture: Image. FollowTheMoney drops a value it takes for
invalid silently; here each is counted, listed, and kept in the entity's own words.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawler.case.errors import Box31Error, UsageProblem
from crawler.case.safe_text import json_line
from matcher.customs.values.personal_data import is_person, redact
from matcher.export.registry import Exported, Request, export
from matcher.schema.terms import PairState

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case.case import Case

TITLE = 300  # characters of a name; longer texts go whole into the description
# Where a value that was dropped is kept in words, by schema.
_WORDS = {"EconomicActivity": "description", "Similar": "criteria"}


@export("ftm", example="box31 export ftm -o case.ftm.json", state=PairState.ACCEPTED.value, drops=True)
def ftm(request: Request, out: IO[str]) -> Exported:
    """Accepted pairs as FollowTheMoney entities, one JSON object a line.

    A value that FollowTheMoney would drop is reported and kept in words. Needs: pip install 'box31[ftm]'.
    """
    try:
        import followthemoney  # noqa: F401 - said here in one line rather than by a traceback later
    except ImportError as error:
        raise UsageProblem("export ftm needs followthemoney: pip install 'box31[ftm]'") from error
    maker = FtmExport(request.case, request.db, redacted=request.redacted)
    counts: Counter[str] = Counter()
    for entity in maker.entities(request.state or None):
        counts[entity["schema"]] += 1
        out.write(json_line(entity) + "\n")
    notes = [
        ", ".join(f"{count} {schema}" for schema, count in sorted(counts.items())) or "no pair in this state"
    ]
    places = Counter((one.schema, one.property) for one in maker.dropped)
    for (schema, name), count in places.most_common():
        example = next(one.value for one in maker.dropped if (one.schema, one.property) == (schema, name))
        notes.append(
            f"not valid for {schema}.{name}, kept in words: {count} values, such as {example[:60]!r}"
        )
    notes += [f"left out: {count} {what}" for what, count in maker.left_out.items()]
    return Exported(notes, maker.problems, [vars(one) for one in maker.dropped])


@dataclass(frozen=True)
class Dropped:
    """A value that FollowTheMoney does not take for this property."""

    entity: str
    schema: str
    property: str
    value: str


@dataclass
class FtmExport:
    """Makes the entities of one case; `dropped` and `problems` are complete once all have been made."""

    case: Case
    db: Database
    redacted: bool = False
    dropped: list[Dropped] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    _made: set[str] = field(default_factory=set)

    def entities(self, state: str | None = "accepted") -> Iterator[dict[str, Any]]:
        """Every entity once, as a dict; `state` None means the pairs of every state."""
        where = "WHERE state = ?" if state else ""
        pairs = self._rows(
            f"SELECT * FROM readable_pairs {where} ORDER BY confidence DESC, pair_id",  # noqa: S608
            [state] if state else [],
        )
        sites: dict[str, None] = {}
        goods: dict[str, str] = {}
        for pair in pairs:
            sites[pair["site"]] = None
            yield from self._item(pair)
            if self._new(f"box31-{pair['goods_id']}"):
                goods[pair["goods_id"]] = pair["goods"]
                yield self._goods(pair)
            yield self._similar(pair)
        for goods_id in goods:
            yield from self._lines(goods_id)
        for site in sites:
            yield from self._posts(site)

    def _item(self, pair: dict[str, Any]) -> Iterator[dict[str, Any]]:
        item_id, site = pair["item_id"], pair["site"]
        maker = f"box31-maker-{site}"
        if self._new(maker):
            brands = self._rows(
                "SELECT DISTINCT brand FROM readable_items WHERE site = ? AND brand <> ''", [site]
            )
            address = urlsplit(pair["item_url"])
            names = [row["brand"] for row in brands][:3] or [site]
            yield self._make(
                "Company", maker, name=names, alias=[site], website=f"{address.scheme}://{address.netloc}/"
            )
        if not self._new(f"box31-{item_id}"):
            return
        (item,) = self._rows("SELECT * FROM readable_items WHERE item_id = ?", [item_id])
        page = f"box31-capture-{item['capture_id']}"
        if item["capture_id"] and self._new(page):
            yield self._document("HyperText", page, item["capture_id"], item["name"], item["language"], site)
        specs = "; ".join(f"{key}: {value}" for key, value in json.loads(item["specs"] or "{}").items())
        yield self._make(
            "Asset",
            f"box31-{item_id}",
            name=(item["name"] or item["url"] or item_id)[:TITLE],
            alias=[code for code in (item["model"], item["sku"]) if code],
            description=item["description"],
            notes=specs,
            keywords=item["category"],
            sourceUrl=item["url"],
            proof=page if item["capture_id"] else None,
            retrievedAt=item["last_seen"],
        )
        yield self._make(
            "UnknownLink",
            f"box31-offers-{item_id}",
            subject=maker,
            object=f"box31-{item_id}",
            role="offers on its site",
            startDate=item["first_seen"],
        )
        yield from self._images(item_id, item["version_id"], site)

    def _images(self, item_id: str, version_id: int, site: str) -> Iterator[dict[str, Any]]:
        uses = self._rows(
            "SELECT u.url, u.alt, (SELECT c.capture_id FROM captures c WHERE c.site = ? AND c.url = u.url"
            " AND c.status IN (200, 304) ORDER BY c.captured_at DESC LIMIT 1) AS capture_id"
            " FROM image_uses u WHERE u.owner_id = ? AND u.version_id = ? ORDER BY u.position",
            [site, item_id, version_id],
        )
        for use in uses:
            if not use["capture_id"]:
                continue
            image = f"box31-capture-{use['capture_id']}"
            if self._new(image):
                yield self._document("Image", image, use["capture_id"], use["alt"] or use["url"], None, site)
            link = f"box31-shows-{item_id}-{use['capture_id']}"
            if self._new(link):
                yield self._make(
                    "Documentation",
                    link,
                    document=image,
                    entity=f"box31-{item_id}",
                    role="picture of the product",
                )

    def _goods(self, pair: dict[str, Any]) -> dict[str, Any]:
        return self._make(
            "Asset",
            f"box31-{pair['goods_id']}",
            name=pair["goods"][:TITLE],
            description=pair["goods"],
            notes=f"Goods as declared on {pair['lines']} customs lines; Box31 {pair['goods_id']}",
        )

    def _similar(self, pair: dict[str, Any]) -> dict[str, Any]:
        reasons = [*json.loads(pair["reasons"])]
        against = [f"against: {reason}" for reason in json.loads(pair["counter_reasons"])]
        interval = f"{pair['confidence_low']:.3f} to {pair['confidence_high']:.3f}"
        return self._make(
            "Similar",
            f"box31-{pair['pair_id']}",
            candidate=f"box31-{pair['item_id']}",
            match=f"box31-{pair['goods_id']}",
            confidenceScore=str(pair["confidence"]),
            criteria=[
                f"level: {pair['level']}",
                f"confidence: {pair['confidence_basis']}, interval {interval}",
                f"state: {pair['state']}",
                *reasons,
                *against,
                "A match is a lead, not proof of end use.",
            ],
            matcher=f"Box31 {version('box31')}",
        )

    def _lines(self, goods_id: str) -> Iterator[dict[str, Any]]:
        for line in self._rows(
            "SELECT * FROM readable_lines WHERE goods_id = ? ORDER BY line_id", [goods_id]
        ):
            parties: dict[str, str | None] = {}
            for role, name, code in (
                ("sender", line["exporter"], None),
                ("receiver", line["importer"], line["importer_code"]),
            ):
                parties[role], entity = self._party(role, name, code)
                if entity:
                    yield entity
            value = f"{line['value']} {line['currency'] or ''}".strip() if line["value"] is not None else None
            quantity = (
                f"{line['quantity']} {line['unit'] or ''}".strip() if line["quantity"] is not None else None
            )
            net = f"{line['net_kg']} kg net" if line["net_kg"] is not None else None
            yield self._make(
                "EconomicActivity",
                f"box31-line-{line['line_id']}",
                ccdNumber=line["declaration"],
                ccdValue=value,
                customsAmount=f"{line['value_usd']} USD" if line["value_usd"] is not None else None,
                vedCode=line["hs"],
                goodsDescription=line["description"],
                sender=parties["sender"],
                receiver=parties["receiver"],
                originCountry=line["origin"],
                departureCountry=line["departure"],
                destinationCountry=line["destination"],
                date=line["date"],
                summary="; ".join(part for part in (quantity, net) if part),
                description=f"Box31 {goods_id}",
                recordId=f"{line['customs_file']}, row {line['row']}",
            )

    def _party(
        self, role: str, name: str | None, code: str | None
    ) -> tuple[str | None, dict[str, Any] | None]:
        if not name:
            return None, None
        person = is_person(name)
        if person and self.redacted:
            self.left_out[f"{role}s that are persons or sole traders"] += 1
            return None, None
        if self.redacted and next(redact([{"importer_code": code}]))["importer_code"] != code:
            self.left_out["tax numbers of persons"] += 1
            code = None
        key = hashlib.sha256(f"{code or ''}\x1f{name}".encode()).hexdigest()[:20]
        entity_id = f"box31-party-{key}"
        if not self._new(entity_id):
            return entity_id, None
        return entity_id, self._make(
            "LegalEntity" if person else "Company", entity_id, name=name, taxNumber=code
        )

    def _posts(self, site: str) -> Iterator[dict[str, Any]]:
        for post in self._rows("SELECT * FROM readable_posts WHERE site = ? ORDER BY post_id", [site]):
            entity_id = f"box31-{post['post_id']}"
            author = None if self.redacted else post["author"]
            if self.redacted and post["author"]:
                self.left_out["authors of posts"] += 1
            yield self._document(
                "Article",
                entity_id,
                post["capture_id"],
                post["title"] or post["url"],
                post["language"],
                site,
                bodyText=post["text"],
                publishedAt=post["published"],
                author=author,
            )
            yield self._make(
                "Documentation",
                f"box31-posted-{post['post_id']}",
                document=entity_id,
                entity=f"box31-maker-{site}",
                role="news post on the maker's site",
            )

    def _document(
        self,
        schema: str,
        entity_id: str,
        capture_id: str,
        title: str | None,
        language: str | None,
        site: str,
        **more: Any,
    ) -> dict[str, Any]:
        """A capture as a document. contentHash is SHA-1, as FollowTheMoney defines it; the SHA-256 is in the notes."""
        from crawler.archive.capture_reader import read_capture

        (row,) = self._rows("SELECT * FROM readable_captures WHERE capture_id = ?", [capture_id])
        sha1, size = None, None
        try:
            content = read_capture(self.db, self.case.root / "archive", capture_id).content
            sha1, size = hashlib.sha1(content, usedforsecurity=False).hexdigest(), str(len(content))
        except Box31Error as error:
            self.problems.append(f"{entity_id}: no hash: {error.message}")
        return self._make(
            schema,
            entity_id,
            title=title,
            fileName=urlsplit(row["url"]).path.rsplit("/", 1)[-1] or None,
            sourceUrl=row["url"],
            contentHash=sha1,
            fileSize=size,
            mimeType=row["mime"],
            language=language,
            retrievedAt=row["captured_at"],
            publisher=site,
            notes=f"SHA-256 of the payload {row['payload_sha256']}; {row['warc']} offset {row['warc_offset']}",
            crawler=f"Box31 {version('box31')}",
            **more,
        )

    def _make(self, schema: str, entity_id: str, **properties: Any) -> dict[str, Any]:
        """One entity; values that its schema does not take are listed and kept in words."""
        from followthemoney import model

        entity = model.make_entity(schema)
        entity.id = entity_id
        words = []
        for name, given in properties.items():
            for value in given if isinstance(given, list) else [given]:
                if value is None or value == "":
                    continue
                before = len(entity.get(name))
                entity.add(name, value)
                kind = entity.schema.get(name)
                taken = kind.type.clean(value, proxy=entity) if kind else None
                if len(entity.get(name)) == before and (taken is None or taken not in entity.get(name)):
                    self.dropped.append(Dropped(entity_id, schema, name, str(value)))
                    words.append(f"{name} as stated: {value}")
        for word in words:
            entity.add(_WORDS.get(schema, "notes"), word)
        made: dict[str, Any] = entity.to_dict()
        return made

    def _new(self, entity_id: str) -> bool:
        if entity_id in self._made:
            return False
        self._made.add(entity_id)
        return True

    def _rows(self, sql: str, values: list[Any]) -> list[dict[str, Any]]:
        cursor = self.db.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]
