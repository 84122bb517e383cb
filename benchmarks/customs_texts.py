"""Made-up customs files of any size for benchmarks: mostly goods that have nothing to do with the catalog.

A goods record is a text composed for this benchmark, no two alike: nomenclature wording of the Harmonized System (Russian, English,
some Chinese; cut short as declarants do), up to four measures and materials with units, names of invented makers and
marks, models and articles, boilerplate, quantities; two thirds in the manner of Russian dumps with labelled tails, the
rest shorter, one in five cut at 250 characters. Of every hundred goods, by `SHARES`:

- 93 are such unrelated goods;
- 5 are of the catalog's kinds, by other makers: wordings of case-aurora's customs lines that describe or imitate its
  products, and the products' titles without their codes, with other numbers in them;
- 1.5 name a maker of the catalog (half of them with goods of its kinds);
- 0.5 name a maker and the code of one of its items, in some spelling, nine in ten of them in words for its kind.

The catalog is case-aurora's products told again for as many invented makers as it takes, each with a name, code
prefix and measures of its own.
"""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from matcher.text.transliteration import transliterate

SEED = 31
SHARES = {"kind": 0.05, "maker": 0.015, "model": 0.005}
LONGEST = 250  # characters at which one in five descriptions is cut

_SYLLABLES = ("ka", "ro", "ven", "tal", "mi", "du", "shen", "zor", "bel", "fa", "lin", "gor", "pel", "sta", "nor", "qui", "hal", "wei",
              "jin", "tor", "ma", "rek", "sun", "vol", "ter", "chi")  # fmt: skip
_FORMS = [
    "CO., LTD",
    "CO LTD",
    "TRADING CO.,LTD",
    "TECHNOLOGY CO., LTD",
    "INDUSTRIAL LTD",
    "GMBH",
    "S.R.L",
    "INC",
]
_PLACES = ["SHENZHEN", "NINGBO", "YIWU", "HANGZHOU", "FOSHAN", "WUXI", "ANKARA", "MILANO", "XIAMEN", ""]
_MATERIALS = [
    "СТАЛЬ",
    "ПЛАСТМАССА",
    "АЛЮМИНИЙ",
    "ХЛОПОК 100%",
    "ПОЛИЭСТЕР",
    "РЕЗИНА",
    "СТЕКЛО",
    "ДЕРЕВО",
    "КЕРАМИКА",
]
_COLOURS = ["ЧЕРНЫЙ", "БЕЛЫЙ", "СИНИЙ", "ЗЕЛЕНЫЙ", "СЕРЫЙ", "КРАСНЫЙ"]
_ORIGINS = ["КИТАЙ", "КИТАЙ", "КИТАЙ", "ТУРЦИЯ", "ГЕРМАНИЯ", "ИТАЛИЯ", "ИНДИЯ", "КОРЕЯ"]
_BOILERPLATE = [
    "НЕ ВОЕННОГО НАЗНАЧЕНИЯ", "ГРАЖДАНСКОГО ПРИМЕНЕНИЯ", "НЕ ЛОМ ЭЛЕКТРООБОРУДОВАНИЯ", "НЕ ДЛЯ ДЕТЕЙ",
    "В КАРТОННЫХ КОРОБКАХ", "ДЛЯ РОЗНИЧНОЙ ПРОДАЖИ", "НЕ СОДЕРЖИТ ОЗОНОРАЗРУШАЮЩИХ ВЕЩЕСТВ", "БЕЗ СОДЕРЖАНИЯ ДРАГОЦЕННЫХ МЕТАЛЛОВ",
]  # fmt: skip


@dataclass(frozen=True)
class Product:
    """An item of the made-up catalog."""

    site: str
    code: str
    brand: str
    title: str
    kind: str
    specs: dict[str, str]


@dataclass(frozen=True)
class Line:
    """One distinct declared thing. `about` is what it was made as: other, kind, maker, model; `item` the code named."""

    text: str
    hs: str
    maker: str
    trademark: str
    origin: str
    exporter: str
    about: str
    item: str = ""


@dataclass
class Words:
    """Wordings to put texts together from; `products` is the catalog they may name."""

    headings: list[tuple[str, str]]
    kinds: list[tuple[str, str, str]]
    products: list[Product]
    random: random.Random = field(repr=False)

    def __post_init__(self) -> None:
        self.of_kind: dict[str, list[tuple[str, str, str]]] = {}
        for wording in self.kinds:
            self.of_kind.setdefault(wording[2], []).append(wording)


