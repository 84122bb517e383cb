"""What a text says about goods that another text can confirm or contradict: kind, classes, measures, materials, parts.

Pure functions of a text in English, Russian, Ukrainian or Chinese. They are the same for catalog pages and customs
lines, so that whatever is read wrongly is at least read alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from matcher.lexicon import Mention
from matcher.quantities import Quantity, quantities, same_quantity
from matcher.taxonomy import Group, Taxonomy, shipped
from matcher.text import fold_lookalikes

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
    prepared = _prepared(text)
    mentions = taxonomy.kind_names.find(prepared)
    free = [m for m in mentions if not m.scope]
    stated: list[Attribute] = []
    for mention in taxonomy.value_names.find(prepared):
        group, _, value = mention.label.partition(":")
        denied = mention.scope in ("without", "not")
        stated.append(Attribute(group, value, "word", mention.start, mention.end, denied))
    classes = list(_classes(prepared))
    stated += classes
    stated += [
        Attribute(q.dimension, _shown(q), "measure", q.start, q.end, quantity=q)
        for q in quantities(prepared)
        if not any(c.start < q.end and q.start < c.end for c in classes)
        and (q.dimension != "share" or PURE <= q.values[0] < 100)
    ]
    stated.sort(key=lambda a: (a.start, a.end, a.group))
    return Attributes(
        tuple(dict.fromkeys(m.label for m in free)),
        tuple(dict.fromkeys(m.label for m in mentions if m.scope and m.scope != "not")),
        tuple((m.start, m.end) for m in free),
        tuple(stated),
    )


_LABELLED = re.compile(
    r"(?:изготовител\w*|производител\w*|виробник\w*|произв|тов(?:арн\w*)?\.?\s?знак|торг\w*\.?\s(?:марк\w*|знак\w*)|тм|tm|manufacturer"
    r"|manuf|producer|trade\s?mark|brand(?: name)?|品牌|厂家|生产商)\.?(?:\s?[:\-–]\s?|\s+)(?:[^\s;,.:]+[ ,.]?\s?){1,7}?(?=[;,.]\s|[;:]|$|страна|країна)",
    re.IGNORECASE,
)
_PACKED = re.compile(
    r"(?:упакован\w*|расфасован\w*|фасован\w*|в\s(?:картонн\w*\s)?(?:короб\w*|ящик\w*)|packed|packaged|in (?:cardboard |carton )?boxes|包装)[^.;]{0,120}",
    re.IGNORECASE,
)


def described(text: str) -> str:
    """`text` with what does not describe the goods blanked out: names under a label, how they are packed.

    The length does not change. Codes and makers are looked for in the whole text, attributes and kinds in this.
    """
    for pattern in (_LABELLED, _PACKED):
        text = pattern.sub(lambda found: " " * len(found[0]), text)
    return text


def _prepared(text: str) -> str:
    """Lower case, whole words, the same length."""
    folded = fold_lookalikes(text)
    lowered = folded.lower().replace("ё", "е")
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in folded).replace("ё", "е")
    return lowered


def _shown(quantity: Quantity) -> str:
    return ("-" if quantity.ranged else "x").join(f"{value:g}" for value in quantity.values)


_ROMAN = re.compile(r"(?<![a-zа-яёіїєґ0-9])(?P<n>iii[aа]|ii[aа]|iv|iii\+|iii|ii|i)(?![a-zа-яёіїєґ0-9])")
_LOOKS_ROMAN = str.maketrans({"і": "i", "а": "a", "l": "i", "|": "i"})
_CLASS_WORD = (
    r"(?:класс\w*|клас\w*|кл|уров\w*|рівн\w*|level|lvl|class|cl|grade|nij|级|级别|等级|стандарт\w*|ст)"
)
_NIJ = re.compile(
    rf"{_CLASS_WORD}[\s.:]{{0,3}}(?:защит\w*\s?|захист\w*\s?)?(?:(?:по\s)?nij\W{{0,3}}(?:std\W{{0,3}})?(?:010[168][.\d]*)?\W{{0,3}}(?:level|класс|кл|lvl)?\W{{0,3}})?"
    r"(?P<n>iii[aа]|ii[aа]|iv|iii\+?|ii|3[aа]|2[aа]|[ivі]{1,3}[aа]?)(?![a-zа-яёіїєґ0-9])"
    r"|(?P<after>iii[aа]|ii[aа]|iv|iii\+?|ii|[ivі]{1,3}[aа]?|3[aа]|2[aа])\s?(?:级|кл\b|класс|клас|level|class)"
    r"|nij\W{0,3}(?:std\W{0,3})?(?:010[168][.\d]*)?\W{0,4}(?:level|класс|кл|lvl)?\W{0,3}(?P<nij>iii[aа]|ii[aа]|iv|iii\+?|ii|3[aа]|2[aа])(?![a-zа-яёіїєґ0-9])"
    r"|(?<![a-zа-яёіїєґ0-9])(?P<bare>[iі]{3}[aа]|3[aа](?=\s|,|$))(?![a-zа-яёіїєґ0-9])"
)
_NIJ_NEW = re.compile(r"(?<![a-zа-яёіїєґ0-9])(?P<n>hg[12]|rf[123])(?![a-zа-яёіїєґ0-9])")
_BR = re.compile(r"(?<![a-zа-яёіїєґ0-9])(?:бр|br|бр\.)\s?-?(?P<n>[1-6])(?![a-zа-яёіїєґ0-9])")
_GOST_CLASS = re.compile(
    r"(?<![a-zа-яёіїєґ0-9])(?P<n>[1-6][aа]?)\W{0,2}(?:-?й|-?го)?\s?(?:класс|клас|кл)\w*\W{0,3}(?:защит\w*|захист\w*)?\W{0,4}(?:по\s)?(?:гост|дсту)"
)
_GA = re.compile(r"ga\s?141\W{0,8}(?P<n>[1-6])\s?级?|(?P<m>[1-6])\s?级\W{0,4}ga\s?141")
_ISO_CLASS = re.compile(
    r"(?:класс\w*|клас\w*|class|cl)\W{0,2}(?P<n>[1-3])(?![\w.,])|(?<![\w.,])(?P<m>[1-3])\s?(?:класс\w*|клас|class|级)(?![a-zа-яёіїєґ0-9])"
)
_GENERATION = re.compile(
    r"(?:gen\w*|покол\w*|поколін\w*)\W{0,3}(?P<n>[1-4](?:\+\+|\+)?)(?![\w])|(?P<m>[1-4](?:\+\+|\+)?)\s?-?(?:го\s)?(?:gen|покол|поколін|пок\b|代)"
    r"|(?P<h>[一二三四])代(?P<plus>半|\+)?"
)
_IP = re.compile(r"(?<![a-zа-яёіїєґ0-9])ip\s?-?(?P<n>[x\d]\d)(?![a-zа-яёіїєґ0-9])")
_PURITY = re.compile(r"(?P<n>9\d(?:[.,]\d+)?)\s?%")
_STANDARD = re.compile(
    r"(?<![a-zа-яёіїєґ0-9])(?:en\s?iso|iso|en|din|ansi|astm|mil-std|mil|gb|gb/t|гост(?: р)?|дсту)[\s-]?(?P<n>\d{3,6})(?![\w])"
)
_CLOTHES_SIZE = re.compile(
    r"(?:размер\w*|розмір\w*|size|р-р|尺码|尺寸)\W{0,3}(?P<n>(?:xs|s|m|l|xl|xxl|xxxl|2xl|3xl|м)(?:\s?[-/,]\s?(?:xs|s|m|l|xl|xxl|xxxl|2xl|3xl|м))*)(?![a-zа-яёіїєґ0-9])"
)
_PARALLEL = re.compile(r"(?<![\w.,])(?P<n>[2-8])\s?(?:в|in|-in-|合)\s?(?P<m>1|一)(?![\w])")
_MULTI = (
    (re.compile(r"(?<![a-zа-яёіїєґ0-9])(?:тройн|потрійн|triple|三联|三格)"), "3"),
    (re.compile(r"(?<![a-zа-яёіїєґ0-9])(?:двойн|подвійн|double|双联|双格)"), "2"),
    (re.compile(r"(?<![a-zа-яёіїєґ0-9])(?:одинарн|одиночн|single(?! curve|-curve)|单联)"), "1"),
)
_BLADES = re.compile(
    r"(?P<three>тр[её]хлопаст|трилопат|3-?blade|three-?blade|三叶)|(?P<two>двухлопаст|дволопат|2-?blade|two-?blade|双叶|二叶)"
)
_ROTORS = re.compile(
    r"(?<![\w.,])(?P<n>[3-9]|1\d)\s?(?:винт\w*|ротор\w*|rotors?|旋翼|轴)(?![a-zа-яёіїєґ0-9])|(?P<six>六旋翼|六轴|hexacopter|гексакоптер)|(?P<eight>八旋翼|八轴|octocopter|октокоптер)|(?P<four>四旋翼|四轴)"
)
_PIECES = re.compile(
    r"(?<![\w.,])(?P<n>\d{1,3})\s?-?(?:шт|штук|предмет\w*|pcs|pieces|piece|件|片)\W{0,3}(?:в наборе|в комплекте|/\s?(?:set|компл\w*|набор)|set|per set|套|в упак\w*)?"
)
_KIT = re.compile(r"в наборе|в комплекте|/\s?set|/\s?компл|per set|套|/set")
_HAN_DIGITS = {"一": "1", "二": "2", "三": "3", "四": "4"}


def _classes(text: str) -> Iterator[Attribute]:
    """Protection levels, generations, and other named classes."""
    for match in _NIJ.finditer(text):
        value = (
            next(v for v in match.groups() if v)
            .translate(_LOOKS_ROMAN)
            .replace("3a", "iiia")
            .replace("2a", "iia")
        )
        if value.rstrip("+a") in ("i", "ii", "iii", "iv"):
            yield Attribute("level", value, "class", *match.span())
    for match in _NIJ_NEW.finditer(text):
        yield Attribute("level", match["n"], "class", *match.span())
    for match in _BR.finditer(text):
        yield Attribute("level_gost", "br" + match["n"], "class", *match.span())
    for match in _GOST_CLASS.finditer(text):
        yield Attribute("level_gost", match["n"], "class", *match.span())
    for match in _GA.finditer(text):
        yield Attribute("level_ga", match["n"] or match["m"], "class", *match.span())
    for match in _ISO_CLASS.finditer(text):
        yield Attribute("class", match["n"] or match["m"], "class", *match.span())
    for match in _GENERATION.finditer(text):
        value = match["n"] or match["m"] or _HAN_DIGITS[match["h"]] + ("+" if match["plus"] else "")
        yield Attribute("generation", value, "class", *match.span())
    for match in _IP.finditer(text):
        yield Attribute("ingress", match["n"], "class", *match.span())
    for match in _STANDARD.finditer(text):
        yield Attribute("standard", match["n"], "class", *match.span())
    for match in _CLOTHES_SIZE.finditer(text):
        for size in re.findall(r"[a-zм\d]+", match["n"].replace("м", "m")):
            yield Attribute("wearer_size", size, "class", *match.span())
    for match in _PARALLEL.finditer(text):
        yield Attribute("channels", match["n"], "class", *match.span())
    for pattern, value in _MULTI:
        for match in pattern.finditer(text):
            yield Attribute("compartments", value, "class", *match.span())
    for match in _BLADES.finditer(text):
        yield Attribute("blades", "3" if match["three"] else "2", "class", *match.span())
    for match in _ROTORS.finditer(text):
        value = match["n"] or ("6" if match["six"] else "8" if match["eight"] else "4")
        yield Attribute("rotors", value, "class", *match.span())
    for match in _PIECES.finditer(text):
        if _KIT.search(match[0]):
            yield Attribute("pieces", match["n"], "class", *match.span())


SOFT_CLASSES = frozenset({"wearer_size", "pieces"})


@dataclass(frozen=True)
class Comparison:
    """How a line's statements fare on a page: pairs (line's attribute, page's attribute) that agree or contradict.

    `silent` are the line's statements on which the page says nothing. Soft ones (colour, wearer's size, pieces) are
    in lists of their own: many different articles are black.
    """

    agree: tuple[tuple[Attribute, Attribute], ...] = ()
    agree_soft: tuple[tuple[Attribute, Attribute], ...] = ()
    contradict: tuple[tuple[Attribute, Attribute | None], ...] = ()
    contradict_soft: tuple[tuple[Attribute, Attribute | None], ...] = ()
    doubtful: tuple[tuple[Attribute, Attribute], ...] = ()
    silent: tuple[Attribute, ...] = ()


def compare(
    line: Sequence[Attribute], page: Sequence[Attribute], taxonomy: Taxonomy | None = None
) -> Comparison:
    """What `page` says to each statement of `line`; the page may give several values, of which one must fit."""
    taxonomy = taxonomy or shipped()
    by_group: dict[str, list[Attribute]] = {}
    for attribute in page:
        by_group.setdefault(attribute.group, []).append(attribute)
    agree: dict[str, tuple[Attribute, Attribute]] = {}
    agree_soft: dict[str, tuple[Attribute, Attribute]] = {}
    contradict: dict[str, tuple[Attribute, Attribute | None]] = {}
    contradict_soft: dict[str, tuple[Attribute, Attribute | None]] = {}
    doubtful: dict[str, tuple[Attribute, Attribute]] = {}
    silent: list[Attribute] = []
    for stated in line:
        there = by_group.get(stated.group, [])
        there = [other for other in there if other.kind == stated.kind]
        if stated.kind == "measure":
            verdict, other = _measure(stated, there)
        elif stated.kind == "class":
            verdict, other = _class(stated, there)
        else:
            verdict, other = _value(stated, there, taxonomy.groups[stated.group])
        hard = stated.group not in SOFT_CLASSES and (
            stated.kind != "word" or taxonomy.groups[stated.group].hard
        )
        key = _key(stated)
        if verdict == "agree" and other is not None:
            (agree if hard else agree_soft).setdefault(key, (stated, other))
        elif verdict == "contradict":
            (contradict if hard else contradict_soft).setdefault(key, (stated, other))
        elif verdict == "doubtful" and other is not None:
            doubtful.setdefault(key, (stated, other))
        elif verdict == "silent":
            silent.append(stated)
    for soft in (False, True):
        good, bad = (agree_soft, contradict_soft) if soft else (agree, contradict)
        for key in [key for key in good if key in bad]:
            # a line that lists several colours or materials, of which the page has one
            group = taxonomy.groups.get(key.split(":")[0])
            if soft or group is None or not group.hard:
                del bad[key]
            else:
                del good[key]
    return Comparison(
        tuple(agree.values()), tuple(agree_soft.values()), tuple(contradict.values()), tuple(contradict_soft.values()),
        tuple(doubtful.values()), tuple(silent),
    )  # fmt: skip


def _key(stated: Attribute) -> str:
    """What counts as one statement: "600D polyester" is one, so is a size given twice."""
    if stated.group == "denier":
        return "shell:"
    return f"{stated.group}:{stated.quantity.label if stated.quantity else ''}"


Verdict = tuple[str, Attribute | None]
SINGLE = frozenset(
    {"mass", "area", "volume", "gsm", "charge", "energy", "power", "motor_kv", "resolution", "micro", "wavelength", "time",
     "framerate", "cells", "force", "netd", "light", "memory"}
)  # fmt: skip


def _measure(stated: Attribute, there: list[Attribute]) -> Verdict:
    """Values of one dimension: those with the same label first, then those without one, then any."""
    mine = stated.quantity
    assert mine is not None
    others = [(a, a.quantity) for a in there if a.quantity is not None]
    fits = [a for a, q in others if same_quantity(mine, q) and _labels_meet(mine.label, q.label)]
    if fits:
        return "agree", fits[0]
    same_label = [a for a, q in others if q.label == mine.label and len(q.values) == len(mine.values)]
    comparable = [
        a for a, q in others if _labels_meet(mine.label, q.label) and len(q.values) == len(mine.values)
    ]
    if mine.label and same_label:
        return "contradict", same_label[0]
    if mine.dimension in SINGLE and comparable:
        return "contradict", comparable[0]
    if mine.dimension == "size" and len(comparable) == 1:
        return "contradict", comparable[0]
    if comparable:
        return "doubtful", comparable[0]
    return "silent", None


_SAME_LABELS = {"peak": "", "output": "", "weight": "", "area": "", "wave": "", "endurance": "", "purity": ""}


def _labels_meet(left: str, right: str) -> bool:
    left, right = _SAME_LABELS.get(left, left), _SAME_LABELS.get(right, right)
    if left == right:
        return True
    return (not left or not right) and not {"takeoff", "payload", "pocket", "screen"} & {left, right}


def _class(stated: Attribute, there: list[Attribute]) -> Verdict:
    if not there:
        return "silent", None
    for other in there:
        if other.value == stated.value:
            return "agree", other
    return "contradict", there[0]


def _value(stated: Attribute, there: list[Attribute], group: Group) -> Verdict:
    named = [a for a in there if not a.denied]
    denied = [a for a in there if a.denied]
    parts = set(group.wider) <= {"yes", "no"}
    if parts:
        wanted = "no" if stated.denied else stated.value
        if wanted == "no":
            if any(a.value == "yes" for a in named):
                return "contradict", named[0]
            if any(a.value == "no" for a in named) or denied:
                return "agree", (denied or named)[0]
            return "silent", None
        if any(a.value == "yes" for a in named):
            return "agree", named[0]
        if denied or any(a.value == "no" for a in named):
            return "contradict", (denied or named)[0]
        return ("contradict", None) if group.silent_is_no else ("silent", None)
    if stated.denied:
        return (
            ("silent", None) if not any(a.value == stated.value for a in named) else ("contradict", named[0])
        )
    mine = group.wider[stated.value]
    for other in named:
        if stated.value in group.wider[other.value] or (other.value in mine and not group.strict):
            return "agree", other
    if not named:
        return "silent", None
    return "contradict", named[0]


KindVerdict = tuple[float, str, str]


def compare_kinds(line: Iterable[str], page: Iterable[str], taxonomy: Taxonomy | None = None) -> KindVerdict:
    """How the kinds of a line and a page go together: (verdict, line's kind, page's kind).

    1 the same kind; 0.75 one is the wider of the other; 0.4 kinds that are mixed up; -1 different kinds; 0 where
    one of them names no kind.
    """
    taxonomy = taxonomy or shipped()
    best: KindVerdict | None = None
    for mine in line:
        for theirs in page:
            a, b = taxonomy.kinds[mine], taxonomy.kinds[theirs]
            if mine == theirs:
                value = 1.0
            elif mine in b.wider or theirs in a.wider:
                value = 0.75
            elif theirs in a.near or mine in b.near:
                value = 0.4
            else:
                value = -1.0
            if best is None or value > best[0]:
                best = (value, mine, theirs)
    return best or (0.0, "", "")


def mentions_of(text: str, taxonomy: Taxonomy | None = None) -> list[Mention]:
    """The mentions of kinds in `text`, scope and span included."""
    return (taxonomy or shipped()).kind_names.find(_prepared(text[:TEXT_LIMIT]))
