"""Which lines a world has: true ones of three levels, hard negatives of twelve classes, background."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from .catalog import values
from .facts import Product, TruePair, Value
from .lines import Declarant, Line, Subject
from .negatives import NEGATIVES, NegativeDrawer
from .subjects import date

TRUE_LINES = (60, 150)
LINES = (600, 1500)
MOST_TRUE = 6  # a line that is true for more items than this says too little to be worth labelling
LEVELS = {"model": 0.42, "maker": 0.32, "description": 0.26}
ODD_ORIGIN = 0.06  # of lines that name code or maker; the origin says nothing against those


class Planner(NegativeDrawer):
    """Keeps the lines whose labels, derived from their facts, are what was asked for."""

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
                firm, _ = self.rival()
                made = replace(made, firm=firm, say_maker=True)
        else:
            field = self.rng.choice(sorted(set(vocabulary.fields) - used) or sorted(vocabulary.fields))
            made = self.foreign(field, self.rng.choice(sorted(vocabulary.fields[field].kinds)), declarant)
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
