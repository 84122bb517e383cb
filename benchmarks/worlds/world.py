"""A world drawn from a seed: makers, their catalog, rivals, declarants and the styles of its files."""

from __future__ import annotations

import random
from dataclasses import dataclass

from .catalog import draw_catalog
from .codes import Scheme, draw_scheme
from .facts import Product, Rules
from .field_models import Kind
from .firms import Firm, draw_firm
from .lines import Composer, Declarant
from .split_models import Style, Vocabulary
from .variety import with_units_in_labels
from .vocabulary import load

PRODUCTS = (18, 60)  # items of a catalog, as the makers of the development cases have
FILES = (1, 2, 2, 3)  # how many files a world has
LANGUAGES = {"zh": 0.55, "tr": 0.15, "en": 0.18, "ru": 0.12}  # of makers


@dataclass(frozen=True)
class Rival:
    """A maker that is not in the catalog, with the codes it uses."""

    firm: Firm
    scheme: Scheme


@dataclass(frozen=True)
class World:
    split: str
    seed: int
    vocabulary: Vocabulary
    composer: Composer
    rules: Rules
    products: tuple[Product, ...]
    firms: dict[str, Firm]
    field_of: dict[str, str]
    rivals: tuple[Rival, ...]
    declarants: tuple[Declarant, ...]

    def kind(self, product: Product) -> Kind:
        return self.vocabulary.fields[product.field].kinds[product.kind]


def rules_of(vocabulary: Vocabulary) -> Rules:
    places = [(f, k, a) for f, goods in vocabulary.fields.items() for k, a in goods.attributes.items()]
    return Rules(
        {(f, k): a.tolerance for f, k, a in places if a.tolerance},
        frozenset((f, k) for f, k, a in places if a.soft),
    )


def draw_world(split: str, seed: int) -> World:
    """The world of a seed: the same for the same vocabulary, seed and split."""
    vocabulary = load(split)
    rng = random.Random(f"{split} {seed}")
    fields = sorted(vocabulary.fields)
    # Seeds walk through the fields, so that few worlds already show all of them.
    first = fields[seed % len(fields)]
    taken: set[str] = set()
    codes: set[str] = set()
    products: list[Product] = []
    firms: dict[str, Firm] = {}
    field_of: dict[str, str] = {}
    shared = rng.random() < 0.5
    for number in range(rng.choices([1, 2, 3], [0.3, 0.45, 0.25])[0]):
        field = first if number == 0 or shared else rng.choice(fields)
        firm = draw_firm(
            rng, vocabulary, field, rng.choices(list(LANGUAGES), list(LANGUAGES.values()))[0], taken
        )
        if firm.firm_id in firms:
            continue
        kinds = sorted(vocabulary.fields[field].kinds)
        picked = rng.sample(kinds, min(len(kinds), rng.randint(2, 4)))
        made = draw_catalog(rng, vocabulary, firm, field, picked, codes)
        if not made:
            continue
        firms[firm.firm_id] = firm
        field_of[firm.firm_id] = field
        products += made[: PRODUCTS[1] - len(products)]
        if len(products) >= PRODUCTS[1]:
            break
    while len(products) < PRODUCTS[0]:
        firm = rng.choice(list(firms.values()))
        kind = rng.choice(sorted(vocabulary.fields[field_of[firm.firm_id]].kinds))
        products += draw_catalog(rng, vocabulary, firm, field_of[firm.firm_id], [kind], codes)
    rivals = []
    for _ in range(8):
        firm = draw_firm(
            rng, vocabulary, first, rng.choices(list(LANGUAGES), list(LANGUAGES.values()))[0], taken
        )
        brand = "".join(c for c in firm.mark.upper() if c.isascii() and c.isalpha())[:3] or "RV"
        rivals.append(Rival(firm, draw_scheme(rng, rng.choice(vocabulary.codes.grammars), brand)))
    shown = with_units_in_labels(
        random.Random(f"variety of pages {split} {seed}"), vocabulary.styles.variety, products
    )
    return World(
        split, seed, vocabulary, Composer(vocabulary), rules_of(vocabulary), shown, firms, field_of,
        tuple(rivals), draw_declarants(rng, vocabulary),
    )  # fmt: skip


def draw_declarants(rng: random.Random, vocabulary: Vocabulary) -> tuple[Declarant, ...]:
    """Ten to sixteen declarants, each of one file, with one to three styles, most of one language."""
    by_columns: dict[str, list[Style]] = {}
    for style in vocabulary.styles.styles:
        by_columns.setdefault(style.columns, []).append(style)
    first = rng.choice([c for c in ("graf31", "vendor") if c in by_columns])
    others = [c for c in sorted(by_columns) if c != first]
    files = [first, *rng.sample(others, min(len(others), rng.choice(FILES) - 1))]
    declarants = []
    said = vocabulary.declarants
    for number in range(rng.randint(10, 16)):
        pool = by_columns[files[number % len(files)]]
        main = rng.choice(pool)
        styles = [
            main,
            *(s for s in pool if s is not main and s.language == main.language and rng.random() < 0.5),
        ]
        importers = said.importers.get(main.language if main.language in ("uk", "kk") else "ru") or []  # type: ignore[call-overload]
        country = rng.choice(sorted(said.traders))
        declarants.append(
            Declarant(
                rng.choice(importers),
                rng.choice(said.habits),
                tuple(styles),
                rng.choice(said.traders[country]),
                country,
            )
        )
    return tuple(declarants)
