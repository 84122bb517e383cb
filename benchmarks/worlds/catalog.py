"""The catalog of a world: families, siblings and variants of one maker's products, and their pages' text."""

from __future__ import annotations

import random
import re
from typing import Any

from .codes import LATIN_OF, SUFFIXES, Scheme, draw_scheme, normal
from .facts import Product, Value
from .field_models import Attribute, FieldOfGoods, Kind
from .firms import Firm
from .split_models import Vocabulary

UNSTATED = 0.12  # share of attributes that a page does not give


def numbers(attribute: Attribute, narrowed: list[Any] | None) -> list[float]:
    """The values a number may have for a kind."""
    if isinstance(attribute.values, list):
        return [
            v for v in attribute.values if not narrowed or min(narrowed) <= v <= max(narrowed)
        ] or attribute.values
    low, high = narrowed or attribute.number or (0, 1)
    count = round((high - low) / attribute.step)
    return [round(low + attribute.step * n, 4) for n in range(count + 1)]


def values(field: FieldOfGoods, kind: Kind, key: str) -> list[Value]:
    """All values an attribute of a kind may have."""
    attribute = field.attributes[key]
    narrowed = kind.attributes.get(key)
    if isinstance(attribute.values, dict):
        return [str(v) for v in (narrowed or attribute.values)]
    return list(numbers(attribute, narrowed))


def number_text(value: float, language: str = "en", rng: random.Random | None = None) -> str:
    text = f"{value:g}"
    if language in ("ru", "uk", "kk", "tr") and rng is not None and rng.random() < 0.7:
        text = text.replace(".", ",")
    return text


def choice(rng: random.Random, words: dict[Any, tuple[str, ...]], language: str) -> str:
    """One of the words in this language; in English where it has none."""
    return rng.choice(words.get(language) or words.get("en") or next(iter(words.values())))


def series(rng: random.Random, field: FieldOfGoods, kind: Kind, count: int) -> list[dict[str, Value]]:
    """The siblings of a family: fixed attributes, and series attributes that grow together."""
    fixed = {key: rng.choice(values(field, kind, key)) for key in kind.attributes}
    steps = {}
    # Attributes of a series grow together: a wide bore has a wide outer diameter.
    at = rng.random()
    for key in kind.series:
        pool = sorted(v for v in values(field, kind, key) if isinstance(v, int | float))
        start = int(at * max(1, len(pool) - count * 3))
        picked = pool[start :: max(1, min(3, (len(pool) - start) // count))][:count]
        steps[key] = picked
    size = min((len(picked) for picked in steps.values()), default=1)
    return [fixed | {key: picked[n] for key, picked in steps.items()} for n in range(size)]


def families(
    rng: random.Random, field: FieldOfGoods, key: str, scheme: Scheme, budget: int
) -> list[tuple[str, str, dict[str, Value]]]:
    """(code, family, attributes) of the products of one kind."""
    kind = field.kinds[key]
    made: list[tuple[str, str, dict[str, Value]]] = []
    siblings = series(rng, field, kind, rng.randint(2, 5))
    suffixes = rng.sample(SUFFIXES[scheme.grammar.options], 6)
    for number, attributes in enumerate(siblings):
        size = attributes[kind.series[0]] if kind.series else number + 1
        assert isinstance(size, int | float)
        whole = int(size) if float(size).is_integer() else round(size * 10)
        plain = scheme.code(whole, number)
        family = f"{scheme.brand}{scheme.letters}{scheme.digits}"
        made.append((plain, family, attributes))
        if kind.options and rng.random() < 0.5:
            option = kind.options[0]
            others = [v for v in values(field, kind, option) if v != attributes[option]]
            for at, other in enumerate(rng.sample(others, min(len(others), rng.randint(1, 2)))):
                made.append((scheme.code(whole, number, suffixes[at]), family, attributes | {option: other}))
    return made[:budget]


def slug(code: str) -> str:
    """The code as it stands in an address: signs such as `#` and `+` mean something else there."""
    return "-".join(re.findall(r"[^\W_]+", code.translate(LATIN_OF).lower()))


def draw_catalog(
    rng: random.Random, vocabulary: Vocabulary, firm: Firm, field_key: str, kinds: list[str], taken: set[str]
) -> list[Product]:
    """The products of one firm, of these kinds; `taken` holds the codes of this world."""
    field = vocabulary.fields[field_key]
    brand = "".join(c for c in firm.mark.upper() if c.isascii() and c.isalpha()) or firm.stem.upper()
    brand = brand[: rng.choice([2, 2, 3])]
    grammars = rng.sample(vocabulary.codes.grammars, 2)
    local = {"zh": "zh", "tr": "tr", "ru": "ru"}.get(firm.language, "en")
    language = local if rng.random() < 0.45 else "en"
    products = []
    for key in kinds:
        for _ in range(rng.choice([1, 1, 2])):
            scheme = draw_scheme(rng, rng.choices(grammars, [3, 1])[0], brand)
            for code, family, attributes in families(rng, field, key, scheme, 9):
                if normal(code) in taken or sum(sign.isdigit() for sign in code) < 1 or len(normal(code)) < 4:
                    continue
                taken.add(normal(code))
                products.append(
                    page(rng, vocabulary, firm, field_key, key, code, family, attributes, language)
                )
    return products


def page(
    rng: random.Random, vocabulary: Vocabulary, firm: Firm, field_key: str, key: str, code: str, family: str,
    attributes: dict[str, Value], language: str,
) -> Product:  # fmt: skip
    """What the maker's page says about one product."""
    field = vocabulary.fields[field_key]
    kind = field.kinds[key]
    own = kind.names(language)
    called = rng.choice(own.catalog or own.name)
    keep = set(kind.series) | set(kind.options)
    stated = {k: v for k, v in attributes.items() if k in keep or rng.random() >= UNSTATED}
    specs, said = {}, []
    for k, v in stated.items():
        attribute = field.attributes[k]
        if isinstance(v, str):
            assert isinstance(attribute.values, dict)
            word = choice(rng, attribute.values[v], language)
            said.append(word)
            if attribute.label and rng.random() < 0.7:
                specs[choice(rng, attribute.label, language)] = word
        else:
            unit = choice(rng, attribute.unit, language) if attribute.unit else ""
            label = choice(rng, attribute.label, language)
            text = f"{v:g} {unit}".strip()
            if rng.random() < 0.85:
                specs[label] = text
            else:
                said.append(f"{label} {text}")
    mark = firm.mark
    with_code = [f"{code} {called}", f"{called} {code}", f"{mark} {called} {code}", f"{mark} {code} {called}"]
    name = rng.choice(with_code) if rng.random() < 0.85 else f"{called}, {said[0]}" if said else called
    name = name[:1].upper() + name[1:]
    about = rng.choice(list(kind.names(language).name))
    company = firm.written(rng, rng.choice(["latin", "native"]))[1] if rng.random() < 0.4 else ""
    sentence = {"zh": "。", "en": ". "}.get(language, ". ")
    parts = [f"{about}: " + ", ".join(said) if said else about, company]
    return Product(
        maker=firm.firm_id, country=firm.country, field=field_key, kind=key, code=code, family=family, stated=stated,
        all=attributes, language=language, name=name, brand=mark, category=rng.choice(own.catalog or own.name),
        description=sentence.join(p for p in parts if p), specs=specs,
        url=f"http://{firm.firm_id}.example/product/{slug(code)}", sku=code,
    )  # fmt: skip
