"""Vectors of the letters of headers and of values."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from matcher.customs.layout.column_values import KEPT, profile
from matcher.customs.layout.learnt.letters import (
    HEADERS_WEIGH,
    OF_HEADERS,
    OF_VALUES,
    letters_of_header,
    letters_of_values,
)


def alike(one: Sequence[str], other: Sequence[str]) -> float:
    return float(letters_of_values(one) @ letters_of_values(other))


def test_vectors_have_one_length_whatever_the_text() -> None:
    for words in ("a", "customs value of the goods", "таможенная стоимость"):
        assert letters_of_header(words).shape == (OF_HEADERS,)
        assert np.linalg.norm(letters_of_header(words)) == pytest.approx(HEADERS_WEIGH)
    assert letters_of_values(["KGM", "PCE"]).shape == (OF_VALUES,)
    assert np.linalg.norm(letters_of_values(["KGM", "PCE"])) == pytest.approx(1)
    assert not letters_of_header("").any()
    assert not letters_of_values([]).any()


def test_a_word_cut_short_is_like_the_whole() -> None:
    whole, cut, other = map(letters_of_header, ("destinatario", "destinat", "aduana"))
    assert whole @ cut > 3 * abs(whole @ other)


def test_values_of_one_form_are_alike_whatever_their_digits_and_case() -> None:
    assert alike(["DE004851"], ["de002304"]) == pytest.approx(1)
    assert alike(["DE004851", "DE002304"], ["DE009999"]) > 0.9
    assert alike(["DE004851"], ["Kitezh LLC"]) < 0.2


def test_a_long_text_counts_no_more_than_a_short_one() -> None:
    long = "Road freight of refrigerated goods by the forwarder named in the contract"
    assert 0.4 < alike(["KGM", long], ["KGM"]) < 0.9
    assert 0.4 < alike(["KGM", long], [long]) < 0.9


def test_bytes_that_no_encoding_reads_are_letters_as_others() -> None:
    broken = b"st\xe4hl".decode(errors="surrogateescape")
    assert letters_of_header(broken).any()
    assert 0.3 < alike([broken], ["stahl"]) < 1


def test_a_profile_keeps_the_first_distinct_values() -> None:
    seen = profile([*["PCE", " KGM ", "PCE", ""] * 3, *(f"{n}" for n in range(99))])
    assert seen.values[:4] == ("PCE", "KGM", "0", "1")
    assert len(seen.values) == len(set(seen.values)) == KEPT
