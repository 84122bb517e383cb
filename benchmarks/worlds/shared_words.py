"""What the two splits share: words that name goods, firms, phrasings, grammars. There should be nothing.

    python -m benchmarks.worlds.shared_words

Words of function, units, materials, colours, modifiers such as "electric" and homonyms may be in both: they are listed in
vocabulary/common.yaml. What parts and attributes are called is general language and is compared as whole texts only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import yaml

from .field_models import CLASSES, LANGUAGES
from .split_models import Vocabulary
from .vocabulary import HERE, load

LEAST = 4  # letters of a word that says anything; shorter ones are units, particles and abbreviations
_WORD = re.compile(r"[^\W\d_]+")
_HAN = re.compile(r"[\u3400-\u9fff]+")


def words_of(texts: Iterable[str]) -> set[str]:
    """The words of texts: letters in lower case, and whole runs of Chinese characters."""
    words = {word for text in texts for word in _WORD.findall(text.lower())}
    return {word for word in words if len(word) >= (2 if _HAN.fullmatch(word) else LEAST)}


def common() -> set[str]:
    """Words that name no kind of goods: both splits may have them."""
    lists = yaml.safe_load((HERE / "common.yaml").read_text(encoding="utf-8"))
    return {word.lower() for text in lists.values() for word in str(text).split()}


def kind_texts(vocabulary: Vocabulary) -> Iterator[str]:
    """All names of all kinds, in every language and class of word."""
    for field in vocabulary.fields.values():
        for kind in field.kinds.values():
            for language in LANGUAGES:
                for name in ("catalog", *CLASSES):
                    yield from getattr(kind.names(language), name)


def goods_texts(vocabulary: Vocabulary) -> Iterator[str]:
    """All that names goods: kinds, coarse words, parts, look-alikes, trades."""
    yield from kind_texts(vocabulary)
    for field in vocabulary.fields.values():
        for goods in (*field.parts.values(), *field.lookalikes.values(), *field.coarse):
            for language in LANGUAGES:
                yield from getattr(goods, language)
        for texts in field.trade.values():
            yield from texts


def firm_texts(vocabulary: Vocabulary) -> Iterator[str]:
    """Stems and marks of makers; importers and traders."""
    makers = vocabulary.makers
    for firms in (makers.zh, makers.tr, makers.ru, makers.en):
        yield from firms.marks
        for native, stem in firms.stems.items():
            yield from (native, *stem.latin, *stem.ru)
    for names in (*vocabulary.declarants.importers.values(), *vocabulary.declarants.traders.values()):
        yield from names


def style_texts(vocabulary: Vocabulary) -> Iterator[str]:
    """Phrasings, purposes, disclaimers and background goods."""
    said = vocabulary.styles
    for style in said.styles:
        yield from style.phrasings
    for words in (said.purposes, said.disclaimers, said.background):
        for texts in words.values():
            yield from texts


def shared(left: Vocabulary, right: Vocabulary) -> dict[str, set[str]]:
    """What both vocabularies have, by what it is."""
    whole = [{text.lower() for text in goods_texts(v) if len(text) >= LEAST} for v in (left, right)]
    return {
        "fields": set(left.fields) & set(right.fields),
        "words for kinds": (words_of(kind_texts(left)) & words_of(kind_texts(right))) - common(),
        "texts for goods": whole[0] & whole[1] - common(),
        "firms": set(firm_texts(left)) & set(firm_texts(right)),
        "styles": set(style_texts(left)) & set(style_texts(right)),
        "grammars": {g.pattern for g in left.codes.grammars} & {g.pattern for g in right.codes.grammars},
    }


def main() -> None:
    for name, texts in shared(load("training"), load("evaluation")).items():
        print(f"{name}: {len(texts)} {' '.join(sorted(texts))}")


if __name__ == "__main__":
    main()
