"""Tables that are made of other elements than those of a table."""

from __future__ import annotations

import pytest

from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.product.specs.page_specs import read_specs

MODELS = (("", "MIL-4", "MIL-6", "MIL-8"), ("Siivet", "2", "3", "4"), ("Nousu", "400 mm", "500 mm", "600 mm"))
READ = {"Model": "MIL-4 / MIL-6 / MIL-8", "Siivet": "2 / 3 / 4", "Nousu": "400 mm / 500 mm / 600 mm"}


def specs(body: str) -> dict[str, str]:
    page = f"<html><body><h1>Potkuri</h1><p>Pronssia.</p>{body}</body></html>"
    found = read_specs(Layout(read_document(page.encode(), "https://mill.example/p/1", {})))
    return {label: value for label, value, _ in found}


def flat(rows: tuple[tuple[str, ...], ...], label: str = "") -> str:
    return "".join(
        f'<div class="{label if at == 0 and number else ""}">{text}</div>'
        for number, row in enumerate(rows)
        for at, text in enumerate(row)
    )


@pytest.mark.parametrize("grid", ["grid-cols-4", "specs"])
def test_cells_of_a_grid_have_a_value_for_each_model(grid: str) -> None:
    assert specs(f'<div class="{grid}">{flat(MODELS, "muted")}</div>') == READ
    assert specs(f'<div class="{grid}">{flat(MODELS[1:], "muted")}</div>') == {}  # no head of models


def test_rows_of_cells_have_a_value_for_each_model() -> None:
    rows = "".join(f"<div><span>{'</span><span>'.join(row)}</span></div>" for row in MODELS)
    assert specs(f"<div>{rows}</div>") == READ


PLACED = (("Siivet", "2"), ("Nousu", "400 mm"), ("Napa", "25 mm"))


@pytest.mark.parametrize(
    "place",
    [
        'style="position:absolute; top:{top}px; left:{left}px"',
        'data-field-top-value="{top}" data-field-left-value="{left}"',
    ],
)
def test_texts_at_places_of_the_page_are_labels_with_the_value_to_their_right(place: str) -> None:
    def at(top: int, left: int, text: str) -> str:
        return f"<div {place.format(top=top, left=left)}><div>{text}</div></div>"

    rows = "".join(at(40 * n, 300, row[1]) + at(40 * n, 20, row[0]) for n, row in enumerate(PLACED, 1))
    assert specs(f"<div>{at(0, 20, 'Potkuri MIL')}{rows}{at(200, 20, 'Tilaa')}</div>") == dict(PLACED)
    stairs = "".join(at(40 * n, 20 * n, row[0]) + at(40 * n, 300, row[1]) for n, row in enumerate(PLACED, 1))
    assert specs(f"<div>{stairs}</div>") == {}


def test_values_at_places_are_to_the_left_of_their_labels_on_a_page_written_from_the_right() -> None:
    rows = (("כנפיים", "2"), ("פסיעה", "400 mm"), ("טבור", "25 mm"))
    body = "".join(
        f'<p style="top:{40 * n}px;left:{left}px">{text}</p>'
        for n, row in enumerate(rows, 1)
        for left, text in zip((400, 90), row, strict=True)
    )
    assert specs(f'<div dir="RTL">{body}</div>') == dict(rows)
    assert specs(f'<div dir="rtl"><div dir="ltr">{body}</div></div>') == {}


def placed(rows: tuple[tuple[str, ...], ...]) -> str:
    return "".join(
        f'<p style="top:{30 * n}px;left:{150 * column}px">{text}</p>'
        for n, row in enumerate(rows, 1)
        for column, text in enumerate(row, 1)
    )


def test_rows_of_three_texts_or_more_at_places_of_the_page_are_a_table() -> None:
    rows = (("Tyyppi", "Siivet", "Nousu"), ("MIL-4", "2", "400 mm"), ("MIL-6", "3", "500 mm"))
    read = {"Tyyppi": "MIL-4 / MIL-6", "Siivet": "2 / 3", "Nousu": "400 mm / 500 mm"}
    assert specs(f"<div>{placed(rows)}</div>") == read
    assert specs(placed(rows)) == read  # in the page itself
    turned = tuple(row[::-1] for row in rows)
    assert specs(f'<div dir="rtl">{placed(turned)}</div>') == read
    assert specs(f"<div>{placed(rows[:2])}</div>") == {}
    assert specs(f"<div>{placed((*rows, ('Potkuri', 'Mylly', 'Oy', '2')))}</div>") == {}
