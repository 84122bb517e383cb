"""Hard negatives: lines that look like an item of the catalog and are not."""

from __future__ import annotations

from dataclasses import replace

from .codes import SEPARATORS, near, normal
from .facts import Product
from .field_models import LANGUAGES, Goods
from .lines import Declarant, Line, Subject
from .subjects import SubjectDrawer
from .variety import is_said
from .wording import code_noise

SAME_CODE = "same_code"  # a class that only splits with such variety have
NEGATIVES = (
    "other_maker", "contradicting_spec", "sibling", "near_code", "accessory", "lookalike_civil", "same_maker_other_goods",
    "too_generic", "unit_as_code", "negated", "other_origin", "other_kind",
)  # fmt: skip


class NegativeDrawer(SubjectDrawer):
    """Draws a negative of each class; a draw whose facts make it true is dropped."""

    def negative_line(self, why: str) -> Line | None:
        """A hard negative of one class, or None where this product has no such negative."""
        product = self.rng.choice(self.products)
        declarant = self.declarant(lambda d: 1.0)
        if is_said(self.rng, self.world.vocabulary.styles.variety.same_code):
            why = SAME_CODE
        made = getattr(self, f"_{why}")(product, declarant)
        if made is None:
            return None
        line, pairs = self.line(made, declarant)
        if pairs:
            return None
        return replace(line, label="negative", why=why, near=product)

    def _other_maker(self, product: Product, declarant: Declarant) -> Subject:
        firm, code = self.rival()
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
        self, product: Product, keys: list[str], goods: dict[str, Goods], template: bool, code: str = ""
    ) -> Subject | None:
        """Goods of these words; as a part of the product (`template`), with its code beside the words for it."""
        if not keys:
            return None
        one = goods[self.rng.choice(keys)]
        words = {language: one.words(language) for language in LANGUAGES}
        if template:
            kind = self.world.kind(product)
            for language, texts in words.items():
                templates = self.world.vocabulary.styles.part_of.get(language)  # type: ignore[call-overload]
                if not templates:
                    continue
                names = kind.names(language)
                written = (
                    " " + code_noise(self.rng, code, self.world.composer.noise, language) if code else ""
                )
                words[language] = tuple(
                    t.format(
                        part=text,
                        **{"for": (names.for_ or names.name)[0] + written, "kind": names.name[0] + written},
                    )
                    for text in texts
                    for t in templates
                )
        return self.subject(product, goods=words, hs=self.rng.choice(one.hs))

    def _accessory(self, product: Product, declarant: Declarant) -> Subject | None:
        field = self.world.vocabulary.fields[product.field]
        beside = is_said(self.rng, self.world.vocabulary.styles.variety.code_at_kind)
        made = self._goods(
            product,
            self.world.kind(product).parts,
            field.parts,
            template=True,
            code=product.code if beside else "",
        )
        if made is None:
            return None
        named = self.rng.random() < 0.5
        code = self.rng.random() < 0.5 and not beside
        return replace(
            made,
            codes=(product.code,) if code else (),
            firm=self.world.firms[product.maker] if named else None,
            ours=named,
            say_maker=named,
        )

    def _same_code(self, product: Product, declarant: Declarant) -> Subject | None:
        """Other goods, of any field, under a code of the catalog: wallpaper with the number of a welding machine."""
        fields = self.world.vocabulary.fields
        field = fields[self.rng.choice(sorted(fields))]
        if field is fields[product.field] and self.rng.random() < 0.5:
            made = self._goods(product, sorted(field.lookalikes), field.lookalikes, template=False)
        else:
            kind = field.kinds[self.rng.choice(sorted(field.kinds))]
            made = self.subject(
                product, goods={language: kind.names(language).name for language in LANGUAGES}, hs=kind.hs[0]
            )
            if kind is self.world.kind(product):
                return None
        return replace(made, codes=(product.code,)) if made else None

    def _lookalike_civil(self, product: Product, declarant: Declarant) -> Subject | None:
        field = self.world.vocabulary.fields[product.field]
        made = self._goods(product, self.world.kind(product).lookalikes, field.lookalikes, template=False)
        if made is None or self.rng.random() < 0.5:
            return made
        firm, code = self.rival()
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
        firm, _ = self.rival()
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
        return self.foreign(product.field, self.rng.choice(free), declarant)
