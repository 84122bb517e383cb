"""What lines may say about the products of a world."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from .catalog import values
from .codes import normal
from .facts import Product, TruePair, Value, true_pairs
from .firms import Firm
from .lines import Declarant, Line, Subject
from .world import World

ODD_HS = 0.25
LEAST_TEXT = 5  # characters; an abbreviation alone is no description
TRIES = 5  # Chinese names of two characters stay short


def date(rng: random.Random) -> str:
    return f"{rng.randint(2021, 2024)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"


class SubjectDrawer:
    """Draws what lines are to say about the products of a world, and writes them with their labels."""

    def __init__(self, world: World, rng: random.Random) -> None:
        self.world = world
        self.rng = rng
        self.products = list(world.products)

    def subject(self, product: Product, **changes: object) -> Subject:
        kind = self.world.kind(product)
        odd = kind.odd_hs or kind.hs
        hs = self.rng.choice(odd) if self.rng.random() < ODD_HS else kind.hs[0]
        base = Subject(product.field, product.kind, hs, kind.weight, kind.price, product.country)
        return replace(base, **changes)  # type: ignore[arg-type]

    def word_class(self, declarant: Declarant) -> str:
        words = declarant.habit.words
        return self.rng.choices(list(words), list(words.values()))[0]

    def told(self, product: Product, count: int, counted: int = 0) -> tuple[tuple[str, Value], ...]:
        """`count` attributes of the page, at least `counted` of them such that count."""
        keys = sorted(product.stated)
        self.rng.shuffle(keys)
        soft = self.world.rules.soft
        hard = [key for key in keys if (product.field, key) not in soft]
        first = hard[:counted]
        rest = [key for key in keys if key not in first][: max(0, count - len(first))]
        picked = first + rest
        self.rng.shuffle(picked)
        return tuple((key, product.stated[key]) for key in picked)

    def other_value(self, product: Product, key: str) -> Value | None:
        """A value of the attribute that no product of this kind in the catalog has."""
        field = self.world.vocabulary.fields[product.field]
        pool = values(field, self.world.kind(product), key)
        had = {p.stated.get(key) for p in self.products if (p.field, p.kind) == (product.field, product.kind)}
        tolerance = self.world.rules.tolerance.get((product.field, key), 0)
        free = [
            v
            for v in pool
            if not any(
                v == h
                or (
                    isinstance(v, int | float)
                    and isinstance(h, int | float)
                    and abs(v - h) <= 2 * tolerance * max(v, h)
                )
                for h in had
            )
        ]
        return self.rng.choice(free) if free else None

    def declarant(self, share: Callable[[Declarant], float]) -> Declarant:
        weights = [share(d) + 0.02 for d in self.world.declarants]
        return self.rng.choices(list(self.world.declarants), weights)[0]

    def code_as_declared(self, product: Product, named: bool) -> str:
        """The code, without the brand's letters now and then where the maker is named, or the family's code."""
        code = product.code
        brand = "".join(c for c in product.brand.upper() if c.isascii() and c.isalpha())
        head, _, tail = code.partition("-")
        if named and tail and brand.startswith(head) and len(normal(tail)) >= 4 and self.rng.random() < 0.1:
            return tail
        return code

    def line(self, subject: Subject, declarant: Declarant) -> tuple[Line, list[TruePair]]:
        line = self.world.composer.compose(self.rng, subject, declarant, date(self.rng))
        for _ in range(TRIES):
            if len(line.text) >= LEAST_TEXT:
                break
            named = replace(subject, word_class="name")
            line = self.world.composer.compose(self.rng, named, declarant, date(self.rng))
        return line, true_pairs(list(line.facts), self.products, self.world.rules)

    def rival(self) -> tuple[Firm, str]:
        rival = self.rng.choice(self.world.rivals)
        return rival.firm, rival.scheme.code(
            self.rng.choice([10, 20, 25, 40, 50, 80, 120, 150, 300]), self.rng.randrange(9)
        )

    def foreign(self, field_key: str, kind_key: str, declarant: Declarant) -> Subject:
        """Goods of some kind, of nobody or of a rival, with attributes drawn freely."""
        field = self.world.vocabulary.fields[field_key]
        kind = field.kinds[kind_key]
        keys = sorted(kind.attributes)
        picked = self.rng.sample(keys, min(len(keys), self.rng.randint(*declarant.habit.attributes)))
        attributes = tuple((key, self.rng.choice(values(field, kind, key))) for key in picked)
        origin = self.rng.choice(["CN", "CN", "CN", "TR", "DE", "IT", "KR", "VN"])
        subject = Subject(
            field_key, kind_key, self.rng.choice(kind.hs), kind.weight, kind.price, origin,
            word_class=self.word_class(declarant), attributes=attributes,
        )  # fmt: skip
        if self.rng.random() < 0.65:
            firm, code = self.rival()
            coded = self.rng.random() < declarant.habit.code
            subject = replace(
                subject,
                firm=firm,
                say_maker=self.rng.random() < 0.7,
                say_mark=self.rng.random() < 0.5,
                codes=(code,) if coded else (),
            )
        return subject
