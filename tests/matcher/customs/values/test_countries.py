"""Names and codes of countries: one code for each country, whatever the language."""

from __future__ import annotations

import pytest

from matcher.customs.values.countries import LANGUAGES, WITHDRAWN, alpha3


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("France", "Frankreich", "Francja", "法國", "FR", "FRA", "FXX"), "FRA"),
        (("CD", "COD", "ZAR"), "COD"),
        (("Timor-Leste", "TL", "TLS"), "TLS"),
        (("Myanmar", "MM", "BUR"), "MMR"),
        (("Deutschland", "Германия", "DDR"), "DEU"),
        (("Ermenistan", "ERMENİSTAN", "ERMENISTAN"), "ARM"),
        (("Kırgızistan", "KIRGIZİSTAN", "KIRGIZISTAN"), "KGZ"),
        (("Yemen", "YE", "YMD"), "YEM"),
    ],
)
def test_a_country_has_one_code_in_every_language(names: tuple[str, ...], code: str) -> None:
    assert {alpha3(name) for name in names} == {code}


def test_no_name_of_any_language_gives_a_withdrawn_code() -> None:
    from babel import Locale

    names = {name for language in LANGUAGES for name in Locale.parse(language).territories.values()}
    assert not {alpha3(name) for name in names} & WITHDRAWN


def test_what_is_no_country_has_no_code() -> None:
    assert alpha3("насос") is None
    assert alpha3("12") is None
