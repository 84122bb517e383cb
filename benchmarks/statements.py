"""What invented posts say against what is read of them: events, quantities, dates, items; orders read in negatives.

    python benchmarks/statements.py [--half development|development_2|development_3|kept] [--seeds 0-2] [--json] [--errors]

Posts are written by benchmarks/statements/: sets of wordings over one invented world, five languages. The kept half is run
once for a release, and is a development half afterwards. `shares` are what words/priors.yaml holds: of the statements of
each event and rule, how many are right.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from matcher.attributes.taxonomy import shipped
from matcher.records.documents import ItemDocument, Page
from matcher.statements.items import SiteItems
from matcher.statements.model import Statement
from matcher.statements.read import PostText, read_post
from matcher.statements.readings import Maker
from matcher.text.transliteration import name_key

DATA = Path(__file__).parent / "statements"
LANGUAGES = ("zh", "en", "ru", "uk", "tr")


@dataclass(frozen=True)
class Truth:
    """What a post says. `numbers`, `days` and `items`: those of its events; `negative`: it says no order."""

    events: frozenset[str]
    numbers: frozenset[float]
    days: frozenset[str]
    items: frozenset[str]
    negative: bool


@dataclass(frozen=True)
class Case:
    """An invented post with its truth."""

    language: str
    post: PostText
    maker: Maker
    truth: Truth


def cases(half: str, seeds: Iterable[int], data: Path = DATA) -> Iterator[Case]:
    """The posts of a half: each wording once for each seed."""
    world = yaml.safe_load((data / "world.yaml").read_text(encoding="utf-8"))
    wordings = yaml.safe_load((data / f"{half}.yaml").read_text(encoding="utf-8"))
    makers = [(_maker(spec), spec) for spec in world["makers"]]
    for seed in seeds:
        for language in LANGUAGES:
            for kind in ("posts", "negatives"):
                for number, wording in enumerate(wordings[kind][language]):
                    chance = random.Random(f"{half} {seed} {language} {kind} {number}")
                    maker, spec = chance.choice(makers)
                    yield _Writer(world, wordings, language, chance, spec).case(
                        wording, maker, kind == "negatives"
                    )


def _maker(spec: dict[str, Any]) -> Maker:
    items = []
    for item in spec["items"]:
        names = {"zh": f"{item['zh']} {item['code']}", "en": f"{item['en']['one'].title()} {item['code']}"}
        pages = tuple(Page(language, name, "", "", {}) for language, name in names.items())
        items.append(
            ItemDocument(
                item["code"],
                spec["site"],
                (item["code"],),
                (spec["brand"],),
                pages,
                None,
                "",
                "",
                "",
                shipped(),
            )
        )
    return Maker("CHN", frozenset({name_key(spec["brand"])}), SiteItems(items, shipped()))


class _Writer:
    """Writes one post."""

    def __init__(self, world: Any, wordings: Any, language: str, chance: random.Random, spec: Any) -> None:
        self.world, self.wordings, self.language, self.chance = world, wordings, language, chance
        self.goods = chance.sample(spec["items"], 2)
        self.numbers = chance.sample(world["numbers"], 2)
        self.published = date(2023, 1, 10) + timedelta(days=chance.randrange(400))
        self.event = self.published - timedelta(days=chance.randrange(1, 12))
        self.due = self.published + timedelta(days=chance.randrange(40, 120))

    def case(self, wording: dict[str, Any], maker: Maker, negative: bool) -> Case:
        language, text = self.language, wording["title"] + "\n" + wording["text"]
        place, firm = self.chance.choice(self.world["places"]), self.chance.choice(self.world["firms"])
        told = {"zh": self.chance.choice(["来自", ""]) + place["zh"]}.get(language, place[language])
        slots = {
            "d": self._day(self.event), "d2": self._day(self.event + timedelta(days=1)), "due": self._day(self.due),
            "from": told, "firm": firm[language], "few": str(self.chance.randrange(2, 5)),
            "ng1": self._counted(0), "ng2": self._counted(1), "g1": self._goods(0), "g2": self._goods(1),
            "n1": self._number(0),
        }  # fmt: skip
        filler = self.chance.choice(["", *self.wordings["fillers"][language]])
        between = "" if language == "zh" else " "
        used = {name for name in slots if "{" + name + "}" in text}
        counted = bool(wording["events"])
        return Case(
            language,
            PostText(
                wording["title"].format(**slots),
                self.chance.choice(["{0}{2}{1}", "{1}{2}{0}"])
                .format(wording["text"].format(**slots), filler, between)
                .strip(),
                self.published.isoformat(),
            ),
            maker,
            Truth(
                frozenset(wording["events"]),
                frozenset(
                    float(self.numbers[i]["n"])
                    for i in (0, 1)
                    if counted and used & {f"ng{i + 1}", f"n{i + 1}"}
                ),
                frozenset([self.event.isoformat()] if counted and "d" in used else []),
                frozenset(
                    self.goods[i]["code"] for i in (0, 1) if counted and used & {f"ng{i + 1}", f"g{i + 1}"}
                ),
                negative,
            ),
        )

    def _number(self, place: int) -> str:
        number = self.numbers[place]
        if self.chance.random() < 0.35:
            return str(number[self.language])
        plain = str(number["n"])
        grouped = {
            "en": f"{number['n']:,}",
            "ru": f"{number['n']:,}".replace(",", " "),
            "tr": f"{number['n']:,}".replace(",", "."),
        }
        return self.chance.choice([plain, grouped.get(self.language, plain)])

    def _words(self, place: int) -> dict[str, str]:
        item = self.goods[place]
        forms = item[self.language]
        named = {"name": forms} if isinstance(forms, str) else dict(forms)
        return {"code": item["code"], "unit": item["unit"], **named}

    def _counted(self, place: int) -> str:
        form = self.chance.choice(self.wordings["counted"][self.language])
        return str(form.format(n=self._number(place), **self._words(place)))

    def _goods(self, place: int) -> str:
        return str(self.chance.choice(self.wordings["goods"][self.language]).format(**self._words(place)))

    def _day(self, day: date) -> str:
        form = self.chance.choice(self.wordings["day"][self.language])
        month = self.world["months"].get(self.language, [""] * 12)[day.month - 1]
        return str(form.format(y=day.year, m=day.month, D=day.day, month=month))


@dataclass
class Score:
    """True positives, false positives, false negatives."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, said: Iterable[object], read: Iterable[object]) -> None:
        said, read = set(said), set(read)
        self.right += len(said & read)
        self.wrong += len(read - said)
        self.missed += len(said - read)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


