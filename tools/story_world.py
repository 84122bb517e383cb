"""The invented world of docs/story.md: a maker's pages, 17 months of declarations, published statistics. No file is read.

Nothing in it exists: the maker, the importers, the numbers. The sums that the page gives follow from the tables here.
"""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

MAKER = "Shanyin Protective Equipment Co., Ltd (fictional firm, test data)"
SITE_PROFILE = r"""name: shanyin
start: ["{base}/index.html"]
hosts: ["{host}"]
products: ['/product/[a-z0-9-]+\.html$']
listings: ['/products\.html$', '/news\.html$']
posts: ['/news/[a-z0-9-]+\.html$']
"""
PRODUCTS = (
    ("SY-V30", "Tactical bulletproof vest SY-V30", "Bulletproof vests", "Aramid soft panels, NIJ IIIA, pockets for two plates 250 x 300 mm."),
    ("SY-V10", "Concealable bulletproof vest SY-V10", "Bulletproof vests", "Thin UHMWPE panels, NIJ II, worn under a shirt."),
    ("SY-H12", "Ballistic helmet SY-H12", "Helmets", "Aramid helmet, NIJ IIIA, 1.4 kg, four-point harness."),
    ("SY-P40", "Ceramic plate SY-P40", "Plates", "Alumina ceramic plate with UHMWPE backing, NIJ IV, 2.9 kg."),
)  # fmt: skip
ORDER = "customer-tests-sy-v30"  # the address of the post that the story begins with
POSTS = (
    (
        ORDER, "2023-04-17", "A customer from Russia tests SY-V30 vests",
        "From April 14 to April 15, 2023 a customer from Russia visited our company.\n"
        "The customer tested SY-V30 vests at our shooting range.\n"
        "On April 15, 2023 the customer ordered 300,000 pieces of SY-V30, to be delivered before the end of October 2023.",
    ),
    ("fair-2023", "2023-09-04", "We exhibited at a fair", "In September 2023 we exhibited SY-H12 helmets at a fair."),
    ("holiday-2024", "2024-02-05", "Holiday notice", "Our office is closed from February 9 to February 17, 2024."),
)  # fmt: skip


def pages() -> Iterator[tuple[str, bytes]]:
    """The site: path and bytes of each page and picture; the same bytes each time."""
    yield "index.html", _page("Shanyin", '<a href="products.html">Products</a> <a href="news.html">News</a>')
    links = (f'<a href="product/{code.lower()}.html">{name}</a>' for code, name, *_ in PRODUCTS)
    yield "products.html", _page("Products", " ".join(links))
    links = (f'<a href="news/{slug}.html">{title}</a>' for slug, _, title, _ in POSTS)
    yield "news.html", _page("News", " ".join(links))
    for code, name, category, text in PRODUCTS:
        product = {
            "@context": "https://schema.org", "@type": "Product", "name": name, "model": code, "sku": code,
            "brand": {"@type": "Brand", "name": "SHANYIN"}, "category": category, "description": text,
        }  # fmt: skip
        data = f'<script type="application/ld+json">{json.dumps(product)}</script>'
        yield f"product/{code.lower()}.html", _page(name, f"<h1>{name}</h1><p>{text}</p>", data)
    for slug, day, title, text in POSTS:
        article = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": title,
            "datePublished": day,
        }
        data = f'<script type="application/ld+json">{json.dumps(article)}</script>'
        picture = f'<img src="{slug}.png" alt="{title}">' if slug == ORDER else ""
        body = "".join(f"<p>{line}</p>" for line in text.splitlines())
        yield (
            f"news/{slug}.html",
            _page(title, f"<article><h1>{title}</h1><time datetime='{day}'>{day}</time>{body}{picture}</article>", data),
        )  # fmt: skip
    yield f"news/{ORDER}.png", _photo()


def _page(title: str, body: str, head: str = "") -> bytes:
    foot = f"<footer>{html.escape(MAKER)}</footer>"
    return f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{body}{foot}</body></html>\n'.encode()


def _photo() -> bytes:
    """A drawing in place of the photo: a figure in a vest, without a face."""
    image = Image.new("RGB", (480, 320), "#dfe5e8")
    draw = ImageDraw.Draw(image)
    draw.ellipse((215, 40, 265, 95), fill="#9aa7ae")
    draw.rounded_rectangle((190, 100, 290, 230), 16, fill="#4c5a45")
    draw.rectangle((330, 180, 450, 260), fill="#b8925a")
    draw.text((345, 205), "SY-V30  50 PCS", fill="black", font_size=14)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@dataclass(frozen=True)