def catalog(products: Path, count: int) -> list[Product]:
    """`count` items: the products of a products.csv, told again for one invented pair of makers after another."""
    with products.open(encoding="utf-8", newline="") as handle:
        known = list(csv.DictReader(handle))
    choice = random.Random(SEED)
    out = []
    makers: dict[tuple[str, int], tuple[str, str]] = {}
    for number in range(count):
        row, series = known[number % len(known)], number // len(known)
        site, code, title = row["site"], row["sku"], row["title_en"]
        if series:
            name, prefix = makers.setdefault(
                (site, series), _new_maker(choice, {m for m, _ in makers.values()})
            )
            site = name.lower()
            rest = code.split("-", 1)[-1]
            code = f"{prefix}-{re.sub(r'[0-9]+', lambda n, by=series: str(int(n[0]) + by), rest)}"
            title = title.replace(row["sku"], code)
        specs = {
            key: _changed(choice, str(value)) if series else str(value)
            for key, value in json.loads(row["attrs_json"]).items()
        }
        out.append(Product(site, code, site.upper(), title, row["kind"], specs))
    return out


def _new_maker(choice: random.Random, taken: set[str]) -> tuple[str, str]:
    while (name := _name(choice)) in taken:
        pass
    return name, name[:2] + name[-1]


def _name(choice: random.Random, least: int = 3) -> str:
    return "".join(choice.choice(_SYLLABLES) for _ in range(choice.randint(least, 4))).upper()


def _changed(choice: random.Random, value: str) -> str:
    """The value with other numbers of the same size, one time in two."""
    if choice.random() < 0.5 or not re.fullmatch(r"[0-9.x]+", value):
        return value
    return re.sub(r"[0-9]+", lambda n: str(max(1, round(int(n[0]) * choice.uniform(0.7, 1.4)))), value)