MEASURES = ("event", "quantity", "date", "item")


def measure(found: Iterable[Case], *, errors: bool = False) -> dict[str, Any]:
    """F1 of each measure, overall and by language; orders read in posts that say none."""
    scores: dict[str, dict[str, Score]] = defaultdict(lambda: {name: Score() for name in MEASURES})
    shares: dict[tuple[str, str], Counter[bool]] = defaultdict(Counter)
    posts = negatives = false_orders = 0
    for case in found:
        statements = read_post(case.post, case.maker)
        read = _read(statements)
        said = {
            "event": case.truth.events,
            "quantity": case.truth.numbers,
            "date": case.truth.days,
            "item": case.truth.items,
        }
        for name in MEASURES:
            for part in ("all", case.language):
                scores[part][name].add(said[name], read[name])
        for statement in statements:
            right = statement.event in case.truth.events and (
                statement.quantity is None or statement.quantity in case.truth.numbers
            )
            shares[statement.event, statement.rule][right] += 1
        posts += 1
        negatives += case.truth.negative
        false_orders += case.truth.negative and bool({"order", "contract"} & read["event"])
        if errors and any(said[name] != read[name] for name in MEASURES):
            _print(case, said, read, statements)
    return {
        "posts": posts,
        "negatives": negatives,
        "false_orders": false_orders,
        "false_order_share": round(false_orders / max(1, negatives), 3),
        **{part: {name: round(score.f1, 3) for name, score in its.items()} for part, its in scores.items()},
        "shares": {f"{event} {rule}": [n[True], n.total()] for (event, rule), n in sorted(shares.items())},
    }


def _read(statements: Iterable[Statement]) -> dict[str, set[Any]]:
    statements = list(statements)
    return {
        "event": {s.event for s in statements},
        "quantity": {s.quantity for s in statements if s.quantity is not None},
        "date": {s.day for s in statements if s.day},
        "item": {item for s in statements for item in s.goods.items},
    }


def _print(case: Case, said: dict[str, Any], read: dict[str, Any], statements: Iterable[Statement]) -> None:
    print(case.language, case.post.published, case.post.title, "|", case.post.text, file=sys.stderr)
    for name in MEASURES:
        if said[name] != read[name]:
            print(
                "   ",
                name,
                "said",
                sorted(map(str, said[name])),
                "read",
                sorted(map(str, read[name])),
                file=sys.stderr,
            )
    for s in statements:
        print(
            "      ",
            s.event,
            s.rule,
            s.quantity,
            s.goods.items,
            {k: v.words for k, v in s.spans.items() if k != "sentence"},
            file=sys.stderr,
        )


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument(
        "--half", choices=("development", "development_2", "development_3", "kept"), default="development"
    )
    options.add_argument("--seeds", default="0-2")
    options.add_argument("--data", type=Path, default=DATA, help="A folder with world.yaml and wordings.")
    options.add_argument("--json", action="store_true")
    options.add_argument(
        "--errors", action="store_true", help="Print the posts that were read otherwise (development)."
    )
    given = options.parse_args()
    if given.errors and given.half == "kept":
        raise SystemExit("--errors is for the development half: what is kept apart stays so")
    first, _, last = given.seeds.partition("-")
    seeds = range(int(first), int(last or first) + 1)
    data = given.data if (given.data / "world.yaml").is_file() else DATA
    found = measure(cases(given.half, seeds, data), errors=given.errors)
    if given.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:18} {value}")


if __name__ == "__main__":
    main()
