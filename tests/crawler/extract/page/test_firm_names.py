"""Names of firms and marks on pages: the site's owner, not who made the site."""

from __future__ import annotations

import pytest

from crawler.discover.site_frame import names_of_owner
from crawler.extract.page.firm_names import firms_in, names_of_firms
from crawler.extract.page.parsing import read_document
from crawler.extract.page.structured_data import read_structured
from crawler.extract.sample_look import PageLook


def names(foot: str, head: str = "") -> list[str]:
    text = f"<html><head><title>Stool</title>{head}</head><body><h1>Oak stool</h1><p>Made by hand.</p><div>{foot}</div></body></html>"
    document = read_document(text.encode(), "https://mill.example/oak.html", {})
    return names_of_firms(document, read_structured(document))


@pytest.mark.parametrize(
    ("foot", "found"),
    [
        ("© 2019-2024 Ningbo Orvik Wood Co., Ltd. All rights reserved", ["Ningbo Orvik Wood Co., Ltd"]),
        (
            "版权所有 © 2024 宁波奥维克木业有限公司 浙ICP备00000000号 电话：0574-0000",
            ["宁波奥维克木业有限公司"],
        ),
        ("© 1998-2024 TARVIK s.r.o., Brno", ["TARVIK s.r.o"]),
        ("© ORVIK 1978-2023", ["ORVIK"]),
        ("Orvikin Saha Oy, Pajatie 6", ["Orvikin Saha Oy"]),
        ("Scierie Orvik SARL, 12 rue du Bois", ["Scierie Orvik SARL"]),
        ("© 2009–2024 ООО НПФ «Орвик-Лес». Цены не оферта", ["Орвик-Лес"]),
        ("Copyright ORVIK. ORVIK® and LUMVA™ are marks.", ["ORVIK", "LUMVA"]),
        ("Örvik Ahşap San. ve Tic. A.Ş. İzmir", ["Örvik Ahşap San"]),
        ("Technical support: Ningbo Webnet Co., Ltd. | 技术支持：某某网络有限公司", []),
        ("Made by hand since 1931. Tel. 0123", []),
        ("与某木材公司合作", []),
    ],
)
def test_the_foot_of_a_page_names_its_owner(foot: str, found: list[str]) -> None:
    assert names(foot) == found


def test_markup_names_its_owner() -> None:
    head = (
        '<meta property="og:site_name" content="Orvik">'
        '<script type="application/ld+json">{"@type": "Organization", "name": "Orvik Wood GmbH"}</script>'
    )
    assert names("", head) == ["Orvik", "Orvik Wood GmbH"]


def test_words_of_a_shop_are_no_name() -> None:
    for name in ("My Online Store", "Home", "Интернет-магазин", "Магазин", "ООО"):
        found = names("", f'<meta property="og:site_name" content="{name}">')
        assert found == ([name] if name.startswith("Интернет") else [])


def test_a_name_does_not_begin_with_a_linking_word_nor_go_across_a_comma() -> None:
    assert firms_in("sold to us, Old Mill & Sons Ltd. and others ve Tic. A.Ş") == ["Old Mill & Sons Ltd."]


def test_a_firm_that_few_pages_name_is_not_the_owner() -> None:
    looks = [
        PageLook(firms=("Orvik Wood GmbH", "ОРВИК") if n % 2 else ("Orvik Wood GmbH",)) for n in range(12)
    ]
    looks += [PageLook(firms=("Buyer Ltd",)) for _ in range(2)]
    assert names_of_owner(looks) == ["Orvik Wood GmbH", "ОРВИК"]


def test_a_page_of_countless_firms_names_few() -> None:
    things = ",".join(
        f'{{"@type": "Organization", "name": "Mill {n}{"x" * (n % 300)}"}}' for n in range(5_000)
    )
    found = names("©" * 5_000, f'<script type="application/ld+json">[{things}]</script>')
    assert len(found) == 20
    assert max(map(len, found)) <= 100
