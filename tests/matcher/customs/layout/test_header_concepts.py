"""What words of headers mean: with endings, in plain Latin letters, in scripts with vowel signs, written together."""

from __future__ import annotations

import pytest

from matcher.customs.layout.header_concepts import concepts
from matcher.text.plain_words import plain


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Таможенный документ", {"declaration"}),
        ("Номер на митническия документ", {"declaration", "code"}),
        ("Číslo celního dokladu", {"declaration", "code"}),
        ("KEM PROIZVEDENO", {"maker"}),
        ("Kto podal deklaraciyu", {"agent", "declaration"}),
        ("POSTAVSHHIK", {"exporter"}),
        ("Nach Land", {"country", "destination"}),
        ("ประเทศกำเนิด", {"country", "origin"}),
        ("आयातक का देश", {"importer", "country"}),
        ("totalvalueusd", {"total", "value", "usd"}),
    ],
)
def test_a_header_says(header: str, said: set[str]) -> None:
    assert said <= set(concepts(plain(header)))


@pytest.mark.parametrize(
    ("header", "denied"),
    [
        ("DITTA SPEDITRICE", "key"),  # speditr-ICE: a Moroccan firm's number
        ("Nomer", "text"),  # a Russian number, no Portuguese "nome"
        ("POSTAVSHHIK", "elsewhere"),  # a supplier, no post of the customs
        ("Постачальник", "elsewhere"),
        ("Waar gemaakt", "value"),  # Dutch "where", no cut "waarde"
        ("Kolik kusů", "packages"),  # Czech "how many", no Turkish "koli"
        ("Kitambulisho cha kodi", "agent"),  # Swahili "of", no customs house agent
    ],
)
def test_a_header_does_not_say(header: str, denied: str) -> None:
    assert denied not in concepts(plain(header))
