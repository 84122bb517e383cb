"""The text of a customs line: a phrasing filled with facts, then written the way people write, with every span known."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace

from .codes import in_cyrillic, respaced
from .facts import Fact
from .split_models import Style

HOMOGLYPHS = {"А": "A", "В": "B", "Е": "E", "К": "K", "М": "M", "Н": "H", "О": "O", "Р": "P", "С": "C", "Т": "T", "Х": "X",
              "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "х": "x", "і": "i"}  # fmt: skip
BACK = {latin: cyrillic for cyrillic, latin in HOMOGLYPHS.items()}


@dataclass(frozen=True)
class Segment:
    """A piece of the text, and the facts it states."""

    text: str
    facts: tuple[Fact, ...] = ()


Slots = dict[str, list[Segment]]


def fill(phrasing: str, slots: Slots) -> list[Segment]:
    """The phrasing with its slots filled; what stands in brackets is left out where a slot in it is empty."""
    out: list[Segment] = []
    for outside, inside in re.findall(
        r"([^\[\]]+)|\[([^\]]*)\]", re.sub(r"_\[(=[\d.]+=)\]", r"_⟦\1⟧", phrasing)
    ):
        piece = inside or outside
        needed = re.findall(r"\{(\w+)\}", piece)
        if inside and not all(slots.get(name) for name in needed):
            continue
        for text, name, absent in re.findall(r"([^{}]+)|\{(\w+)(?:\|([^{}]*))?\}", piece):
            if text:
                out.append(Segment(text.replace("⟦", "[").replace("⟧", "]")))
            else:
                out += slots.get(name) or ([Segment(absent)] if absent else [])
    return out


def named_slots(phrasing: str) -> set[str]:
    return set(re.findall(r"\{(\w+)(?:\|[^{}]*)?\}", phrasing))


def code_noise(rng: random.Random, code: str, noise: dict[str, float], language: str) -> str:
    if rng.random() < noise["code_blanks"]:
        code = respaced(rng, code)
    if language in ("ru", "uk", "kk") and rng.random() < noise["cyrillic_code"]:
        code = in_cyrillic(rng, code)
    return code


def misspell(rng: random.Random, segments: list[Segment]) -> list[Segment]:
    """One word of five letters or more with a letter dropped, doubled or swapped; never in a code or a maker's name."""
    places = [
        (at, word.start(), word.group())
        for at, segment in enumerate(segments)
        if not any(fact.about in ("code", "maker") for fact in segment.facts)
        for word in re.finditer(r"[^\W\d_]{5,}", segment.text)
        if not re.search(r"[\u3400-\u9fff]", word.group())
    ]
    if not places:
        return segments
    at, start, word = rng.choice(places)
    cut = rng.randrange(1, len(word) - 1)
    other = rng.choice(
        [
            word[:cut] + word[cut + 1 :],
            word[:cut] + word[cut] + word[cut:],
            word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :],
        ]
    )
    text = segments[at].text
    return _with(segments, at, text[:start] + other + text[start + len(word) :])


def look_alike(rng: random.Random, segments: list[Segment]) -> list[Segment]:
    """One letter replaced by the one of the other script that looks the same."""
    places = [
        (at, n, sign)
        for at, segment in enumerate(segments)
        for n, sign in enumerate(segment.text)
        if sign in HOMOGLYPHS or (sign in BACK and any(fact.about == "code" for fact in segment.facts))
    ]
    if not places:
        return segments
    at, n, sign = rng.choice(places)
    text = segments[at].text
    return _with(segments, at, text[:n] + (HOMOGLYPHS.get(sign) or BACK[sign]) + text[n + 1 :])


def split_word(rng: random.Random, segments: list[Segment]) -> list[Segment]:
    """The mark of a continued sheet inside a word."""
    places = [
        at for at, segment in enumerate(segments) if re.search(r"\w{6}", segment.text) and not _exact(segment)
    ]
    if not places:
        return segments
    at = rng.choice(places)
    found = rng.choice(list(re.finditer(r"\w{6,}", segments[at].text)))
    cut = rng.randrange(found.start() + 2, found.end() - 2)
    text = segments[at].text
    return _with(segments, at, f"{text[:cut]}_[=1=] {text[cut:]}")


def odd_blanks(rng: random.Random, segments: list[Segment]) -> list[Segment]:
    """A blank doubled, or missing after a comma."""
    places = [
        (at, m.start(), m.group())
        for at, s in enumerate(segments)
        for m in re.finditer(r", | ", s.text)
        if not _exact(s)
    ]
    for at, start, sign in rng.sample(places, min(2, len(places)))[:1]:
        text = segments[at].text
        segments = _with(
            segments, at, text[:start] + ("," if sign == ", " else "  ") + text[start + len(sign) :]
        )
    return segments


def _exact(segment: Segment) -> bool:
    return any(fact.about in ("code", "maker") for fact in segment.facts)


def _with(segments: list[Segment], at: int, text: str) -> list[Segment]:
    return [*segments[:at], replace(segments[at], text=text), *segments[at + 1 :]]


NOISES = {"typo": misspell, "homoglyph": look_alike, "split": split_word, "blanks": odd_blanks}


def write(
    rng: random.Random, style: Style, segments: list[Segment], noise: dict[str, float], column: str
) -> tuple[str, list[Fact], list[str]]:
    """The text as it is in the file, the facts that survive in it with their spans, and the noises applied."""
    applied = []
    for name, change in NOISES.items():
        if style.language == "zh" and name in ("typo", "homoglyph", "split"):
            continue
        if name == "split" and style.columns != "graf31":
            continue
        if rng.random() < noise[name]:
            changed = change(rng, segments)
            if changed != segments:
                applied.append(name)
            segments = changed
    upper = rng.random() < style.upper
    text, facts = "", []
    for segment in segments:
        piece = upper_of(segment.text, style.language) if upper else segment.text
        if style.strip:
            piece = re.sub(r"[^\w\s]", " ", piece)
        start = len(text)
        text += piece
        facts += [replace(f, text=piece, column=column, start=start, end=len(text)) for f in segment.facts]
    if not upper:
        first = text[:1].upper()
        text = (first if len(first) == 1 else text[:1]) + text[1:]
    if style.cut and len(text) > style.cut:
        text = text[: style.cut]
        facts = [fact for fact in facts if fact.end <= style.cut]
        applied.append("cut")
    return text, [replace(fact, text=text[fact.start : fact.end]) for fact in facts], applied


def upper_of(text: str, language: str) -> str:
    """Capitals; in Turkish i becomes İ. Lengths are kept."""
    if language == "tr":
        text = text.replace("i", "İ").replace("ı", "I")
    return "".join(up if len(up := sign.upper()) == 1 else sign for sign in text)
