"""Firms: one maker's name in its own script, romanised, transliterated, translated, abbreviated, misspelt."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from .split_models import Firms, Vocabulary

COUNTRY = {"zh": ["CN"], "tr": ["TR"], "ru": ["RU"], "en": ["US", "DE", "IT", "KR", "IN", "PL"]}


@dataclass(frozen=True)
class Firm:
    """A maker. `spellings`: how it was written (latin, ru, meaning, ...) -> the texts it is written with."""

    firm_id: str
    language: str
    country: str
    native: str
    mark: str
    stem: str
    spellings: dict[str, tuple[str, ...]]

    def written(self, rng: random.Random, how: str) -> tuple[str, str]:
        """How it is written in the end, and the text: `latin` where the firm has no such spelling."""
        if how == "typo":
            return how, misspelt(rng, rng.choice(self.spellings["latin"]))
        if how not in self.spellings:
            how = "latin"
        return how, rng.choice(self.spellings[how])


def misspelt(rng: random.Random, text: str) -> str:
    """One letter of the longest word doubled, dropped, swapped or replaced."""
    word = max(re.findall(r"\w+", text), key=len)
    if len(word) < 4:
        return text
    at = rng.randrange(1, len(word) - 1)
    other = {
        0: word[:at] + word[at] + word[at:],
        1: word[:at] + word[at + 1 :],
        2: word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        3: word[:at] + rng.choice("aeiounrs") + word[at + 1 :],
    }[rng.randrange(4)]
    return text.replace(word, other.upper() if word.isupper() else other, 1)


def initials(words: str) -> str:
    return "".join(word[0] for word in re.findall(r"\w+", words)).upper()


def draw_firm(rng: random.Random, vocabulary: Vocabulary, field: str, language: str, taken: set[str]) -> Firm:
    """A firm of a field of goods whose stem and mark nobody in this world has."""
    firms: Firms = getattr(vocabulary.makers, language)
    native_stem = rng.choice([stem for stem in firms.stems if stem not in taken])
    taken.add(native_stem)
    stem = firms.stems[native_stem]
    place_native = rng.choice(list(firms.places)) if firms.places and rng.random() < 0.7 else ""
    place = firms.places[place_native] if place_native else None
    trades = vocabulary.fields[field].trade
    trade_native = rng.choice(trades.get(language) or trades["en"])  # type: ignore[call-overload]
    trade_en, trade_ru = rng.choice(trades["en"]).title(), rng.choice(trades["ru"]).title()
    form = {name: getattr(firms.forms, name) for name in ("native", "latin", "ru")}
    latin, by_ear = rng.choice(stem.latin), stem.ru
    where_en, where_ru = (f"{place.en[0]} ", f"{place.ru[0]} ") if place else ("", "")
    gap = "" if language == "zh" else " "
    core = f"{place_native}{gap if place_native else ''}{native_stem}{gap}{trade_native}"
    fronted = language == "ru"
    whole = f"{rng.choice(form['native'])} {core}" if fronted else f"{core}{gap}{rng.choice(form['native'])}"
    mark_pool = [mark for mark in firms.marks if mark not in taken]
    mark = rng.choice(mark_pool) if mark_pool and rng.random() < 0.6 else latin.upper()
    taken.add(mark)
    spellings: dict[str, tuple[str, ...]] = {
        "latin": tuple(
            text
            for end in form["latin"]
            for text in (f"{where_en}{latin} {trade_en} {end}", f"{latin} {trade_en} {end}", f"{latin} {end}")
        ),
        "ru": tuple(
            f"{where_ru}{ear} {trade_ru} {end}" for ear in by_ear for end in form["ru"]
        ),
        "native": (whole, core),
        "abbr": (f"{initials(where_en + latin + ' ' + trade_en)} {form['latin'][0]}", f"{initials(where_en + latin)} {trade_en}"),
        "sister": tuple(f"{where_en}{latin} {word} {form['latin'][0]}" for word in vocabulary.makers.sister),
    }  # fmt: skip
    if stem.meaning:
        spellings["meaning"] = tuple(
            f"{where_en}{m} {trade_en} {form['latin'][0]}" for m in stem.meaning
        ) + tuple(f"{where_ru}{m} {trade_ru} {form['ru'][0]}" for m in stem.meaning_ru)
    country = rng.choice(COUNTRY[language])
    host = re.sub(
        r"[^a-z0-9]+", "-", f"{latin} {trades['en'][0]}".lower().encode("ascii", "ignore").decode()
    ).strip("-")
    return Firm(host, language, country, whole, mark, latin, spellings)