class Firm:
    """An importer: number, and the ways its name is written."""

    number: str
    names: tuple[str, ...]


# The numbers have right check digits and belong to nobody: region 99 registers no firms by this office.
SIVKA = Firm("9901000130", ('ООО "СИВКА-СНАБ"', "ООО СИВКА СНАБ", 'OOO "SIVKA-SNAB"', 'ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ "СИВКА-СНАБ"'))  # fmt: skip
KURMA = Firm("9902000245", ('АО "КУРОЧКА РЯБА ЭКИПИРОВКА"',))
PECHKIN = Firm("9903000350", ('ООО "ЗОЛОТОЙ ПЕТУШОК ТРЕЙД"',))
LYNX = Firm("9904000466", ('ООО "РЫСЬ-ОПТИКА"',))

VEST = (
    "ЖИЛЕТ ЗАЩИТНЫЙ ТАКТИЧЕСКИЙ, МОД. SY-V30, АРАМИД, НЕ ВОЕННОГО НАЗНАЧЕНИЯ, ТОВ.ЗНАК SHANYIN",
    "ЖИЛЕТЫ ДЛЯ ОХРАНЫ SY-V30 С КАРМАНАМИ ДЛЯ ПЛАСТИН 250Х300 ММ, ИЗГОТОВИТЕЛЬ SHANYIN PROTECTIVE EQUIPMENT",
)
SIGHT = (
    "ПРИЦЕЛ ТЕПЛОВИЗИОННЫЙ ОХОТНИЧИЙ NIGHTJAR TN-50, МАТРИЦА 640Х512",
    "ПРИЦЕЛ ТЕПЛОВИЗИОННЫЙ NIGHTJAR TN-35, ДЛЯ СПОРТИВНОЙ ОХОТЫ",
)
OTHERS = (
    ("9608101000", "РУЧКИ ШАРИКОВЫЕ, ЧЕРНИЛА СИНИЕ", 20_000, 0.08),
    ("8215992000", "ВИЛКИ СТОЛОВЫЕ ИЗ КОРРОЗИОННОСТОЙКОЙ СТАЛИ", 6_000, 0.4),
    ("6307909800", "КОВРИКИ ДЛЯ ЙОГИ ТЕКСТИЛЬНЫЕ", 900, 3.5),
)
MONTHS = [f"{2023 + n // 12}-{n % 12 + 1:02d}" for n in range(17)]  # 2023-01 to 2024-05
VEST_USD, SIGHT_USD = 62.0, 4_000.0
HEADER = (
    "Номер декларации (ND)", "Дата (G072)", "Направление (G011)", "Отправитель (G022)", "ИНН получателя (G081)", "Получатель (G082)",
    "Страна отправления (G15)", "Страна происхождения (G16)", "Страна назначения (G17)", "Номер товара (G32)", "Код ТНВЭД (G33)",
    "Описание и характеристика товара (G31_1)", "Количество (G31_7)", "Ед. изм. (G31_71)", "Код ед. изм. (G31_72)",
    "Вес нетто, кг (G38)", "Статистическая стоимость, USD (G46)",
)  # fmt: skip
VEST_HS, SIGHT_HS = "6211339000", "9013101000"


@dataclass(frozen=True)
class Shipment:
    """One declared line."""

    day: str
    firm: Firm
    spelling: int
    hs: str
    text: str
    quantity: int
    usd: float


def shipments() -> list[Shipment]:
    """All declared lines, by date."""
    found: list[Shipment] = []
    for n, month in enumerate(MONTHS[:3]):  # before the visit: of no order that the post announces
        found.append(_vests(f"{month}-11", PECHKIN, n, 4_000))
    for n, month in enumerate(MONTHS[4:10]):  # after it, until October
        found.append(_vests(f"{month}-19", SIVKA, n, 30_000))
    for n, month in enumerate(MONTHS[5:9]):
        found.append(_vests(f"{month}-23", KURMA, n, 15_000))
    for n, month in enumerate(MONTHS[13:]):  # long after the day of delivery
        found.append(_vests(f"{month}-07", SIVKA, n, 10_000))
    for n, month in enumerate(MONTHS[1:17:2]):
        quantity = 200 + 10 * n
        firm = LYNX if n % 4 else PECHKIN
        found.append(Shipment(f"{month}-26", firm, 0, SIGHT_HS, SIGHT[n % 2], quantity, SIGHT_USD * quantity))
    for n, month in enumerate(MONTHS):
        hs, text, quantity, price = OTHERS[n % len(OTHERS)]
        found.append(
            Shipment(
                f"{month}-14", (KURMA, PECHKIN)[n % 2], 0, hs, text, quantity, round(price * quantity, 2)
            )
        )
    return sorted(found, key=lambda one: (one.day, one.hs))


