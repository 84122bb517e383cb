"""site inspect, add, preview: by the real command, on real files and a server on loopback."""

from __future__ import annotations

import csv
import gzip
import importlib.util
import json
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.commands.site import name_of
from crawler.discover.url_patterns import address_groups
from tests.conftest import BOX31, SHARED_DATA
from tests.support.case import make_case
from tests.support.server import Answer, Request, response, serving

PAGES = Path(__file__).parents[1] / "extract" / "pages"
AURORA = SHARED_DATA / "case-aurora"


def box31(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([BOX31, *arguments], capture_output=True, text=True, check=False)


def test_inspect_prints_a_line_for_each_page_and_unpacks_gzip(tmp_path: Path) -> None:
    page = (PAGES / "shop-jsonld-product.html").read_bytes()
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(page))
    (tmp_path / "b.html").write_bytes((PAGES / "maker-zh-post.html").read_bytes())
    done = box31("site", "inspect", tmp_path)
    first, second = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 0
    assert first["url"] == "https://norvex-optronics.example/product/nvx-ts650-thermal-scope/"
    assert (first["page_type"], first["product"]["sku"], first["product"]["price"]) == (
        "product",
        "NX-10650",
        "2390.00",
    )
    assert (second["url"], second["page_type"], second["post"]["published"]) == (None, "post", "2023-03-14")


def test_a_file_that_is_no_page_gives_nulls_and_a_message_and_does_not_stop_the_rest(tmp_path: Path) -> None:
    (tmp_path / "broken.html.gz").write_bytes(gzip.compress(b"<p>x</p>" * 1000)[:40])
    (tmp_path / "picture.html").write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 100)
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "good.html").write_bytes((PAGES / "maker-kk-post.html").read_bytes())
    done = box31("site", "inspect", tmp_path, tmp_path / "missing.html")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 3
    assert [line["page_type"] for line in lines] == [None, None, "post", None, None]
    assert all(line["message"] for line in lines if line["page_type"] is None)
    assert "4 of 5" in done.stderr


@pytest.mark.parametrize("name", ["maker.example", "../maker", "Maker"])
def test_a_name_that_no_site_may_have_is_refused_in_a_line(tmp_path: Path, name: str) -> None:
    make_case(tmp_path / "case", "127.0.0.1:1")
    done = box31("-C", tmp_path / "case", "site", "add", "http://127.0.0.1:1/", "--name", name)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "small letters a-z, digits and hyphens" in done.stderr
    assert not [*(tmp_path / "case" / "sites").glob("*.yaml")]


def test_url_names_one_page_only(tmp_path: Path) -> None:
    done = box31("site", "inspect", PAGES, "--url", "https://maker.example/")
    assert done.returncode == 2
    assert "--url" in done.stderr


def test_a_private_address_is_not_looked_at() -> None:
    done = box31("site", "inspect", "http://127.0.0.1:9/")
    assert done.returncode == 3
    assert "address guard" in json.loads(done.stdout)["message"]


def test_a_page_at_an_address_is_inspected_where_it_leads_to(tmp_path: Path) -> None:
    body = (PAGES / "shop-jsonld-product.html").read_bytes()

    def route(request: Request) -> Answer:
        if request.path == "/old":
            return response(301, b"", "Location: /new")
        return response(200, body) if request.path == "/new" else None

    with serving(route) as server:
        case = make_case(tmp_path / "case", server.host)
        done = box31("-C", case.root, "site", "inspect", f"{server.base}/old", f"{server.base}/none")
    found, missing = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 3
    assert (found["url"], found["page_type"]) == (f"{server.base}/new", "product")
    assert found["product"]["sku"] == "NX-10650"
    assert missing["message"] == "answers HTTP 404"
    assert server.targets() == ["/old", "/new", "/none"]


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.maker.example/en/", "maker"),
        ("http://shop.maker.co.uk", "maker"),
        ("http://127.0.0.1:8001/", "site-127-0-0-1-8001"),
        ("https://hengdun-armor.com.cn", "hengdun-armor"),
    ],
)
def test_a_site_is_named_after_its_host(url: str, name: str) -> None:
    assert name_of(url) == name


def test_addresses_of_one_form_are_one_group_with_their_language_folders() -> None:
    urls = [f"https://m.example{prefix}/product/show_{n}.html" for prefix in ("", "/en") for n in range(3)]
    urls += [f"https://m.example/shop/{slug}/" for slug in ("vest", "helmet", "plate", "visor", "pouch")]
    groups = {group.pattern: len(group.urls) for group in address_groups(urls)}
    assert groups == {r"^(?:/(?:en))?/product/show_\d+\.html$": 6, "^/shop/[^/]+/$": 5}


