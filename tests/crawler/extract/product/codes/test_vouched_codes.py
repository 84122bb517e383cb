"""Codes of sentences that nothing calls one: which the page's sentences say something of."""

from __future__ import annotations

import time

import pytest

from crawler.extract.page.document import read_document
from crawler.extract.page.layout import Layout
from crawler.extract.product.codes.vouched_codes import vouched_code


def code(text: str, name: str = "Ročna žaga z ovojem") -> str | None:
    page = f"<html><body><main><h1>{name}</h1><p>{text}</p></main></body></html>".encode()
    return vouched_code(Layout(read_document(page, "https://mill.example/p/7.html", {})), name)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The QVX-330 covers boards of 300 mm.", "QVX-330"),
        ("Pila QVX-330 slouží na desky.", None),  # a word that the name has not
        ("Das QVX 500 eignet sich für Bretter.", "QVX 500"),
        ("Da legno duro, la QVX 500 permette tagli diritti.", "QVX 500"),
        ("The ISO 9001 is a standard. The EN 388 covers gloves. The AISI 316 has nickel.", None),
        ("Cuts boards for the QVX 500 offers.", None),
        ("The QVX 500 is larger than the QVX 300.", None),
        ("The QVX 500 mm is a length.", None),
    ],
)
def test_a_code_that_a_sentence_says_something_of_is_the_products(text: str, found: str | None) -> None:
    assert code(text) == found


def test_a_word_of_the_name_may_stand_between_article_and_code() -> None:
    assert code("Die Säge QV-HX 500 ist klappbar.", "Klappsäge mit Hülle") == "QV-HX 500"
    assert code("Die Hülle QV-HX 500 ist klappbar.", "Klappsäge") is None


def test_the_words_of_the_name_before_a_code_may_be_short() -> None:
    assert code("Máy cưa tay QVX-20 cắt gỗ.", "Máy cưa tay gỗ") is None  # the last is too short to be sure
    assert code("Máy cưa nghiền QVX-20 cắt gỗ.", "Máy cưa nghiền gỗ") == "QVX-20"


def test_sentences_are_read_in_linear_time() -> None:
    start = time.process_time()
    for text in ("the QVX 500 " * 80, "Die Säge " * 100, "A" * 900, "la nostra " * 90, " " * 900):
        code(f"{text}</p><p>" * 150)
    assert time.process_time() - start < 5
