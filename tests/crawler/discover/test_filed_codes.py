"""Products of a few words each, without properties: pages of the section of products that are filed under their codes."""

from __future__ import annotations

from pathlib import Path

from tests.crawler.discover.test_old_tables import kind, profile_of

SERIES = {"Ferron": (4, 8, 12), "Ridge": (20, 40), "Tarvo": (7, 9)}


def page(title: str, body: str) -> str:
    menu = '<a href="/index.htm">Home</a> | <a href="/azienda.htm">Azienda</a> | <a href="/novita.htm">Novità</a>'
    return f"<html><head><title>{title} - Molino</title></head><body><div>{menu}</div><h1>{title}</h1>{body}</body></html>"


def test_pages_of_a_sentence_are_products_where_the_section_and_the_code_in_the_address_say_so(
    tmp_path: Path,
) -> None:
    pages = {
        "azienda.htm": page("Azienda", "<p>Costruiamo mulini in pietra dal 1931, a Molino.</p>"),
        "novita.htm": page("Novità", "<p>3 maggio 2024: saremo alla fiera di Milano.</p>"),
    }
    for series, sizes in SERIES.items():
        codes = [f"{series.lower()}-{size}-e" for size in sizes]
        links = "".join(
            f'<li><a href="/prodotti/{series.lower()}/{code}.htm">{code.upper()}</a></li>' for code in codes
        )
        pages[f"categoria/{series.lower()}.htm"] = page(f"Mulino {series}", f"<ul>{links}</ul>")
        for size, code in zip(sizes, codes, strict=True):
            name = f"{series.upper()} {size} E"
            told = f"<p>Mulino da tavolo <b>{name}</b>: {size} kg all'ora, macine in pietra. Accessori a richiesta.</p>"
            pages[f"prodotti/{series.lower()}/{code}.htm"] = page(f"{series} - {name}", told)
    rows = "".join(
        f'<li><a href="/categoria/{series.lower()}.htm">Mulino {series}</a></li>' for series in SERIES
    )
    pages["index.html"] = pages["index.htm"] = page("Mulini", f"<ul>{rows}</ul>")
    profile = profile_of(tmp_path, pages)
    assert all(kind(profile, path) == "product" for path in pages if path.startswith("prodotti/"))
    assert not any(kind(profile, path) == "product" for path in pages if not path.startswith("prodotti/"))
