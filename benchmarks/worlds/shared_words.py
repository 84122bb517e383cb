"""Words that a split shares with the other one, or with a word list of the product: there should be none.

    python -m benchmarks.worlds.shared_words
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from .vocabulary import CLASSES, HERE, LANGUAGES, FieldOfGoods, Vocabulary, load

ROOT = HERE.parents[2]
LEAST = 4  # letters of a word that says anything; shorter ones are units, particles and abbreviations
LEAST_STEM = 4  # letters of a stem of the product's lists
_WORD = re.compile(r"[^\W\d_]+")
_HAN = re.compile(r"[\u3400-\u9fff]+")


def words_of(texts: Iterable[str]) -> set[str]:
    """The words of texts: letters in lower case, and whole runs of Chinese characters."""
    out: set[str] = set()
    for text in texts:
        for word in _WORD.findall(text.lower()):
            if _HAN.fullmatch(word):
                if len(word) >= 2:
                    out.add(word)
            elif len(word) >= LEAST:
                out.add(word)
    return out


def common() -> set[str]:
    """Words that name no goods: both splits and the product may have them."""
    lists = yaml.safe_load((HERE / "common.yaml").read_text(encoding="utf-8"))
    return {word.lower() for text in lists.values() for word in str(text).split()}


def goods_texts(field: FieldOfGoods) -> Iterator[str]:
    """What names goods: kinds in all classes of words, parts, look-alikes, the trade."""
    for kind in field.kinds.values():
        for language in LANGUAGES:
            for name in ("catalog", *CLASSES):
                yield from getattr(kind.names(language), name)
    for goods in (*field.parts.values(), *field.lookalikes.values(), *field.coarse):
        for language in LANGUAGES:
            yield from getattr(goods, language)
    for texts in field.trade.values():
        yield from texts


def attribute_texts(field: FieldOfGoods) -> Iterator[str]:
    for attribute in field.attributes.values():
        if isinstance(attribute.values, dict):
            for words in attribute.values.values():
                for texts in words.values():
                    yield from texts


def firm_texts(vocabulary: Vocabulary) -> Iterator[str]:
    makers = vocabulary.makers
    for firms in (makers.zh, makers.tr, makers.ru, makers.en):
        yield from firms.marks
        for native, stem in firms.stems.items():
            yield from (native, *stem.latin, *stem.ru)
    for names in (*vocabulary.declarants.importers.values(), *vocabulary.declarants.traders.values()):
        yield from names


def phrasings(vocabulary: Vocabulary) -> set[str]:
    return {phrasing for style in vocabulary.styles.styles for phrasing in style.phrasings}


def of_goods(vocabulary: Vocabulary) -> set[str]:
    return words_of(text for field in vocabulary.fields.values() for text in goods_texts(field)) - common()


def of_attributes(vocabulary: Vocabulary) -> set[str]:
    return words_of(text for field in vocabulary.fields.values() for text in attribute_texts(field)) - common()


def product_stems() -> tuple[set[str], set[str]]:
    """Whole words and beginnings of words in the product's YAML lists."""
    whole: set[str] = set()
    stems: set[str] = set()
    for path in sorted((*(ROOT / "crawler").rglob("*.yaml"), *(ROOT / "matcher").rglob("*.yaml"))):
        for text in _texts(yaml.safe_load(path.read_text(encoding="utf-8"))):
            for mark, word in re.findall(r"(=?)([^\W\d_]+)", text.lower()):
                (whole if mark or len(word) < LEAST_STEM else stems).add(word)
    return whole, stems


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str):
        yield value


def in_product(words: set[str]) -> set[str]:
    """Of words those that a list of the product has, or begins."""
    whole, stems = product_stems()
    longest = max(map(len, stems))
    return {w for w in words if w in whole or any(w[:n] in stems for n in range(LEAST_STEM, min(len(w), longest) + 1))}


def main() -> None:
    training, evaluation = load("training"), load("evaluation")
    found = {
        "goods": of_goods(training) & of_goods(evaluation),
        "attributes": of_attributes(training) & of_attributes(evaluation),
        "firms": words_of(firm_texts(training)) & words_of(firm_texts(evaluation)),
        "phrasings": phrasings(training) & phrasings(evaluation),
        "grammars": {g.pattern for g in training.codes.grammars} & {g.pattern for g in evaluation.codes.grammars},
        "goods, in the product": in_product(of_goods(evaluation)),
    }
    for name, words in found.items():
        print(f"{name}: {len(words)}: {' '.join(sorted(words))}")


if __name__ == "__main__":
    main()
