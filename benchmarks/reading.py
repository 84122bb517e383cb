"""How well the chips and glosses of a line name what it states, on invented worlds: kind, material and class, quantity.

python benchmarks/reading.py [--split training] [--seeds 0-9] [--lines 200] [--dictionaries CASE] [--json] [--show N]

Lines are drawn at random from those of the worlds that are true for a product or a hard negative. For each fact of a line:
right: a chip or gloss over its words says it in English (a number: its value, in some unit; a choice, a kind: half of the
content words of an English wording); broader: chips over its words say less, all of it among the words of a wording (bearing
of a taper roller bearing); wrong: chips over its words say something else; otherwise: glosses over its words say something
else, since a dictionary lists what a word may mean; silent: nothing is said of its words. Lines in English are left out.
`heading`: right for the kind where the wording of the declared HS code counts too.

A wording is of what the line says: where it hides or only hints at the kind (euphemism, coarse), what the world calls the
kind so in English counts as well. Words of the line that are English already, in a line of another script (SOIC, NPN), are
read without a chip. British and American spellings are one word.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import snowballstemmer

from benchmarks.worlds.facts import Fact
from benchmarks.worlds.lines import Line
from benchmarks.worlds.plan import Planner
from benchmarks.worlds.vocabulary import SPLITS
from benchmarks.worlds.world import World, draw_world
from matcher.attributes.taxonomy import shipped
from matcher.reading.dictionaries import dictionaries_of
from matcher.reading.model import Chip, Reading
from matcher.reading.reader import Reader, heading_words

SAID = ("right", "broader", "wrong", "otherwise", "silent")
COMMON = frozenset(
    [
        "of",
        "the",
        "for",
        "with",
        "and",
        "in",
        "a",
        "an",
        "to",
        "or",
        "from",
        "by",
        "on",
        "without",
        "not",
        "type",
    ]
)
OTHER_SCRIPTS = frozenset(("ru", "uk", "kk", "zh"))
_SPELLINGS = tuple(
    (re.compile(british), american)
    for british, american in (
        ("(?<=[bt])re$", "er"),
        ("our(?=(?:ed|s|ing)?$)", "or"),
        ("(?<=m)ould", "old"),
        ("aluminium", "aluminum"),
        ("is(?=(?:e|ed|er|ing|ation)s?$)", "iz"),
        ("sulph", "sulf"),
        ("(?<=gr)ey$", "ay"),
        ("tyre", "tire"),
    )
)
HORSEPOWER = 0.7355, 0.7457  # kW of a metric and of a mechanical one; readings are in metric units
POUND = 0.4536  # kg
_STEMMER = snowballstemmer.stemmer("english")


@dataclass(frozen=True)
class Declared:
    """A line as the reader takes it."""

    text: str
    maker: str
    trademark: str
    model: str = ""
    article: str = ""


@dataclass(frozen=True)
class Judged:
    """One fact of a line, and how the reading fared on it."""

    what: str
    language: str
    verdict: str
    said: str
    read: str
    gold: str


def stems(text: str) -> set[str]:
    """Stems of the content words of an English text."""
    words = [_american(word) for word in re.findall(r"[a-z]+", text.lower()) if word not in COMMON]
    return set(_STEMMER.stemWords(words))


def _american(word: str) -> str:
    """The spelling that both sides of the Atlantic are compared in: fiber, color, mold, plow, aluminum, galvanize."""
    for british, american in _SPELLINGS:
        word = british.sub(american, word)
    return word


def english_already(text: str, language: str) -> str:
    """The words in Latin letters of a text in a language of another script."""
    return " ".join(re.findall(r"[A-Za-z]+", text)) if language in OTHER_SCRIPTS else ""


def judged(world: World, line: Line, reading: Reading) -> Iterator[Judged]:
    """The facts of a line that stand in its own text."""
    for fact in line.facts:
        if fact.column != "PRODUCT_DESCRIPTION" or fact.about not in ("kind", "attribute"):
            continue
        chips = [chip for chip in reading.chips if _over(chip.spans, fact)]
        glossed = [gloss.words for gloss in reading.glosses if _over([(gloss.start, gloss.end)], fact)]
        what, wordings = _gold(world, line, fact)
        if what == "quantity":
            verdict = number_verdict(0.0 if isinstance(fact.value, tuple) else float(fact.value), chips)
        else:
            verdict = words_verdict(
                wordings, chips, [*glossed, english_already(fact.text, line.language)], what
            )
        read = " · ".join([chip.words for chip in chips] + glossed)
        if what.startswith("kind") and verdict != "right":
            heading = Chip("kind", "", heading_words(line.hs))
            if words_verdict(wordings, [heading], [], what) == "right":
                yield Judged("kind by heading", line.language, "right", line.hs, heading.words, "")
        yield Judged(what, line.language, verdict, fact.text, read, "; ".join(wordings))


def _over(spans: Sequence[tuple[int, int]], fact: Fact) -> bool:
    return any(start < fact.end and fact.start < end for start, end in spans)


def _field(line: Line, fact: Fact) -> str:
    """The field of goods of a line: that of the kind it names."""
    kinds = [f.value for f in line.facts if f.about == "kind" and isinstance(f.value, tuple) and f.value]
    return kinds[0][0].partition(".")[0] if kinds else ""


def _gold(world: World, line: Line, fact: Fact) -> tuple[str, list[str]]:
    vocabulary = world.vocabulary.fields
    if fact.about == "kind":
        assert isinstance(fact.value, tuple)
        names = [vocabulary[f].kinds[k].en for f, _, k in (value.partition(".") for value in fact.value)]
        said = [word for n in names for word in (*n.catalog, *n.name, *n.synonym)]
        if fact.key == "euphemism":
            said += [word for n in names for word in n.euphemism]
        if fact.key == "coarse":
            said += [
                word
                for field in vocabulary.values()
                for coarse in field.coarse
                if {f"{field.field}.{kind}" for kind in coarse.kinds} == set(fact.value)
                for word in coarse.en
            ]
        return f"kind by {fact.key}", said
    field = _field(line, fact)
    attribute = vocabulary[field].attributes[fact.key] if field else None
    if attribute is None or attribute.is_number:
        return "quantity", [str(fact.value)]
    assert isinstance(attribute.values, dict)
    return "material or class", list(attribute.values[str(fact.value)]["en"])


def number_verdict(value: float, chips: Sequence[Chip]) -> str:
    """Right where a chip shows the value, in its own unit or as a reading converts it (lb to kg, hp to kW)."""
    read = [chip for chip in chips if chip.about in ("measure", "class", "quantity", "value")]
    if not read:
        return "silent"
    numbers = [
        float(number)
        for chip in read
        for number in re.findall(r"(?<![\d.])(?:(?<!\w)-)?\d+(?:\.\d+)?", chip.words.replace(",", ""))
    ]
    scales = (1, 10, 100, 1000, 1e6, 0.1, 0.01, 0.001, 60, 1 / 60, 25.4, *HORSEPOWER, POUND)
    near = any(
        abs(number - value * scale) <= 0.011 * abs(value) * scale for number in numbers for scale in scales
    )
    return "right" if near else "wrong"


def words_verdict(wordings: Sequence[str], chips: Sequence[Chip], glossed: Sequence[str], what: str) -> str:
    if what.startswith("kind"):
        chips = [chip for chip in chips if chip.about == "kind"]
    chip_words = stems(" ".join(chip.words for chip in chips))
    text = " ".join([*(chip.words for chip in chips), *glossed])
    said, digits = stems(text), set(re.findall(r"\d+", text))
    for wording in wordings:
        wanted = stems(wording)
        if wanted <= {"x"} and digits and digits >= set(re.findall(r"\d+", wording)):  # 384x288
            return "right"
        if wanted and len(wanted & said) * 2 >= len(wanted):
            return "right"
    if chip_words and any(chip_words <= stems(wording) for wording in wordings):
        return "broader"
    return "wrong" if chips else "otherwise" if any(glossed) else "silent"


def sample(split: str, seeds: Sequence[int], count: int) -> Iterator[tuple[World, Line]]:
    """`count` lines of the worlds, equally many of each."""
    for seed in seeds:
        world = draw_world(split, seed)
        rng = random.Random(f"lines {split} {seed}")
        lines = [
            line
            for line, _ in Planner(world, rng).lines()
            if line.language != "en" and any(f.about == "kind" for f in line.facts)
        ]
        drawn = random.Random(f"reading {seed}").sample(lines, min(len(lines), -(-count // len(seeds))))
        yield from ((world, line) for line in drawn)


def main() -> None:
    """Print shares of facts read right, wrong and not at all."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", default="../shared/data", help="not needed here")
    parser.add_argument("--split", choices=SPLITS, default="training")
    parser.add_argument("--seeds", default="0-9")
    parser.add_argument("--lines", type=int, default=200)
    parser.add_argument("--dictionaries", type=Path, help="A case whose dictionaries are asked.")
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--show", type=int, default=0, help="Print so many misreadings (not of evaluation worlds)."
    )
    options = parser.parse_args()
    first, _, last = options.seeds.partition("-")
    seeds = range(int(first), int(last or first) + 1)
    dictionaries = dictionaries_of(options.dictionaries) if options.dictionaries else []
    reader = Reader(shipped(), "en", dictionaries)
    found: list[Judged] = []
    lines = 0
    for world, line in sample(options.split, seeds, options.lines):
        lines += 1
        reading = reader.goods(Declared(line.text, line.manufacturer, line.trademark))
        found += judged(world, line, reading)
    counts = Counter((one.what, one.verdict) for one in found)
    rows = []
    for what in sorted({one.what for one in found}):
        total = sum(counts[what, verdict] for verdict in SAID)
        stated = counts[what, "right"] + counts[what, "wrong"]
        rows.append(
            {
                "what": what,
                "facts": total,
                **{verdict: round(counts[what, verdict] / total, 3) for verdict in SAID},
                "right_of_stated": round(counts[what, "right"] / stated, 3) if stated else None,
            }
        )
    if options.json:
        print(json.dumps({"split": options.split, "lines": lines, "rows": rows}))
    else:
        print(f"{lines} lines of {options.split} worlds")
        for row in rows:
            print(" ".join(f"{name} {value}" for name, value in row.items()))
    if options.split != "evaluation":
        for one in [one for one in found if one.verdict != "right"][: options.show]:
            print(
                f"{one.verdict:7}{one.what} [{one.language}] {one.said!r} read {one.read!r} gold {one.gold!r}"
            )


if __name__ == "__main__":
    main()
