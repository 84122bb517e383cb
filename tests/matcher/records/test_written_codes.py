"""The codes of items as their makers mean them: labels are no part of them, and a name may tell where they end."""

from __future__ import annotations

import pytest

from matcher.attributes.taxonomy import shipped
from matcher.records.documents import ItemDocument, Page
from matcher.records.written_codes import Named, Tails, with_whole_codes, without_label
from tests.support.growth import filled, grows_linearly


@pytest.mark.parametrize(
    ("read", "code"),
    [
        ("GR-40 品牌：山川 SHANCHUAN", "GR-40"),
        ("GR-40 Marka: Uludere", "GR-40"),
        ("Part no. GR-40", "GR-40"),
        ("Артикул GR-40", "GR-40"),
        ("GR 40 B", "GR 40 B"),
        ("GR-40:2", "GR-40:2"),
        ("Model T", "Model T"),
    ],
)
def test_labels_are_no_part_of_a_code(read: str, code: str) -> None:
    assert without_label(read) == code


def codes_of(*names: tuple[str, str, str]) -> list[tuple[str, ...]]:
    """The codes of items of one site: (language, name, code read) of each."""
    taxonomy = shipped()
    items = [
        ItemDocument(
            item_id=str(n),
            site="s",
            codes=(code,),
            brands=(),
            pages=(Page(language, name, "", "", {}),),
            price=None,
            currency="",
            first_seen="",
            fingerprint="",
            taxonomy=taxonomy,
        )
        for n, (language, name, code) in enumerate(names)
    ]
    named = [Named("s", str(n), language, name, (code,)) for n, (language, name, code) in enumerate(names)]
    return [item.codes for item in with_whole_codes(items, named)]


def test_a_code_has_the_decimal_that_the_name_goes_on_with() -> None:
    assert codes_of(("en", "Dosing unit JT-80/0.4", "JT-80/0")) == [("JT-80/0.4",)]
    assert codes_of(("zh", "25GK8-3.5旋涡泵", "25GK8-3")) == [("25GK8-3.5",)]
    assert codes_of(("en", "Firmware unit JT-80.1.2", "JT-80")) == [("JT-80",)]
    assert codes_of(("zh", "GX-75/1.2E红外镜头", "GX-75/1")) == [("GX-75/1.2E",)]
    assert codes_of(("en", "Dosing unit JT-80/0.4V", "JT-80/0")) == [("JT-80/0.4",)]  # volts


def test_letters_that_tell_two_models_apart_are_part_of_their_codes() -> None:
    found = codes_of(
        ("fr", "Broyeur GR 40 B", "GR 40"),
        ("fr", "Broyeur GR 40 K", "GR 40"),
        ("fr", "Broyeur GR 55 K", "GR 55"),
    )
    assert found == [("GR 40 B",), ("GR 40 K",), ("GR 55 K",)]


def test_letters_that_tell_nothing_apart_are_not() -> None:
    assert codes_of(("en", "Camera GR 40 HD", "GR 40"), ("en", "Camera GR 55", "GR 55")) == [
        ("GR 40",),
        ("GR 55",),
    ]
    assert codes_of(("en", "Camera GR 40 HD", "GR 40"), ("de", "Kamera GR 40", "GR 40")) == [
        ("GR 40",),
        ("GR 40",),
    ]
    assert codes_of(("en", "MILL GR 40 B", "GR 40"), ("en", "MILL GR 40 K", "GR 40")) == [
        ("GR 40",),
        ("GR 40",),
    ]


def test_a_word_of_letters_and_digits_behind_a_code_is_a_further_code() -> None:
    assert codes_of(("es", "Molino de bolas GR 40/90 T5.5", "GR 40/90")) == [("GR 40/90", "GR 40/90 T5.5")]
    assert codes_of(("es", "Molino GR 40/90 IP65", "GR 40/90")) == [("GR 40/90",)]


@pytest.mark.parametrize("piece", ["1/", " ", "A", "Ab ", "1."])
def test_hostile_names_are_read_in_linear_time(piece: str) -> None:
    def read(size: int) -> None:
        text = filled(piece, size)
        named = [
            Named("s", "1", "", text, ("1/1",)),
            Named("s", "2", "", f"{text}x", ("1/1", text[:20])),
        ]
        list(Tails(named).complete("s", "1/1", [text]))

    assert grows_linearly(read, 10_000)
    assert grows_linearly(lambda n: without_label(filled(piece, n)), 10_000)
