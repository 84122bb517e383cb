"""Which lines a world has: true ones of three levels, hard negatives of ten classes, background."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

from .catalog import values
from .codes import SEPARATORS, near, normal
from .facts import Product, TruePair, Value, true_pairs
from .firms import Firm
from .lines import Declarant, Line, Subject
from .vocabulary import Goods
from .world import World

TRUE_LINES = (60, 150)
LINES = (600, 1500)
MOST_TRUE = 6  # a line that is true for more items than this says too little to be worth labelling
LEVELS = {"model": 0.42, "maker": 0.32, "description": 0.26}
ODD_HS = 0.25
ODD_ORIGIN = 0.06  # of lines that name code or maker; the origin says nothing against those


def date(rng: random.Random) -> str:
    return f"{rng.randint(2021, 2024)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"


class Planner:
    """Draws subjects and keeps the lines whose labels, derived from their facts, are what was asked for."""

    def __init__(self, world: World, rng: random.Random) -> None:
        self.world = world
        self.rng = rng
        self.products = list(world.products)

    # -- subjects

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

    # -- lines with their labels

    def line(self, subject: Subject, declarant: Declarant) -> tuple[Line, list[TruePair]]:
        line = self.world.composer.compose(self.rng, subject, declarant, date(self.rng))
        return line, true_pairs(list(line.facts), self.products, self.world.rules)

    def true_line(self) -> tuple[Line, list[TruePair]]:
        """A line that is true for one to six products."""
        while True:
            level = self.rng.choices(list(LEVELS), list(LEVELS.values()))[0]
            product = self.rng.choice(self.products)
            shares: dict[str, Callable[[Declarant], float]] = {
                "model": lambda d: d.habit.code,
                "maker": lambda d: (1 - d.habit.code) * max(d.habit.maker, d.habit.mark),
                "description": lambda d: (1 - d.habit.code) * (1 - d.habit.maker) * (1 - d.habit.mark),
            }
            declarant = self.declarant(shares[level])
            subject = getattr(self, f"_{level}")(product, declarant)
            if level != "description" and self.rng.random() < ODD_ORIGIN:
                subject = replace(subject, origin=self.rng.choice(["CN", "HK", "AE", "KZ", "EU"]))
            line, pairs = self.line(subject, declarant)
            if (
                pairs
                and len(pairs) <= MOST_TRUE
                and pairs[0].level == level
                and any(p.product is product for p in pairs)
            ):
                return replace(line, label="true"), pairs

    def _denied(self, product: Product) -> tuple[tuple[str, Value], ...]:
        choices = [key for key, value in product.stated.items() if isinstance(value, str)]
        if not choices or self.rng.random() > 0.07:
            return ()
        key = self.rng.choice(choices)
        field = self.world.vocabulary.fields[product.field]
        others = [v for v in values(field, self.world.kind(product), key) if v != product.stated[key]]
        return ((key, self.rng.choice(others)),) if others else ()

    def _model(self, product: Product, declarant: Declarant) -> Subject:
        habit, rng = declarant.habit, self.rng
        maker, mark = rng.random() < habit.maker, rng.random() < habit.mark
        codes = [self.code_as_declared(product, maker or mark)]
        count = rng.randint(*habit.attributes)
        if rng.random() < 0.06:
            siblings = [p for p in self.products if p.family == product.family and p is not product]
            codes += [p.code for p in rng.sample(siblings, min(len(siblings), rng.randint(1, 2)))]
            count = 0
        return self.subject(
            product, word_class=self.word_class(declarant), codes=tuple(codes), firm=self.world.firms[product.maker],
            ours=True, say_maker=maker, say_mark=mark, attributes=self.told(product, count), denied=self._denied(product),
        )  # fmt: skip

    def _maker(self, product: Product, declarant: Declarant) -> Subject:
        habit, rng = declarant.habit, self.rng
        maker = rng.random() < habit.maker / max(0.01, habit.maker + habit.mark)
        return self.subject(
            product, word_class=self.word_class(declarant), firm=self.world.firms[product.maker], ours=True,
            say_maker=maker, say_mark=not maker or rng.random() < habit.mark,
            attributes=self.told(product, rng.randint(max(1, habit.attributes[0]), max(2, habit.attributes[1]))),
            denied=self._denied(product),
        )  # fmt: skip

    def _description(self, product: Product, declarant: Declarant) -> Subject:
        low, high = declarant.habit.attributes
        return self.subject(
            product, word_class=self.word_class(declarant), denied=self._denied(product),
            attributes=self.told(product, self.rng.randint(max(2, low), max(3, high)), counted=2),
        )  # fmt: skip

    def negative_line(self, why: str) -> Line | None:
        """A hard negative of one class, or None where this product has no such negative."""
        product = self.rng.choice(self.products)
        declarant = self.declarant(lambda d: 1.0)
        made = getattr(self, f"_{why}")(product, declarant)
        if made is None:
            return None
        line, pairs = self.line(made, declarant)
        if pairs:
            return None
        return replace(line, label="negative", why=why, near=product)

    def _rival(self) -> tuple[Firm, str]:
        rival = self.rng.choice(self.world.rivals)
        return rival.firm, rival.scheme.code(
            self.rng.choice([10, 20, 25, 40, 50, 80, 120, 150, 300]), self.rng.randrange(9)
        )

    def _other_maker(self, product: Product, declarant: Declarant) -> Subject:
        firm, code = self._rival()
        return self.subject(
            product, word_class=self.word_class(declarant), firm=firm, say_maker=True, say_mark=self.rng.random() < 0.6,
            codes=(code,) if self.rng.random() < 0.6 else (),
            attributes=self.told(product, self.rng.randint(1, 3)),
        )  # fmt: skip

    def _contradicting_spec(self, product: Product, declarant: Declarant) -> Subject | None:
        told = list(self.told(product, 3, counted=2))
        for at, (key, _) in enumerate(told):
            other = self.other_value(product, key)
            if other is not None:
                told[at] = (key, other)
                named = self.rng.random() < 0.4
                return self.subject(
                    product, word_class=self.word_class(declarant), attributes=tuple(told),
                    firm=self.world.firms[product.maker] if named else None, ours=named, say_maker=named,
                )  # fmt: skip
        return None

    def _sibling(self, product: Product, declarant: Declarant) -> Subject | None:
        """A model of the same scheme that the catalog does not have, its maker named."""
        digits = [at for at, sign in enumerate(product.code) if sign.isdigit()]
        at = digits[-1] if len(digits) < 2 else self.rng.choice(digits[-2:])
        sign = self.rng.choice([d for d in "123456789" if d != product.code[at]])
        code = product.code[:at] + sign + product.code[at + 1 :]
        return self._unknown_code(product, declarant, code, named=True)

    def _near_code(self, product: Product, declarant: Declarant) -> Subject | None:
        return self._unknown_code(
            product, declarant, near(self.rng, product.code), named=self.rng.random() < 0.3
        )

    def _unknown_code(self, product: Product, declarant: Declarant, code: str, named: bool) -> Subject | None:
        known = {normal(p.code) for p in self.products}
        heads = {normal(p.code[:at]) for p in self.products for at, s in enumerate(p.code) if s in SEPARATORS}
        if normal(code) in known | heads:
            return None
        return self.subject(
            product, word_class=self.word_class(declarant), codes=(code,), firm=self.world.firms[product.maker], ours=True,
            say_maker=named, say_mark=named and self.rng.random() < 0.5,
            attributes=self.told(product, self.rng.randint(0, 2)),
        )  # fmt: skip

    def _goods(
        self, product: Product, keys: list[str], goods: dict[str, Goods], template: bool
    ) -> Subject | None:
        if not keys:
            return None
        one = goods[self.rng.choice(keys)]
        words = {language: one.words(language) for language in ("ru", "uk", "kk", "zh", "en", "tr")}
        if template:
            kind = self.world.kind(product)
            for language, texts in words.items():
                templates = self.world.vocabulary.styles.part_of.get(language)  # type: ignore[call-overload]
                if not templates:
                    continue
                names = kind.names(language)
                words[language] = tuple(
                    t.format(part=text, **{"for": (names.for_ or names.name)[0], "kind": names.name[0]})
                    for text in texts
                    for t in templates
                )
        return self.subject(product, goods=words, hs=self.rng.choice(one.hs))

    def _accessory(self, product: Product, declarant: Declarant) -> Subject | None:
        field = self.world.vocabulary.fields[product.field]
        made = self._goods(product, self.world.kind(product).parts, field.parts, template=True)
        if made is None:
            return None
        named = self.rng.random() < 0.5
        code = self.rng.random() < 0.5
        return replace(
            made,
            codes=(product.code,) if code else (),
            firm=self.world.firms[product.maker] if named else None,
            ours=named,
            say_maker=named,
        )

    def _lookalike_civil(self, product: Product, declarant: Declarant) -> Subject | None:
        field = self.world.vocabulary.fields[product.field]
        made = self._goods(product, self.world.kind(product).lookalikes, field.lookalikes, template=False)
        if made is None or self.rng.random() < 0.5:
            return made
        firm, code = self._rival()
        return replace(made, firm=firm, say_maker=True, codes=(code,) if self.rng.random() < 0.3 else ())

    def _same_maker_other_goods(self, product: Product, declarant: Declarant) -> Subject | None:
        field = self.world.vocabulary.fields[product.field]
        goods = {**field.parts, **field.lookalikes}
        made = self._goods(product, sorted(goods), goods, template=False)
        if made is None:
            return None
        return replace(
            made,
            firm=self.world.firms[product.maker],
            ours=True,
            say_maker=True,
            say_mark=self.rng.random() < 0.4,
        )

    def _too_generic(self, product: Product, declarant: Declarant) -> Subject:
        return self.subject(
            product, word_class=self.rng.choice(["coarse", "name", "euphemism"]),
            attributes=self.told(product, self.rng.randint(0, 1)),
        )  # fmt: skip

    def _unit_as_code(self, product: Product, declarant: Declarant) -> Subject | None:
        """Goods of a rival or nobody, with a heading or a size that looks like the product's code."""
        digits = "".join(c if c.isdigit() else " " for c in product.code).split()
        letters = "".join(c for c in product.code if c.isalpha() and c.isascii())[-2:]
        if not digits:
            return None
        number = max(digits, key=len)
        heading = self.rng.choice(
            [f"DN{number}", f"{number}N", f"{number} MM", f"M{number}", f"ISO {number}-2019", f"IP{number}", f"{letters}{number}V", f"{number}-{letters}"]
        )  # fmt: skip
        firm, _ = self._rival()
        field = self.world.vocabulary.fields[product.field]
        if self.rng.random() < 0.5:
            made = self._goods(product, sorted(field.lookalikes), field.lookalikes, template=False)
            return replace(made, heading=heading) if made else None
        return self.subject(
            product, heading=heading, firm=firm, say_maker=True, word_class=self.word_class(declarant)
        )

    def _negated(self, product: Product, declarant: Declarant) -> Subject | None:
        """The line denies what the page says, or says that the goods are not of this kind."""
        choices = [key for key, value in product.stated.items() if isinstance(value, str)]
        if self.rng.random() < 0.3 or not choices:
            field = self.world.vocabulary.fields[product.field]
            goods = {**field.parts, **field.lookalikes}
            made = self._goods(product, sorted(goods), goods, template=False)
            return replace(made, deny_kind=True) if made else None
        key = self.rng.choice(choices)
        told = tuple((k, v) for k, v in self.told(product, 3, counted=2) if k != key)
        return self.subject(
            product,
            word_class=self.word_class(declarant),
            attributes=told,
            denied=((key, product.stated[key]),),
        )

    def _other_origin(self, product: Product, declarant: Declarant) -> Subject:
        origins = [
            c
            for c in ("DE", "IT", "JP", "FR", "ES", "VN", "CZ")
            if c not in {p.country for p in self.products}
        ]
        return self.subject(
            product, word_class=self.word_class(declarant), origin=self.rng.choice(origins),
            attributes=self.told(product, 3, counted=2),
        )  # fmt: skip

    def _other_kind(self, product: Product, declarant: Declarant) -> Subject | None:
        """Goods of the same field that the catalog does not have."""
        field = self.world.vocabulary.fields[product.field]
        have = {p.kind for p in self.products if p.field == product.field}
        free = sorted(set(field.kinds) - have)
        if not free:
            return None
        return self._foreign(product.field, self.rng.choice(free), declarant)

    # -- background

    def _foreign(self, field_key: str, kind_key: str, declarant: Declarant) -> Subject:
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
            firm, code = self._rival()
            coded = self.rng.random() < declarant.habit.code
            subject = replace(
                subject,
                firm=firm,
                say_maker=self.rng.random() < 0.7,
                say_mark=self.rng.random() < 0.5,
                codes=(code,) if coded else (),
            )
        return subject

    def background_line(self) -> Line | None:
        declarant = self.declarant(lambda d: 1.0)
        vocabulary = self.world.vocabulary
        used = {p.field for p in self.products}
        if self.rng.random() < 0.35:
            number = self.rng.randrange(len(vocabulary.styles.background_hs))
            words = {language: (texts[number],) for language, texts in vocabulary.styles.background.items()}
            product = self.rng.choice(self.products)
            hs = vocabulary.styles.background_hs[number]
            made = replace(self.subject(product, goods=words, hs=hs), weight=(0.05, 2), price=(0.3, 12))
            if self.rng.random() < 0.4:
                firm, _ = self._rival()
                made = replace(made, firm=firm, say_maker=True)
        else:
            field = self.rng.choice(sorted(set(vocabulary.fields) - used) or sorted(vocabulary.fields))
            made = self._foreign(field, self.rng.choice(sorted(vocabulary.fields[field].kinds)), declarant)
        line, pairs = self.line(made, declarant)
        return None if pairs else line

    # -- the whole

    def lines(self) -> Iterator[tuple[Line, list[TruePair]]]:
        """All lines of the world, in no order yet."""
        rng = self.rng
        wanted = rng.randint(*TRUE_LINES)
        made = 0
        while made < wanted:
            line, pairs = self.true_line()
            again = rng.randint(1, 3) if rng.random() < 0.12 else 0
            for _ in range(again + 1):
                yield replace(line, date=date(rng), quantity=line.quantity + rng.randint(0, 9) * again), pairs
                made += 1
        negatives = 0
        total = max(LINES[0], min(LINES[1], int(wanted * rng.uniform(6, 11))))
        for number in range(int(wanted * rng.uniform(1.3, 2.0))):
            negative = self.negative_line(NEGATIVES[number % len(NEGATIVES)])
            if negative is not None:
                negatives += 1
                yield negative, []
        while made + negatives < total:
            background = self.background_line()
            if background is not None:
                made += 1
                yield background, []


NEGATIVES = (
    "other_maker", "contradicting_spec", "sibling", "near_code", "accessory", "lookalike_civil", "same_maker_other_goods",
    "too_generic", "unit_as_code", "negated", "other_origin", "other_kind",
)  # fmt: skip
