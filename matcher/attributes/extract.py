"""What a text says about goods that another text can confirm or contradict: kind, classes, measures, materials, parts.

Pure functions of a text in English, Russian, Ukrainian or Chinese. They are the same for catalog pages and customs
lines, so that whatever is read wrongly is at least read alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from matcher.attributes.classes import classes
from matcher.attributes.measures import with_signs
from matcher.attributes.quantities import Quantity, quantities
from matcher.attributes.taxonomy import Taxonomy, shipped
from matcher.attributes.thousands import thousands_apart
from matcher.text.lexicon import Mention
from matcher.text.normal_forms import fold_lookalikes, lower_letters
from matcher.text.prefix_regex import PrefixedRegex, beginning
from matcher.text.scopes import Words

PURE = 90.0  # per cent from which a share is a purity; lower ones are mixtures, which texts round
TEXT_LIMIT = 8_000  # characters of a text that are read


@dataclass(frozen=True)
class Attribute:
    """One thing a text states. `group` is what it is about (material, colour, level, mass, ...), `value` what it says.

    `kind` is word (a value of the taxonomy), class (a level, generation, protection class) or measure (with
    `quantity`). `denied` is true for "without ..."; `start` and `end` are its span in the text given.
    """

    group: str
    value: str
    kind: str
    start: int
    end: int
    denied: bool = False
    quantity: Quantity | None = None


@dataclass(frozen=True)
class Attributes:
    """All that was read from a text: kinds of goods (name, whether the goods themselves), and attributes."""

    kinds: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()  # kinds named only as purpose, part or material: "cover FOR a helmet"
    kind_spans: tuple[tuple[int, int], ...] = ()
    stated: tuple[Attribute, ...] = ()


def extract(text: str, taxonomy: Taxonomy | None = None) -> Attributes:
    """Everything comparable that `text` states, with character spans into `text`.

    Page markers should be taken out before (they cut words). Letters may be of any case; look-alikes are folded.
    """
    return _extract(text[:TEXT_LIMIT], taxonomy or shipped())


@lru_cache(maxsize=1 << 15)
def _extract(text: str, taxonomy: Taxonomy) -> Attributes:
    folded = prepared(text)
    words, mentions = _kinds_in(text, taxonomy)
    free = [m for m in mentions if not m.scope]
    stated: list[Attribute] = []
    for mention in taxonomy.value_names.find(words):
        group, _, value = mention.label.partition(":")
        denied = mention.scope in ("without", "not")
        stated.append(Attribute(group, value, "word", mention.start, mention.end, denied))
    named = classes(folded)
    stated += [Attribute(group, value, "class", start, end) for group, value, start, end in named]
    stated += [
        Attribute(q.dimension, _shown(q), "measure", q.start, q.end, quantity=q)
        for q in quantities(thousands_apart(with_signs(folded)))
        if not any(start < q.end and q.start < end for _, _, start, end in named)
        and (q.dimension != "share" or PURE <= q.values[0] < 100)
    ]
    stated.sort(key=lambda a: (a.start, a.end, a.group))
    return Attributes(
        tuple(dict.fromkeys(m.label for m in free)),
        tuple(dict.fromkeys(m.label for m in mentions if m.scope and m.scope != "not")),
        tuple((m.start, m.end) for m in free),
        tuple(stated),
    )


# Labels of names, and the words for packing: each a beginning of a word and what may follow it.
_LABELS = (
    *(
        r"изготовител\w*",
        r"производител(?:[ьяюие]|ем|ей)",
        r"виробник\w*",
        "произв",
        r"тов(?:арн\w*)?\.?\s?знак",
    ),
    *(r"торг\w*\.?\s(?:марк\w*|знак\w*)", "тм", "tm", "manufacturer", "manuf", "producer", r"trade\s?mark"),
    *(r"brand(?: name)?", "品牌", "厂家", "生产商"),
)
_LABELLED = PrefixedRegex(
    rf"(?:{'|'.join(_LABELS)})\.?(?:\s?[:\-–]\s?|\s+)(?:[^\s;,.:]++(?:[,.]\s?| \s?|(?! )\s)?){{1,7}}?(?=[;,.]\s|[;:]|$|страна|країна)",
    map(beginning, _LABELS),
)
_PACKING = (
    *(r"упакован\w*", r"расфасован\w*", r"фасован\w*", r"в\s(?:картонн\w*\s)?(?:короб\w*|ящик\w*)"),
    *("packed", "packaged", "in (?:cardboard |carton )?boxes", "包装"),
)
_PACKING_WORDS = ("фасован", "упакован", "короб", "ящик", "packed", "packaged", "boxes", "包装")
_PACKED = re.compile(rf"(?:{'|'.join(_PACKING)})[^.;]{{0,120}}")


def described(text: str) -> str:
    """`text` with what does not describe the goods blanked out: names under a label, how they are packed.

    The length does not change. Codes and makers are looked for in the whole text, attributes and kinds in this.
    """
    lowered = lower_letters(text)
    for match in list(_LABELLED.finditer(lowered)):
        text, lowered = _blanked(text, match), _blanked(lowered, match)
    if any(word in lowered for word in _PACKING_WORDS):
        for match in list(_PACKED.finditer(lowered)):
            text = _blanked(text, match)
    return text


def _blanked(text: str, found: re.Match[str]) -> str:
    return text[: found.start()] + " " * len(found[0]) + text[found.end() :]


@lru_cache(maxsize=1 << 11)
def prepared(text: str) -> str:
    """`text` in lower case with whole words, character for character: spans in it are spans in `text`."""
    return lower_letters(fold_lookalikes(text)).replace("ё", "е")


def _shown(quantity: Quantity) -> str:
    return ("-" if quantity.ranged else "x").join(f"{value:g}" for value in quantity.values)


def mentions_of(text: str, taxonomy: Taxonomy | None = None) -> Sequence[Mention]:
    """The mentions of kinds in `text`, scope and span included."""
    return _kinds_in(text[:TEXT_LIMIT], taxonomy or shipped())[1]


@lru_cache(maxsize=1 << 6)  # `extract` and `mentions_of` are asked for one text after each other
def _kinds_in(text: str, taxonomy: Taxonomy) -> tuple[Words, tuple[Mention, ...]]:
    words = Words(prepared(text))
    return words, tuple(taxonomy.kind_names.find(words))
