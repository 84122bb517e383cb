"""Specifications that are written without a table."""

from __future__ import annotations

import pytest

from crawler.extract.page.document import read_document
from crawler.extract.page.layout import Layout
from crawler.extract.product.specs import read_specs


def specs(body: str) -> list[tuple[str, str, str]]:
    page = f"<html><body><h1>Propeller</h1><p>Of bronze.</p>{body}</body></html>"
    return read_specs(Layout(read_document(page.encode(), "https://mill.example/p/1", {})))


@pytest.mark.parametrize("dash", ["- ", "-", "• ", "– "])
def test_lines_with_a_dash_before_each_are_a_list_of_properties(dash: str) -> None:
    lines = (f"{dash}Blades: 2", f"{dash}Diameter: 520 mm", f"{dash}Pitch: 400-480 mm")
    wanted = [("Blades", "2"), ("Diameter", "520 mm"), ("Pitch", "400-480 mm")]
    assert specs(f"<font>{'<br>'.join(lines)}</font>") == [(*one, "list") for one in wanted]
    assert specs(f"<font>{'<br>'.join(lines[:2])}</font>") == [(*one, "text") for one in wanted[:2]]
    plain = "<br>".join(line.removeprefix(dash) for line in lines)
    assert specs(f"<font>{plain}</font>") == [(*one, "text") for one in wanted]


COUNTERS = (("MIL-4", "Model"), ("520 mm", "Diameter"), ("2", "Blades"))


@pytest.mark.parametrize(
    "body",
    [
        "".join(
            f'<div class="col"><div class="counter"><div class="counter-number"><span>{value}</span></div>'
            f'<div class="counter-title">{label}</div></div></div>'
            for value, label in COUNTERS
        ),
        "<ul>"
        + "".join(f"<li><b>{value}</b><small>{label}</small></li>" for value, label in COUNTERS)
        + "</ul>",
    ],
)
def test_a_value_may_stand_above_its_label(body: str) -> None:
    assert specs(body) == [(label, value, "list") for value, label in COUNTERS]
