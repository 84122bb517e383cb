"""Accepted pairs as FollowTheMoney entities, for Aleph, OpenAleph and other graph tools.

Maker: Company · product and declared goods: Asset · pair: Similar, with confidence and criteria · customs line:
EconomicActivity · page: HyperText · post: Article · picture: Image.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawler.case.errors import Box31Error, UsageProblem
from crawler.case.safe_text import json_line
from crawler.case.typed_rows import read_rows, stored_list, stored_object
from matcher.customs.values.personal_data import is_person, is_personal_code
from matcher.export.ftm_entities import EntityMaker, FtmEntity
from matcher.export.ftm_rows import FtmCapture, FtmImage, FtmItem, FtmLine, FtmPair, FtmPost
from matcher.export.registry import Exported, Request, export
from matcher.schema.terms import PairState

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case.case import Case

TITLE = 300  # characters of a name; longer texts go whole into the description


@export("ftm", example="box31 export ftm -o case.ftm.json", state=PairState.ACCEPTED.value, drops=True)
def ftm(request: Request, out: IO[str]) -> Exported:
    """Accepted pairs as FollowTheMoney entities in JSON lines.

    A value that FollowTheMoney would drop is reported and kept in words. Needs: pip install 'box31[ftm]'.
    """
    try:
        import followthemoney  # noqa: F401 - said here in one line rather than by a traceback later
    except ImportError as error:
        raise UsageProblem("export ftm needs followthemoney: pip install 'box31[ftm]'") from error
    exporting = FtmExport(request.case, request.db, redacted=request.redacted)
    counts: Counter[str] = Counter()
    for entity in exporting.entities(request.state or None):
        counts[entity["schema"]] += 1
        out.write(json_line(entity) + "\n")
    notes = [
        ", ".join(f"{count} {schema}" for schema, count in sorted(counts.items())) or "no pair in this state"
    ]
    places = Counter((one.schema, one.property) for one in exporting.maker.dropped)
    for (schema, name), count in places.most_common():
        example = next(
            one.value for one in exporting.maker.dropped if (one.schema, one.property) == (schema, name)
        )
        notes.append(
            f"not valid for {schema}.{name}, kept in words: {count} values, such as {example[:60]!r}"
        )
    notes += [f"left out: {count} {what}" for what, count in exporting.left_out.items()]
    return Exported(notes, exporting.problems, [vars(one) for one in exporting.maker.dropped])


@dataclass
class FtmExport:
    """Makes the entities of one case; `maker.dropped`, `left_out` (how many of what) and `problems` are complete once all
    have been made."""

    case: Case
    db: Database
    redacted: bool = False
    maker: EntityMaker = field(default_factory=EntityMaker)
    left_out: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    def entities(self, state: str | None = "accepted") -> Iterator[FtmEntity]:
        """Every entity once, as a dict; `state` None means the pairs of every state."""
        where = "WHERE state = ?" if state else ""
        pairs = read_rows(
            self.db,
            FtmPair,
            f"SELECT * FROM readable_pairs {where} ORDER BY confidence DESC, pair_id",  # noqa: S608
            [state] if state else [],
        )
        sites: dict[str, None] = {}
        goods: dict[str, str] = {}
        for pair in pairs:
            sites[pair.site] = None
            yield from self._item(pair)
            if self.maker.is_new(f"box31-{pair.goods_id}"):
                goods[pair.goods_id] = pair.goods
                yield self._goods(pair)
            yield self._similar(pair)
        for goods_id in goods:
            yield from self._lines(goods_id)
        for site in sites:
            yield from self._posts(site)

    def _item(self, pair: FtmPair) -> Iterator[FtmEntity]:
        item_id, site = pair.item_id, pair.site
        maker = f"box31-maker-{site}"
        if self.maker.is_new(maker):
            brands = self.db.execute(
                "SELECT DISTINCT brand FROM readable_items WHERE site = ? AND brand <> ''", [site]
            )
            address = urlsplit(pair.item_url)
            names = [brand for (brand,) in brands][:3] or [site]
            yield self.maker.make(
                "Company", maker, name=names, alias=[site], website=f"{address.scheme}://{address.netloc}/"
            )
        if not self.maker.is_new(f"box31-{item_id}"):
            return
        (item,) = read_rows(self.db, FtmItem, "SELECT * FROM named_items WHERE item_id = ?", [item_id])
        page = f"box31-capture-{item.capture_id}"
        if item.capture_id and self.maker.is_new(page):
            yield self._document("HyperText", page, item.capture_id, item.name, item.language, site)
        specs = "; ".join(f"{key}: {value}" for key, value in stored_object(item.specs).items())
        yield self.maker.make(
            "Asset",
            f"box31-{item_id}",
            name=(item.name or item.url or item_id)[:TITLE],
            alias=[code for code in (item.model, item.sku) if code],
            description=item.description,
            notes=specs,
            keywords=item.category,
            sourceUrl=item.url,
            proof=page if item.capture_id else None,
            retrievedAt=item.last_seen,
        )
        yield self.maker.make(
            "UnknownLink",
            f"box31-offers-{item_id}",
            subject=maker,
            object=f"box31-{item_id}",
            role="offers on its site",
            startDate=item.first_seen,
        )
        yield from self._images(item_id, item.version_id, site)

    def _images(self, item_id: str, version_id: int, site: str) -> Iterator[FtmEntity]:
        uses = read_rows(
            self.db,
            FtmImage,
            "SELECT u.url, u.alt, (SELECT c.capture_id FROM captures c WHERE c.site = ? AND c.url = u.url"
            " AND c.status IN (200, 304) ORDER BY c.captured_at DESC LIMIT 1) AS capture_id"
            " FROM image_uses u WHERE u.owner_id = ? AND u.version_id = ? ORDER BY u.position",
            [site, item_id, version_id],
        )
        for use in uses:
            if not use.capture_id:
                continue
            image = f"box31-capture-{use.capture_id}"
            if self.maker.is_new(image):
                yield self._document("Image", image, use.capture_id, use.alt or use.url, None, site)
            link = f"box31-shows-{item_id}-{use.capture_id}"
            if self.maker.is_new(link):
                yield self.maker.make(
                    "Documentation",
                    link,
                    document=image,
                    entity=f"box31-{item_id}",
                    role="picture of the product",
                )

    def _goods(self, pair: FtmPair) -> FtmEntity:
        return self.maker.make(
            "Asset",
            f"box31-{pair.goods_id}",
            name=pair.goods[:TITLE],
            description=pair.goods,
            notes=f"Goods as declared on {pair.lines} customs lines; Box31 {pair.goods_id}",
        )

    def _similar(self, pair: FtmPair) -> FtmEntity:
        reasons = [*stored_list(pair.reasons)]
        against = [f"against: {reason}" for reason in stored_list(pair.counter_reasons)]
        interval = f"{pair.confidence_low:.3f} to {pair.confidence_high:.3f}"
        return self.maker.make(
            "Similar",
            f"box31-{pair.pair_id}",
            candidate=f"box31-{pair.item_id}",
            match=f"box31-{pair.goods_id}",
            confidenceScore=str(pair.confidence),
            criteria=[
                f"level: {pair.level}",
                f"confidence: {pair.confidence_basis}, interval {interval}",
                f"state: {pair.state}",
                *reasons,
                *against,
                "A match is a lead, not proof of end use.",
            ],
            matcher=f"Box31 {version('box31')}",
        )

    def _lines(self, goods_id: str) -> Iterator[FtmEntity]:
        for line in read_rows(
            self.db, FtmLine, "SELECT * FROM readable_lines WHERE goods_id = ? ORDER BY line_id", [goods_id]
        ):
            parties: dict[str, str | None] = {}
            for role, name, code in (
                ("sender", line.exporter, None),
                ("receiver", line.importer, line.importer_code),
            ):
                parties[role], entity = self._party(role, name, code)
                if entity:
                    yield entity
            value = f"{line.value} {line.currency or ''}".strip() if line.value is not None else None
            quantity = f"{line.quantity} {line.unit or ''}".strip() if line.quantity is not None else None
            net = f"{line.net_kg} kg net" if line.net_kg is not None else None
            yield self.maker.make(
                "EconomicActivity",
                f"box31-line-{line.line_id}",
                ccdNumber=line.declaration,
                ccdValue=value,
                customsAmount=f"{line.value_usd} USD" if line.value_usd is not None else None,
                vedCode=line.hs,
                goodsDescription=line.description,
                sender=parties["sender"],
                receiver=parties["receiver"],
                originCountry=line.origin,
                departureCountry=line.departure,
                destinationCountry=line.destination,
                date=line.date,
                summary="; ".join(part for part in (quantity, net) if part),
                description=f"Box31 {goods_id}",
                recordId=f"{line.customs_file}, row {line.row}",
            )

    def _party(self, role: str, name: str | None, code: str | None) -> tuple[str | None, FtmEntity | None]:
        if not name:
            return None, None
        person = is_person(name)
        if person and self.redacted:
            self.left_out[f"{role}s that are persons or sole traders"] += 1
            return None, None
        if self.redacted and is_personal_code(code):
            self.left_out["tax numbers of persons"] += 1
            code = None
        key = hashlib.sha256(f"{code or ''}\x1f{name}".encode()).hexdigest()[:20]
        entity_id = f"box31-party-{key}"
        if not self.maker.is_new(entity_id):
            return entity_id, None
        return entity_id, self.maker.make(
            "LegalEntity" if person else "Company", entity_id, name=name, taxNumber=code
        )

    def _posts(self, site: str) -> Iterator[FtmEntity]:
        for post in read_rows(
            self.db, FtmPost, "SELECT * FROM readable_posts WHERE site = ? ORDER BY post_id", [site]
        ):
            entity_id = f"box31-{post.post_id}"
            author = None if self.redacted else post.author
            if self.redacted and post.author:
                self.left_out["authors of posts"] += 1
            yield self._document(
                "Article",
                entity_id,
                post.capture_id,
                post.title or post.url,
                post.language,
                site,
                bodyText=post.text,
                publishedAt=post.published,
                author=author,
            )
            yield self.maker.make(
                "Documentation",
                f"box31-posted-{post.post_id}",
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
    ) -> FtmEntity:
        """A capture as a document. contentHash is SHA-1, as FollowTheMoney defines it; the SHA-256 is in the notes."""
        from crawler.archive.capture_reader import read_capture

        (row,) = read_rows(
            self.db, FtmCapture, "SELECT * FROM readable_captures WHERE capture_id = ?", [capture_id]
        )
        sha1, size = None, None
        try:
            content = read_capture(self.db, self.case.root / "archive", capture_id).content
            sha1, size = hashlib.sha1(content, usedforsecurity=False).hexdigest(), str(len(content))
        except Box31Error as error:
            self.problems.append(f"{entity_id}: no hash: {error.message}")
        return self.maker.make(
            schema,
            entity_id,
            title=title,
            fileName=urlsplit(row.url).path.rsplit("/", 1)[-1] or None,
            sourceUrl=row.url,
            contentHash=sha1,
            fileSize=size,
            mimeType=row.mime,
            language=language,
            retrievedAt=row.captured_at,
            publisher=site,
            notes=f"SHA-256 of the payload {row.payload_sha256}; {row.warc} offset {row.warc_offset}",
            crawler=f"Box31 {version('box31')}",
            **more,
        )