def words(data: Path, products: list[Product], seed: int = SEED) -> Words:
    """Wordings from `data`/hs and `data`/case-aurora."""
    with (data / "hs" / "hs_aligned.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    headings = []
    for row in rows:
        texts = [row["text_ru"], row["text_ru"], row["ru_leaf"], row["text_en"], row["text_zh"]]
        headings += [(row["hs6"], text) for text in texts if len(text) > 3]
    return Words(headings, _kind_wordings(data / "case-aurora"), products, random.Random(seed))


def _kind_wordings(case: Path) -> list[tuple[str, str, str]]:
    """(HS, text, kind) about the catalog's kinds that name no item: described, imitated (kind ""), or titled."""
    with (case / "products.csv").open(encoding="utf-8", newline="") as handle:
        products = {row["sku"]: row for row in csv.DictReader(handle)}
    wanted: dict[tuple[str, str], str] = {}
    with (case / "gold_negatives.csv").open(encoding="utf-8", newline="") as handle:
        wanted |= {(row["file"], row["row"]): "" for row in csv.DictReader(handle)}
    with (case / "gold.csv").open(encoding="utf-8", newline="") as handle:
        wanted |= {
            (row["file"], row["row"]): products[row["product_sku"]]["kind"]
            for row in csv.DictReader(handle)
            if row["level"] == "description"
        }
    out = []
    for name, encoding, delimiter, text, hs in (
        ("kz_imports_2023.csv", "utf-8-sig", ",", "PRODUCT_DESCRIPTION", "HS_CODE"),
        (
            "ru_imports_2023.csv",
            "cp1251",
            ";",
            "Описание и характеристика товара (G31_1)",
            "Код товара (G33)",
        ),
    ):
        with (case / "customs" / name).open(encoding=encoding, newline="") as handle:
            reader = csv.DictReader(handle, delimiter=delimiter)
            hs_column = next(column for column in reader.fieldnames or [] if column == hs or "G33" in column)
            for number, row in enumerate(reader, 2):
                if (kind := wanted.get((name, str(number)))) is not None and row[text]:
                    out.append((row[hs_column][:6], row[text], kind))
    for row in products.values():
        titles = [row[key].replace(row["sku"], "").strip() for key in ("title_en", "title_zh")]
        out += [("", title, row["kind"]) for title in titles if len(title) > 1]
    return list(dict.fromkeys(out))


def goods(given: Words, count: int) -> Iterator[Line]:
    """`count` distinct lines; the same for the same wordings, catalog and seed."""
    seen: set[str] = set()
    while len(seen) < count:
        line = _line(given)
        if line.text not in seen:
            seen.add(line.text)
            yield line


def _line(given: Words) -> Line:
    choice = given.random
    dice = choice.random()
    about = "other"
    for name, share in SHARES.items():
        if dice < share:
            about = name
            break
        dice -= share
    product = choice.choice(given.products)
    maker, mark = _firm(choice, _name(choice)), _name(choice) if choice.random() < 0.5 else ""
    if about == "kind" or (about != "other" and choice.random() < (0.5 if about == "maker" else 0.9)):
        kinds = given.of_kind.get(product.kind) if about == "model" else None
        hs, text, _ = choice.choice(kinds or given.kinds)
        text = re.sub(
            r"[0-9]+",
            lambda n: n[0] if choice.random() < 0.6 else str(choice.randint(1, 2 * int(n[0]) + 2)),
            text[:200],
        )
    else:
        hs, text = choice.choice(given.headings)
        text = _shortened(choice, text)
    code = f"{_name(choice, 1)[:3]}-{choice.randint(10, 9999)}" if choice.random() < 0.5 else ""
    if about in ("maker", "model"):
        maker, mark = _firm(choice, product.brand), product.brand if choice.random() < 0.5 else ""
        if choice.random() < 0.2:
            maker = transliterated(maker)
    if about == "model":
        code = _spelt(choice, product.code)
    line = _told(choice, text, hs or "621143", maker, mark, code, about)
    return replace(line, item=product.code) if about == "model" else line


def _firm(choice: random.Random, name: str) -> str:
    return f"{choice.choice(_PLACES)} {name} {choice.choice(_FORMS)}".strip()


_TO_CYRILLIC = dict(zip("abcdefghijklmnopqrstuvwxyz", "абкдефгхижклмнопкрстуввкиз", strict=True))


def transliterated(name: str) -> str:
    """A Latin name letter by letter in Cyrillic, as a declarant may spell it."""
    return "".join(_TO_CYRILLIC.get(c, c) for c in transliterate(name)).upper()


def _spelt(choice: random.Random, code: str) -> str:
    return choice.choice([code, code, code.replace("-", " "), code.replace("-", ""), code.lower()])


def _shortened(choice: random.Random, text: str) -> str:
    """The wording as a declarant cuts it: some of its clauses."""
    clauses = [part.strip() for part in re.split(r"[;:,()]", text) if len(part.strip()) > 3] or [text]
    first = choice.randrange(len(clauses)) if choice.random() < 0.3 else 0
    return ", ".join(clauses[first : first + choice.randint(1, 3)])[:180]


def _measures(choice: random.Random) -> list[str]:
    n = choice.randint
    every = [
        f"РАЗМЕР {n(2, 250)}0X{n(2, 180)}0 ММ", f"ВЕС {n(1, 90)},{n(1, 9)} КГ", f"{n(3, 400)}0 ВТ", f"{choice.choice([12, 24, 110, 220, 380])} В",
        f"МАТЕРИАЛ {choice.choice(_MATERIALS)}", f"ЦВЕТ {choice.choice(_COLOURS)}", f"ДЛИНА {n(1, 99)},{n(0, 9)} М", f"ОБЪЕМ {n(1, 60)} Л",
        f"{n(10, 2000)} Г/М2", f"{n(1, 30)} ШТ В УПАКОВКЕ", f"ДИАМЕТР {n(3, 300)} ММ", f"ТОЛЩИНА {n(1, 40)},{n(0, 9)} ММ",
    ]  # fmt: skip
    return choice.sample(every, choice.choice([0, 1, 1, 2, 2, 3, 4]))


def _told(choice: random.Random, text: str, hs: str, maker: str, mark: str, code: str, about: str) -> Line:
    """The line in one of three manners: a labelled tail, names within the text, names in columns only."""
    parts = [text, *_measures(choice)]
    if choice.random() < 0.3:
        parts.append(choice.choice(_BOILERPLATE))
    manner = choice.random()
    columns = ("", "")
    if manner < 0.5:
        parts = [", ".join(parts)]
        parts.append(
            f"ИЗГОТОВИТЕЛЬ: {maker}; ТОВ.ЗНАК: {mark or 'ОТСУТСТВУЕТ'}; МАРКА: {mark or 'ОТСУТСТВУЕТ'}; МОДЕЛЬ: {code or 'ОТСУТСТВУЕТ'};"
            f" АРТИКУЛ: {choice.choice(['ОТСУТСТВУЕТ', str(choice.randint(1000, 999999))])}; КОЛ-ВО: {choice.randint(1, 9000)} ШТ"
        )
        told = ". ".join(parts)
    elif manner < 0.7:
        told = ", ".join([*parts[:1], *([code] if code else []), mark or maker, *parts[1:]])
    else:
        columns = (maker, mark)
        told = ", ".join([*parts[:1], *([code] if code else []), *parts[1:]])
        if choice.random() < 0.5:
            told = f"{choice.randint(1, 40)}. {told}"
    if choice.random() < 0.9:
        told = told.upper()
    if choice.random() < 0.2:
        told = told[:LONGEST]
    return Line(
        told, f"{hs}{choice.randint(0, 9999):04}", columns[0], columns[1], choice.choice(_ORIGINS), _firm(choice, _name(choice)), about
    )  # fmt: skip
