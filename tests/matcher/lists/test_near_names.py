"""Screening finds what a comparison of all names with all finds, and the likeness in arrays is that of the comparison."""

from __future__ import annotations

import random

import numpy as np
import pytest

from matcher.lists.entries import Entry
from matcher.lists.letter_edits import Texts, likeness
from matcher.lists.screening import screen_parties
from matcher.parties.comparison import compare, read_party
from matcher.parties.spellings import Spelling, spelling_id
from matcher.text.transliteration import key_similarity

CITIES = ("Shenzhen", "Шэньчжэнь", "")
SYLLABLES = ("yuan", "kang", "feng", "lian", "liao")
KINDS = ("Electronics", "Technology", "")
FORMS = ("Co., Ltd", "Company Limited", "")
RUSSIAN = ("Вектор", "Северный", "Гранит", "Гранид", "Меридиан")
RUSSIAN_FORMS = ("ООО", "ИП", "")


def invented(seed: int, count: int) -> list[str]:
    """Names that share words, differ by letters, or have initials."""
    draw = random.Random(seed)
    names = []
    for _ in range(count):
        if draw.random() < 0.5:
            own = "".join(draw.choices(SYLLABLES, k=draw.randint(1, 3))).title()
            parts = (draw.choice(CITIES), own, draw.choice(KINDS), draw.choice(FORMS))
        else:
            words = " ".join(draw.sample(RUSSIAN, draw.randint(1, 3)))
            initials = draw.choice(("", "", " И.П.", " В.А."))
            parts = (draw.choice(RUSSIAN_FORMS), words + initials, draw.choice(("", "Трейд")), "")
        names.append(" ".join(part for part in parts if part))
    return names


@pytest.mark.parametrize("least", [0.3, 0.5, 0.87])
def test_screening_finds_the_hits_of_a_comparison_of_all_with_all(least: float) -> None:
    spellings = [Spelling(spelling_id(name, ""), name, "") for name in dict.fromkeys(invented(1, 150))]
    entries = [Entry(row, str(row), (name,)) for row, name in enumerate(invented(2, 150))]
    found = {(hit.spelling.name, hit.entry.row) for hit in screen_parties(spellings, entries, least)}
    full = {
        (spelling.name, entry.row)
        for spelling in spellings
        for entry in entries
        if compare(read_party(spelling.name, ""), read_party(entry.names[0], "")).confidence >= least
    }
    assert len(full) > 10
    assert found == full


def test_the_likeness_of_pairs_in_arrays_is_that_of_two_keys() -> None:
    draw = random.Random(3)
    words = ["".join(draw.choices("abcde", k=draw.randint(0, 14))) for _ in range(120)]
    texts = Texts(words)
    first, second = np.repeat(np.arange(120), 120), np.tile(np.arange(120), 120)
    expected = [key_similarity(words[a], words[b]) for a, b in zip(first, second, strict=True)]
    assert np.array_equal(likeness(texts, first, texts, second), np.array(expected))
