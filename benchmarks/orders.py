"""Announced orders of invented worlds against the customs lines that are their deliveries.

    python benchmarks/orders.py [--worlds 3] [--first 0] [--json]

Each world has 20 orders in posts (wordings and goods of benchmarks/statements/) of two makers, their deliveries in one to
four lines, and other lines: of the same items before and after for other firms and countries, of the same firms with other
items, in kilograms. Pairs are given with confidences, right ones of 0.72 to 0.99, wrong ones of 0.2 to 0.55: what is measured is
the ledger, not the matching. An order is right if its deliveries come before all other lines, and its sum if it is
theirs exactly.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from matcher.attributes.taxonomy import shipped
from matcher.orders.ledger import Entry, ledger
from matcher.reading.texts import joined
from matcher.schema.tables import matcher_migrations
from tests.support.dossier_case import CaseWriter

DATA = Path(__file__).parent / "statements"
ORDERS = 20  # in a world
COUNTRIES = {
    "KAZ": "Казахстан",
    "RUS": "РОССИЯ",
    "UZB": "Uzbekistan",
    "GEO": "GE",
    "ARE": "UAE",
    "SRB": "Сербия",
}
IMPORTERS = (  # spellings in customs files of the firms of world.yaml
    ('ООО "АЛТАЙ БАРС"', "ALTAI BARYS TRADING LLC"),
    ("ООО ПОЛЯРИС ЭКИП", "POLARIS EKIP, LLC"),
    ('ТОО "КАМЕЛА ИМПОРТ"', "KAMELA IMPORT CO., LTD"),
)
OTHERS = ("ООО ВЕТЕР", "ТОО СОРОКА СНАБ", "LANTERN GENERAL SUPPLY", "ЧП КРИНИЦЯ")
POSTS = {
    "zh": ("{d}，{from}客户{firm}向我司订购{n}{unit}{code}{zh}。", "{d}，来自{from}的客户来厂参观，当场确认订购{n}{unit}{code}。"),
    "en": ("On {d} {firm} from {from} ordered {n} pcs of {code}.", "A customer from {from} visited us on {d} and placed an order for {n} {code}."),
    "ru": ("{d} {firm} {from} разместила заказ на {n} шт. {code}.", "Заказчик {from} посетил завод {d} и заказал {n} штук {code}."),
    "uk": ("{d} {firm} {from} замовила {n} шт. {code}.", "Замовник {from} відвідав завод {d} і замовив {n} штук {code}."),
    "tr": ("{firm}, {d} tarihinde {n} adet {code} sipariş etti.", "{from} gelen müşterimiz {d} tarihinde {n} adet {code} sipariş etti."),
}  # fmt: skip


@dataclass(frozen=True)
class Announced:
    """An order of a world: its post, its item's code, number, and the lines that are its deliveries."""

    post_id: str
    number: float
    lines: frozenset[int]
    total: float