@pytest.fixture
def aurora(tmp_path: Path) -> Iterator[tuple[Path, int]]:
    """A case, and the port on which case-aurora's first maker is served."""
    if not AURORA.is_dir():
        pytest.skip(f"needs the development data in {SHARED_DATA}")
    spec = importlib.util.spec_from_file_location("aurora_serve", AURORA / "serve.py")
    assert spec is not None
    assert spec.loader is not None
    serve = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(serve)
    server = serve.make_server("hengdun")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    case = tmp_path / "case"
    assert box31("init", case).returncode == 0
    toml = case / "box31.toml"
    text = toml.read_text(encoding="utf-8").replace(
        "allowed_private = []", f'allowed_private = ["127.0.0.1:{port}"]\ndelay = 0.0'
    )
    toml.write_text(text.replace('contact = ""', 'contact = "test@maker.example"'), encoding="utf-8")
    yield case, port
    server.shutdown()


@pytest.mark.parametrize("contact", ["", "desk@newsroom.example"])
def test_without_a_contact_site_add_says_so_as_crawl_does(tmp_path: Path, contact: str) -> None:
    case = tmp_path / "case"
    assert box31("init", case, *(["--contact", contact] if contact else [])).returncode == 0
    added = box31("-C", case, "site", "add", "http://127.0.0.1:1/", "--name", "maker")
    assert ("no contact; write one" in added.stderr) is not bool(contact)


def test_site_add_alone_finds_every_product_and_post(aurora: tuple[Path, int]) -> None:
    case, port = aurora
    added = box31("-C", case, "site", "add", f"http://127.0.0.1:{port}/", "--name", "hengdun")
    assert added.returncode == 0, added.stderr
    again = box31("-C", case, "site", "add", f"http://127.0.0.1:{port}/", "--name", "hengdun")
    assert again.returncode == 2
    shown = box31("-C", case, "site", "preview", "hengdun", "--sample", "1", "--json")
    fields = {row["field"] for row in map(json.loads, shown.stdout.splitlines())}
    assert {"model", "published", "entries"} <= fields
    assert box31("-C", case, "crawl", "hengdun").returncode == 0
    found = {
        row["model"]: row for row in csv.DictReader(box31("-C", case, "items", "--csv").stdout.splitlines())
    }
    with (AURORA / "products.csv").open(encoding="utf-8") as lines:
        gold = [row for row in csv.DictReader(lines) if row["site"] == "hengdun"]
    right = [
        row
        for row in gold
        if (item := found.get(row["sku"]))
        and item["name"] in (row["title_en"], row["title_zh"])
        and item["image"]
        and len(json.loads(item["specs"])) >= 3
    ]
    assert len(right) >= 0.95 * len(gold)
    assert len(found) == len(gold)
    posts = {
        row["title"]: row["published"]
        for row in csv.DictReader(box31("-C", case, "posts", "--csv").stdout.splitlines())
    }
    assert len(posts) == 16
    assert posts["我司通过ISO9001:2015监督审核"] == "2022-11-03"
    assert posts["ISO9001 audit passed"] == "2022-11-04"


def test_site_set_checks_all_keys_and_keeps_the_comments(tmp_path: Path) -> None:
    case = tmp_path / "case"
    assert box31("init", case, "--contact", "a@maker.example").returncode == 0
    path = case / "sites" / "maker.yaml"
    path.write_text("# Ours.\nname: maker\nstart: [https://maker.example/]\n# Things.\nproducts: ['^/a']\n")
    done = box31(
        "-C", case, "site", "set", "maker", "products+=^/b/[^/]+$", "selectors.name=h2", "follow=false"
    )
    assert done.returncode == 0, done.stderr
    text = path.read_text(encoding="utf-8")
    assert "# Ours.\nname: maker" in text
    assert "# Things.\nproducts:\n- ^/a\n- ^/b/[^/]+$" in text
    assert "follow: false" in text
    before = path.read_bytes()
    for wrong in ("products+=(", "nosuch=1", "delay=x", "products"):
        done = box31("-C", case, "site", "set", "maker", "follow=true", wrong)
        assert (done.returncode, path.read_bytes()) == (2, before), wrong
    assert box31("-C", case, "site", "rename", "maker", "works").returncode == 0
    assert "name: works" in (case / "sites" / "works.yaml").read_text(encoding="utf-8")
    assert box31("-C", case, "site", "remove", "works", "--yes").returncode == 0
    assert not list((case / "sites").glob("*.yaml"))