def _vests(day: str, firm: Firm, n: int, quantity: int) -> Shipment:
    return Shipment(
        day, firm, n % len(firm.names), VEST_HS, VEST[n % len(VEST)], quantity, VEST_USD * quantity
    )


def customs_files() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of a file for each year, as a vendor would deliver it."""
    for year in ("2023", "2024"):
        out = io.StringIO()
        writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
        writer.writerow(HEADER)
        writer.writerows(_row(n, one) for n, one in enumerate(shipments(), 1) if one.day.startswith(year))
        yield f"imports_{year}.csv", out.getvalue().encode("cp1251")


def _row(number: int, one: Shipment) -> Sequence[object]:
    year, month, day = one.day.split("-")
    sender = "SHANYIN PROTECTIVE EQUIPMENT CO., LTD" if one.hs == VEST_HS else "HEIHE LUCKY SPARROW LOGISTICS"
    return (
        f"10999010/{day}{month}{year[2:]}/{3_000_000 + number}", f"{day}.{month}.{year}", "ИМ", sender, one.firm.number,
        one.firm.names[one.spelling], "КИТАЙ", "КИТАЙ", "РОССИЯ", 1, one.hs, one.text, one.quantity, "ШТ", 796,
        f"{one.quantity * 0.5:.2f}".replace(".", ","), f"{one.usd:.2f}".replace(".", ","),
    )  # fmt: skip


# Published by China (exports) and Ukraine (imports, with freight), in US dollars by code and year. Russia publishes nothing.
EXPORTS = {
    ("8806", "RUS"): (21_000_000, 45_000_000), ("8806", "UKR"): (9_000_000, 1_500_000),
    ("6909", "RUS"): (80_000_000, 140_000_000), ("6914", "RUS"): (20_000_000, 29_000_000),
    ("6909", "UKR"): (6_000_000, 2_000_000), ("6914", "UKR"): (4_000_000, 1_900_000),
}  # fmt: skip
IMPORTS = {("6909", "UKR"): (6_300_000, 2_100_000), ("6914", "UKR"): (4_200_000, 1_995_000)}
COUNTRIES = {"CHN": (156, "China"), "RUS": (643, "Russian Federation"), "UKR": (804, "Ukraine")}
COMTRADE = (
    "typeCode", "freqCode", "refPeriodId", "refYear", "refMonth", "period", "reporterCode", "reporterISO", "reporterDesc",
    "flowCode", "flowDesc", "partnerCode", "partnerISO", "partnerDesc", "partner2Code", "partner2ISO", "partner2Desc",
    "classificationCode", "cmdCode", "cmdDesc", "customsCode", "motCode", "cifvalue", "fobvalue", "primaryValue", "isAggregate",
)  # fmt: skip


def statistics() -> bytes:
    """A file as UN Comtrade delivers it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COMTRADE)
    for flow, figures in (("X", EXPORTS), ("M", IMPORTS)):
        for (code, country), values in figures.items():
            reporter, partner = ("CHN", country) if flow == "X" else (country, "CHN")
            for year, value in zip((2022, 2023), values, strict=True):
                writer.writerow(
                    (
                        *("C", "A", f"{year}0101", year, 52, year, COUNTRIES[reporter][0], reporter, COUNTRIES[reporter][1]),
                        *(flow, "Export" if flow == "X" else "Import", COUNTRIES[partner][0], partner, COUNTRIES[partner][1]),
                        *(0, "W00", "World", "H6", code, f"Goods of heading {code}", "C00", 0),
                        *(("", value) if flow == "X" else (value, "")), value, "false",
                    )
                )  # fmt: skip
    return out.getvalue().encode()
