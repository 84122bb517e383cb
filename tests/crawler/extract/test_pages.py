"""Fixture pages and what extraction makes of them, in files that a reviewer can read side by side.

Run with BOX31_WRITE_GOLDEN=1 to write the outputs again, and read the difference before committing it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from crawler.discover.inspect import inspect_page

PAGES = Path(__file__).parent / "pages"
AT = "2024-05-01T00:00:00+00:00"
ADDRESSES = {
    "maker-zh-product": "http://www.maker.example/product/show_105.html",
    "maker-zh-listing": "http://www.maker.example/product/list_4_1.html",
    "maker-zh-post": "http://www.maker.example/news/show_61.html",
    "shop-jsonld-product": "https://norvex-optronics.example/product/nvx-ts650-thermal-scope/",
    "shop-plain-product": "https://norvex-optronics.example/product/aerie-q7-remote-controller/",
    "shop-microdata-product": "https://norvex-optronics.example/product/x/",
    "blog-plain-post": "https://norvex-optronics.example/2022/06/choosing-a-clip-on/",
    "maker-ru-product": "https://shchit-pro.example/catalog/shlemy/shbm-2/",
    "maker-bilingual-product": "http://kiln.example/p/1/sc-50.html",
    "maker-kk-post": "https://zauyt.example/zhanalyqtar/ceh/",
}


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_a_fixture_page_gives_its_golden_records(name: str) -> None:
    body = (PAGES / f"{name}.html").read_bytes()
    line = inspect_page(body, {}, file=f"{name}.html", url=ADDRESSES[name], captured_at=AT)
    golden = PAGES / f"{name}.json"
    if os.environ.get("BOX31_WRITE_GOLDEN"):
        golden.write_text(json.dumps(line, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert json.loads(json.dumps(line)) == json.loads(golden.read_text(encoding="utf-8"))