class World:
    """Writes one world into a case."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance = random.Random(f"orders {seed}")
        self.spec = yaml.safe_load((DATA / "world.yaml").read_text(encoding="utf-8"))
        self.writer = CaseWriter.make(folder)
        self.file = self.writer.file("lines.csv")
        self.items: dict[str, tuple[str, str, dict[str, Any]]] = {}  # code -> item id, site, words
        self.goods: dict[str, list[str]] = {}
        for maker in self.spec["makers"]:
            for item in maker["items"]:
                name = f"{item['en']['one'].title()} {item['code']}"
                item_id = self.writer.item(
                    maker["site"], item["code"], name, model=item["code"], brand=maker["brand"]
                )
                self.items[item["code"]] = item_id, maker["site"], item
                self.goods[item["code"]] = self._goods(item, item_id)
        for item_id, _, item in self.items.values():  # pairs that are wrong, and less likely
            for code in self.chance.sample(sorted(self.items), 2):
                if code != item["code"]:
                    self.writer.pair(item_id, self.goods[code][0], round(self.chance.uniform(0.2, 0.55), 3))

    def _goods(self, item: dict[str, Any], item_id: str) -> list[str]:
        texts = (
            f"{item['ru']['many'].upper()} {item['code']}",
            f"{item['ru']['many'].upper()}, МОД. {item['code']}, НОВЫЕ",
        )
        made = [self.writer.goods(text) for text in texts]
        for goods_id in made:
            self.writer.pair(item_id, goods_id, round(self.chance.uniform(0.72, 0.99), 3))
        return made

    def orders(self) -> list[Announced]:
        """The orders with their deliveries, and the lines beside them."""
        kinds = [(code, place) for code in sorted(self.items) for place in self.spec["places"]]
        chosen = self.chance.sample(kinds, ORDERS - 4)
        again = self.chance.sample(chosen, 4)  # ordered again a year later
        found = [self._order(n, code, place, 0) for n, (code, place) in enumerate(chosen)]
        found += [self._order(len(chosen) + n, code, place, 400) for n, (code, place) in enumerate(again)]
        for code in sorted(self.items):
            self._noise(code, {place["land"] for other, place in chosen if other == code})
        return found

    def _order(self, number: int, code: str, place: dict[str, str], later: int) -> Announced:
        _, site, item = self.items[code]
        language = self.chance.choice(sorted(POSTS))
        day = date(2022, 2, 1) + timedelta(days=self.chance.randrange(120) + later)
        which = self.chance.randrange(len(IMPORTERS))
        named = self.chance.random() < 0.6
        amount = self.chance.choice(self.spec["numbers"])["n"] + self.chance.choice((0, 0, 20, 150))
        text = POSTS[language][0 if named else 1].format(
            d=self._day(day, language),
            firm=self.spec["firms"][which][language],
            n=amount,
            **{**item, "from": place[language]},
        )
        published = (day + timedelta(days=self.chance.randrange(1, 6))).isoformat()
        post = self.writer.post(
            site, str(number), "New order" if language == "en" else "", text, published, language
        )
        importer = self.chance.choice(IMPORTERS[which]) if named else self.chance.choice(OTHERS)
        lines, total = [], 0.0
        for part in self._parts(amount):
            when = day + timedelta(days=self.chance.randrange(15, 200))
            lines.append(self._line(code, when, importer, place["land"], part))
            total += part
        return Announced(post, float(amount), frozenset(lines), total)

    def _parts(self, amount: int) -> list[int]:
        """An amount in one to four parts, of which now and then the last is missing."""
        cuts = sorted(self.chance.sample(range(1, amount), self.chance.randrange(0, 4)))
        parts = [end - start for start, end in zip([0, *cuts], [*cuts, amount], strict=True)]
        return parts[:-1] if len(parts) > 1 and self.chance.random() < 0.3 else parts

    def _noise(self, code: str, taken: set[str]) -> None:
        """Lines that are no deliveries: before all orders, for countries without an order, in kilograms."""
        free = sorted(set(COUNTRIES) - taken)
        for _ in range(6):
            early = date(2021, 6, 1) + timedelta(days=self.chance.randrange(200))
            self._line(
                code,
                early,
                self.chance.choice(OTHERS),
                self.chance.choice(sorted(COUNTRIES)),
                self.chance.randrange(50, 900),
            )
            if free:
                late = date(2022, 3, 1) + timedelta(days=self.chance.randrange(500))
                self._line(
                    code,
                    late,
                    self.chance.choice(OTHERS),
                    self.chance.choice(free),
                    self.chance.randrange(50, 900),
                )

    def _line(self, code: str, day: date, importer: str, land: str, amount: int) -> int:
        thousands = amount % 1000 == 0 and self.chance.random() < 0.3
        unit, unit_code, quantity = (
            ("ТЫС. ШТ", "T3", amount / 1000) if thousands else ("ШТ", "H87", float(amount))
        )
        return self.writer.line(
            self.file, self.chance.choice(self.goods[code]), date=day.isoformat(), importer=importer,
            destination=COUNTRIES[land], quantity=quantity, unit=unit, unit_code=unit_code, hs="621133", hs6="621133",
        )  # fmt: skip

    def _day(self, day: date, language: str) -> str:
        months = self.spec["months"]
        if language == "zh":
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {months[language][day.month - 1]} {day.year}" + {"ru": " года", "uk": " року"}.get(
            language, ""
        )


def worlds(first: int, count: int) -> Iterator[tuple[list[Announced], list[Entry]]]:
    """The orders of each world and the ledger's entries."""
    for seed in range(first, first + count):
        with tempfile.TemporaryDirectory() as folder:
            world = World(Path(folder) / "case", seed)
            orders = world.orders()
            case = world.writer.close()
            db = case.database(matcher_migrations)
            yield orders, ledger(db, shipped())
            db.conn.close()


def measure(first: int, count: int, *, errors: bool = False) -> dict[str, Any]:
    """How many orders have an entry, their deliveries first, and their exact sum."""
    found = {"orders": 0, "entered": 0, "right_lines_first": 0, "exact_sums": 0, "right_lines_counted": 0}
    for orders, entries in worlds(first, count):
        by_post = {
            entry.said.post.post_id: entry for entry in entries if entry.said.statement.event == "order"
        }
        for order in orders:
            found["orders"] += 1
            entry = by_post.get(order.post_id)
            if entry is None or entry.said.statement.quantity != order.number:
                if errors:
                    said = [
                        (e.said.statement.quantity, e.said.post.text)
                        for e in entries
                        if e.said.post.post_id == order.post_id
                    ]
                    print("no entry", order.number, said, file=sys.stderr)
                continue
            found["entered"] += 1
            ranked = [*entry.counted, *entry.others]  # as `orders --lines` lists them
            first = {f.line.line_id for f in ranked[: len(order.lines)]}
            counted = {f.line.line_id for f in entry.counted}
            found["right_lines_first"] += first == order.lines
            found["right_lines_counted"] += counted == order.lines
            found["exact_sums"] += entry.declared == order.total
            if errors and counted != order.lines:
                print(
                    entry.said.post.text,
                    entry.said.statement.party,
                    entry.said.statement.country,
                    joined(entry.notes),
                    file=sys.stderr,
                )
                for f in ranked[:8]:
                    print(
                        "   ",
                        f.line.line_id in order.lines,
                        f.line.line_id in counted,
                        f.confidence,
                        f.line.pair,
                        f.line.date,
                        f.line.importer,
                        f.line.destination,
                        f.line.amount,
                        joined(f.not_fitting),
                        file=sys.stderr,
                    )
    return found


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--worlds", type=int, default=3)
    options.add_argument("--first", type=int, default=0, help="Number of the first world.")
    options.add_argument("--data", help="not used; as in the other benchmarks")
    options.add_argument("--json", action="store_true")
    options.add_argument("--errors", action="store_true", help="Print the orders whose lines are others.")
    given = options.parse_args()
    found = measure(given.first, given.worlds, errors=given.errors)
    if given.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:22} {value}")


if __name__ == "__main__":
    main()
