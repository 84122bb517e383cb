"""A small case with everything a dossier needs, written as the real commands write it: WARC records with their
offsets, rows in the real tables. Everything in it is invented.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from sqlite_utils import Database

from crawler.archive.capture_writer import SiteArchive
from crawler.archive.manifest import Signing
from crawler.capture.exchange import Exchange
from crawler.case.case import Case
from crawler.catalog.store import fields_digest, item_id_of, post_id_of
from crawler.crawl.runs import finish
from crawler.models import ITEM_COLUMNS, POST_COLUMNS
from matcher.customs.goods.grouping import goods_identity
from matcher.customs.ingest.store import file_id_of
from matcher.match.scored_pairs import pair_id as pair_id_of
from matcher.review.decisions import Decision, record, review_database
from matcher.text.normal_forms import normal_form

SEEN = "2023-02-01T08:00:00Z"
COLUMNS = ["Дата", "Описание", "Получатель", "ИНН", "Декларант", "Кол-во"]


@dataclass
class CaseWriter:
    """Writes one case; every method gives the id of what it wrote."""

    case: Case
    db: Database
    archives: dict[str, SiteArchive] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    @classmethod
    def make(cls, root: Path, name: str = "Test case", contact: str = "desk@research.example") -> CaseWriter:
        case = Case.create(root, name=name, contact=contact)
        return cls(case, review_database(case))

    def capture(
        self, site: str, url: str, body: bytes, mime: str = "text/html", at: str = SEEN, kind: str = "page"
    ) -> str:
        """One request and its response, through the crawler's own archive writer."""
        archive = self._archive(site)
        exchange = Exchange(url, started=datetime.fromisoformat(at), ip="192.0.2.7")
        exchange.sent.append(f"GET / HTTP/1.1\r\nUser-Agent: Box31 ({self.case.contact})\r\n\r\n".encode())
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {mime}\r\nContent-Length: {len(body)}\r\n\r\n"
        exchange.received.append(head.encode() + body)
        exchange.close()
        written = archive.write(exchange, kind)
        archive.record(written)
        return written.capture.capture_id

    def _archive(self, site: str) -> SiteArchive:
        if site not in self.archives:
            run = f"{site}-20230201T080000-0a1b"
            self.insert("runs", run_id=run, site=site, started=SEEN)
            self.archives[site] = SiteArchive(
                self.db,
                self.case.archive(site),
                site,
                run,
                [("operator", self.case.contact), ("software", "Box31")],
            )
        return self.archives[site]

    def item(
        self,
        site: str,
        sku: str,
        name: str,
        *,
        specs: Mapping[str, str] | None = None,
        description: str = "",
        language: str = "en",
        at: str = SEEN,
        picture: bytes | None = None,
        html: str | None = None,
        **columns: Any,
    ) -> str:
        """A catalog item with its page, and its picture where one is given."""
        url = f"https://{site}.example/product/{sku.lower()}.html"
        item_id = item_id_of(site, url)
        page = html or f"<html><title>{name}</title><h1>{name}</h1><p>{description}</p></html>"
        capture_id = self.capture(site, url, page.encode(), at=at)
        self.insert("items", item_id=item_id, site=site, key=url, url=url, first_seen=at)
        image = f"https://{site}.example/img/{sku}.png"
        said = {"language": language, "name": name, "sku": sku, "description": description, **columns}
        fields = dict.fromkeys(ITEM_COLUMNS) | said | {"specs": dict(specs or {}), "documents": []}
        images = [{"url": image, "alt": name}] if picture is not None else []
        version_id = self.insert(
            "item_versions",
            item_id=item_id,
            capture_id=capture_id,
            seen_at=at,
            extractor="by hand",
            fields_sha256=fields_digest({**fields, "images": images}),
            url=url,
            language=language,
            name=name,
            sku=sku,
            description=description,
            specs=json.dumps(dict(specs or {}), ensure_ascii=False),
            **columns,
        )
        self.insert(
            "item_sightings", item_id=item_id, version_id=version_id, capture_id=capture_id,
            run_id=self._archive(site).run_id, seen_at=at,
        )  # fmt: skip
        self.insert("item_urls", site=site, url=url, item_id=item_id, language=language)
        if picture is not None:
            self.picture(site, item_id, version_id, image, picture, name, at)
        return item_id

    def picture(
        self,
        site: str,
        owner: str,
        version: int,
        url: str,
        body: bytes,
        alt: str,
        at: str = SEEN,
        mime: str = "image/png",
    ) -> None:
        """A picture that an item or post shows."""
        self.capture(site, url, body, mime, at, "image")
        digest = hashlib.sha256(body).hexdigest()
        if not self.db.execute("SELECT 1 FROM images WHERE sha256 = ?", [digest]).fetchone():
            self.insert("images", sha256=digest, bytes=len(body), mime=mime, width=160, height=120)
        self.insert("image_uses", owner_id=owner, version_id=version, position=0, url=url, alt=alt)

    def post(
        self,
        site: str,
        slug: str,
        title: str,
        text: str,
        published: str | None,
        language: str = "en",
        **columns: Any,
    ) -> str:
        url = f"https://{site}.example/news/{slug}.html"
        post_id = post_id_of(site, url)
        html = f"<html><title>{title}</title><article><h1>{title}</h1><p>{text}</p></article></html>"
        capture_id = self.capture(site, url, html.encode())
        self.insert("posts", post_id=post_id, site=site, url=url, first_seen=SEEN)
        said = {"language": language, "title": title, "published": published, "text": text, **columns}
        dated = {"date_source": "label", "date_certainty": "certain", "date_text": published}
        fields = dict.fromkeys(POST_COLUMNS) | said | dated
        self.insert(
            "post_versions", post_id=post_id, capture_id=capture_id, seen_at=SEEN, extractor="by hand",
            fields_sha256=fields_digest({**fields, "images": []}), language=language, title=title, published=published,
            date_source="label", date_certainty="certain", date_text=published, text=text, **columns,
        )  # fmt: skip
        return post_id

    def file(
        self, name: str, columns: Sequence[str] = COLUMNS, personal: Sequence[str] = ("Декларант",)
    ) -> str:
        sha256 = hashlib.sha256(name.encode()).hexdigest()
        file_id = file_id_of(sha256, "")
        self.insert(
            "customs_files", file_id=file_id, sha256=sha256, name=name,
            kind="declarations", layout="headers", signature=_digest(*columns),
            columns=json.dumps(list(columns), ensure_ascii=False), mapping="{}",
            personal=json.dumps(list(personal), ensure_ascii=False), imported_at="2024-01-05T10:00:00Z",
            rows_in=0, headers=1, lines=0, rejects=0, blank=0,
        )  # fmt: skip
        self.rows[file_id] = 1
        return file_id

    def goods(self, text: str, **named: Any) -> str:
        normal = normal_form(text)
        goods_id = goods_identity(normal, (None, None, None, None))
        if not self.db.execute("SELECT 1 FROM goods WHERE goods_id = ?", [goods_id]).fetchone():
            self.insert("goods", goods_id=goods_id, text=text, normal=normal, **named)
        return goods_id

    def line(self, file_id: str, goods_id: str, *, raw: Sequence[str] | None = None, **columns: Any) -> int:
        self.rows[file_id] += 1
        row = self.rows[file_id]
        text = columns.pop("description", None) or self.db.execute(
            "SELECT text FROM goods WHERE goods_id = ?", [goods_id]
        ).fetchone()[0]  # fmt: skip
        cells = raw or [
            str(columns.get(key) or "") if key else value
            for key, value in (
                ("date", ""), ("", text), ("importer", ""), ("importer_code", ""), ("", "Иванова Мария"),
                ("quantity", ""),
            )
        ]  # fmt: skip
        line_id = self.insert(
            "customs_lines", file_id=file_id, row=row, goods_id=goods_id, description=text,
            raw=json.dumps(cells, ensure_ascii=False), **columns,
        )  # fmt: skip
        self.db.execute(
            "UPDATE customs_files SET lines = lines + 1, rows_in = lines + 2 WHERE file_id = ?", [file_id]
        )
        return line_id

    def match_run(self) -> int:
        found = self.db.execute("SELECT max(match_id) FROM match_runs").fetchone()[0]
        return int(found) if found else self.insert(
            "match_runs", started="2024-02-01T09:00:00Z", finished="2024-02-01T09:01:00Z", model="bundled", weights="w1"
        )  # fmt: skip

    def pair(
        self,
        item_id: str,
        goods_id: str,
        confidence: float = 0.9,
        *,
        level: str = "model",
        basis: str = "calibrated:60",
        reasons: Sequence[str] = ("the model is named in the customs text",),
        counter_reasons: Sequence[str] = (),
        terms: Sequence[Sequence[Any]] = (("model named", 1.0, 3.2), ("intercept", 1.0, -1.0)),
    ) -> str:
        pair_id = pair_id_of(item_id, goods_id)
        self.insert(
            "pairs", pair_id=pair_id, item_id=item_id, goods_id=goods_id, match_id=self.match_run(), level=level,
            log_odds=sum(float(term[2]) for term in terms), confidence=confidence, confidence_basis=basis,
            confidence_low=round(confidence - 0.08, 3), confidence_high=round(min(confidence + 0.05, 0.999), 3),
            terms=json.dumps(terms), reasons=json.dumps(list(reasons)),
            counter_reasons=json.dumps(list(counter_reasons)), signature="s-" + _digest("s", item_id, goods_id),
        )  # fmt: skip
        return pair_id

    def decide(
        self, pair_id: str, decision: str = "accept", reviewer: str = "O. Kovalenko", note: str = ""
    ) -> None:
        (signature,) = self.db.execute("SELECT signature FROM pairs WHERE pair_id = ?", [pair_id]).fetchone()
        record(self.db, Decision(pair_id, signature, reviewer, decision, "2024-02-02T10:00:00Z", note))
        self.db.conn.commit()

    def insert(self, table: str, **columns: Any) -> int:
        names = ", ".join(columns)
        marks = ", ".join("?" for _ in columns)
        cursor = self.db.conn.execute(
            f"INSERT INTO {table} ({names}) VALUES ({marks})", list(columns.values())
        )
        return int(cursor.lastrowid or 0)

    def close(self) -> Case:
        self.db.conn.commit()
        for archive in self.archives.values():
            archive.close()
            finish(
                self.db,
                archive.run_id,
                "finished",
                archive=archive.folder,
                signing=Signing({}, self.case.contact),
            )
        self.db.conn.close()
        return self.case


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def drawing(colour: str = "#5b7083", label: str = "") -> bytes:
    """A small PNG."""
    image = Image.new("RGB", (160, 120), "#e9edf0")
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((40, 20, 120, 108), 14, fill=colour)
    draw.rectangle((62, 20, 98, 34), fill="#e9edf0")
    draw.text((6, 4), label, fill="black")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


IMPORTERS = (
    ("ООО «СИЛУАН-ЭКИП»", "7700000001", "Россия"),
    ("ООО «Жар-Птица Трейд»", "7800000002", "Россия"),
    ("ТОО «Алтын Бука»", "990000000003", "Казахстан"),
    ("ИП Емеля Печкин", "770000000004", "Россия"),
)


def story(root: Path) -> Case:
    """Two makers, five products, goods in three languages, two customs files, posts, decisions of two reviewers.

    One pair's lines count in two units, one line's value is in yuan, two rows share a declaration, one goods was
    matched with two makers, one pair is proposed only and one is disputed.
    """
    w = CaseWriter.make(root, "Invented vests")
    vest = w.item(
        "hengdun", "HD-BV205", "Bulletproof vest HD-BV205", model="HD-BV205", brand="HENGDUN",
        category="Body armor > Vests", specs={"Protection": "NIJ IIIA", "Weight": "2.6 kg", "Material": "UHMWPE"},
        description="Soft body armor for 9 mm and .44 rounds, with side closures.", picture=drawing(label="BV205"),
    )  # fmt: skip
    helmet = w.item(
        "hengdun", "HD-HF03", "防弹头盔 HD-HF03", model="HD-HF03", category="Body armor > Helmets", language="zh",
        specs={"防护等级": "IIIA", "重量": "1.45 kg"}, description="芳纶防弹头盔，符合 NIJ 标准。",
        picture=drawing("#6d5f4b", "HF03"),
    )  # fmt: skip
    plate = w.item(
        "hengdun", "HD-CP10", "Ceramic plate HD-CP10", model="HD-CP10", category="Body armor > Plates",
        description="Al2O3 plate 250 x 300 mm", at="2023-06-01T00:00:00Z",
    )  # fmt: skip
    scope = w.item("norvex", "NX-650", "Thermal imager TS650", model="NVX-TS650", category="Optics")
    tile = w.item("norvex", "NX-CT", "Ceramic tile, alumina", category="Ceramics")
    w.post(
        "hengdun", "61", "Buyers from Moscow visit",
        "On 14 March 2023 buyers of SILUAN-EKIP ordered 12,000 HD-BV205 vests and helmets HD HF03.", "2023-03-14",
    )  # fmt: skip
    w.post("hengdun", "62", "Spring outing", "Nothing about goods.", None)
    ru, kz = w.file("ru_imports_2023.csv"), w.file("kz_imports_2023.csv")
    g_vest = w.goods("ЖИЛЕТ ЗАЩИТНЫЙ НD-ВV205, НЕ ВОЕННОГО НАЗНАЧЕНИЯ, HENGDUN", maker="HENGDUN", model="HD-BV205",
                     parsed=json.dumps({"materials": ["СВМПЭ"], "ratings": [{"text": "NIJ IIIA"}]}))  # fmt: skip
    g_helmet = w.goods("ШЛЕМ ДЛЯ СТРАЙКБОЛА АРТ. HD-HF03", article="HD-HF03")
    g_plate = w.goods("элементы защитные керамические прочие, Al2O3, 250х300 мм")
    g_scope = w.goods("Тепловизор TS650", maker="NORVEX")
    dates = ["2022-11-03", "2022-12-20", "2023-01-15", "2023-02-11", "2023-03-28", "2023-05-02", "2023-05-30"]
    for number in range(28):
        name, code, country = IMPORTERS[number % len(IMPORTERS)]
        goods = (g_vest, g_vest, g_helmet, g_plate)[number % 4]
        unit, unit_code = ("КГ", "166") if number % 8 == 2 else ("ШТ", "796")
        w.line(
            ru if number % 3 else kz, goods, declaration=f"10000000/{number:06d}/00{number:05d}", line_no="1",
            date=dates[number % len(dates)], hs="6211339000", hs6="621133", importer=name, importer_code=code,
            exporter="Shandong Hengdun", origin="CN", destination=country, quantity=100.0 + number,
            unit=unit, unit_code=unit_code,
            net_kg=250.5 + number, value=1000.0 * number + 0.5, currency="CNY" if number == 5 else "USD",
            value_usd=None if number % 5 == 0 else 1000.0 * number + 0.5,
        )  # fmt: skip
    w.line(ru, g_vest, declaration="10000000/000001/0000001", line_no="1", date="2022-12-20", importer=IMPORTERS[1][0],
           importer_code=IMPORTERS[1][1], quantity=101.0, unit="ШТ", unit_code="796", destination="Россия")  # fmt: skip
    w.line(kz, g_scope, date="2023-04", quantity=3.0, importer="ТОО «Алтын Бука»")
    accepted = [
        w.pair(
            vest, g_vest, 0.97, reasons=["the model HD-BV205 is named in both", "the maker HENGDUN is named"]
        ),
        w.pair(helmet, g_helmet, 0.93, counter_reasons=["the text says that the helmet is for airsoft"]),
        w.pair(
            plate, g_plate, 0.55, level="description", basis="prior", reasons=["Al2O3 and 250 x 300 mm agree"]
        ),
        w.pair(tile, g_plate, 0.52, level="description"),
    ]
    for pair_id in accepted:
        w.decide(pair_id, note="seen the page and the row" if pair_id == accepted[0] else "")
    w.decide(accepted[0], reviewer="second reader")
    w.pair(scope, g_scope, 0.8, level="maker")
    disputed = w.pair(vest, g_helmet, 0.3, level="maker")
    w.decide(disputed)
    w.decide(disputed, "reject", "second reader")
    return w.close()
