"""Pages made to break a reader: bounded, no crash, and a word about what was not read."""

from __future__ import annotations

import resource
import struct
import subprocess
import sys
import zlib

import pytest

from crawler.extract.page.parsing import MAX_ATTRIBUTES, MAX_ELEMENTS, read_document
from crawler.extract.page_records import extract_page
from crawler.extract.picture.image_facts import MAX_PIXELS, read_image
from crawler.models import PageRecords

AT = "2024-05-01T00:00:00+00:00"


def read(body: bytes) -> PageRecords:
    return extract_page(body, "http://maker.example/p/1", {}, captured_at=AT)


def test_five_megabytes_of_nested_divs_are_read_without_their_divs() -> None:
    records = read(b"<html><body><h1>Vest</h1>" + b"<div>" * 1_000_000 + b"The end of the page")
    assert any("nested" in problem for problem in records.problems)
    assert "The end of the page" in (records.text or "")


def test_a_hundred_thousand_links() -> None:
    links = b"".join(
        b'<li><a href="/p/%d"><img src="/i/%d.jpg">Vest %d</a></li>' % (i, i, i) for i in range(100_000)
    )
    records = read(b"<html><body><ul>" + links + b"</ul></body></html>")
    assert len(records.items) <= 500


def test_a_table_of_fifty_thousand_rows_is_data_and_no_specification() -> None:
    rows = b"".join(b"<tr><td>Name %d</td><td>Value %d</td></tr>" % (i, i) for i in range(50_000))
    records = read(b"<html><body><h1>Vest</h1><table>" + rows + b"</table></body></html>")
    assert records.item is None or len(records.item.specs) <= 300


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00" * 5000,
        b"<html><head><title><script>alert(1)</script></title></head><body>\x00a\x00</body></html>",
        b"<p>&#0;&#xD800;&#99999999999;&bogus;&amp&lt;</p>",
        b"<html><body>" + b"<table><tr><td>" * 3000,
        b"<base href='http://[::1'><a href='http://[bad'>x</a><img src='http://[bad'>",
        b'<link rel="canonical" href="http://[bad"><meta property="og:url" content="::::">',
        b'<script type="application/ld+json">{"@type":"Product","offers":{"offers":{"offers":[' + b"[" * 5000,
        b'<script type="application/ld+json">{"@type":"Product","name":["",null,{"a":1}],"offers":"x"}</script>',
        b'<div itemscope itemtype="x"><span itemprop="a b c" itemscope></span></div>',
        b"<h1>" + b"A" * 3_000_000 + b"</h1>",
        b"<p>" + b"1." * 500_000 + b"</p>",
        b"<p>" + b"a:" * 500_000 + b"</p>",
        "<p>发布时间：".encode() + b"2022-" * 200_000 + b"</p>",
        b'<div style="' + b"display: " * 200_000 + b'">x</div>',
        b'<div class="' + b"price-" * 200_000 + b'">$5</div>',
        bytes(range(256)) * 2000,
        b"\x1f\x8b\x08" + b"junk" * 1000,
        b"<!DOCTYPE html [<!ENTITY a 'b'><!ENTITY c '&a;&a;&a;'>]><p>&c;</p>",
    ],
)
def test_a_broken_page_gives_records_and_no_exception(body: bytes) -> None:
    assert read(body).page_type in ("product", "listing", "post", "other")


def test_script_in_a_title_is_no_part_of_any_name() -> None:
    records = read(
        b"<html><head><title>Vest</title></head><body><h1>Vest<script>alert(1)</script></h1></body></html>"
    )
    assert "alert" not in (records.text or "")


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 100))
        + chunk(b"IEND", b"")
    )


def test_a_header_that_claims_a_huge_picture_allocates_nothing() -> None:
    for side in (60_000, 7_000):
        facts = read_image(png(side, side))
        assert facts.phash is None
        assert "too many" in (facts.problem or "")
        assert side * side > MAX_PIXELS


@pytest.mark.parametrize(
    "body", [b"", b"GIF89a", b"<html>not found</html>", png(100, 100), b"\xff\xd8\xff" + b"x" * 500]
)
def test_a_broken_picture_has_a_problem(body: bytes) -> None:
    assert read_image(body).problem


def test_hostile_pages_need_little_memory() -> None:
    code = (
        "from crawler.extract.page_records import extract_page\n"
        "body = b'<html><body>' + b'<div>' * 1_000_000 + b'x'\n"
        "extract_page(body, 'http://a.example/', {}, captured_at='2024-05-01T00:00:00+00:00')\n"
    )
    limit = 1_500_000_000
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=False,
        env={"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PATH": "/usr/bin:/bin"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
    )
    assert done.returncode == 0, done.stderr[-500:]


def test_of_an_element_with_very_many_attributes_the_first_are_read() -> None:
    """The parser compares each attribute with all before it: 400,000 took more than half a minute."""
    many = " ".join(f'a{n}="{n} >"' for n in range(50_000))
    body = f"<html><body><p id='first' {many} id='last'>one</p><p>two</p></body></html>".encode()
    document = read_document(body, "http://a.example/", {})
    (first, second) = document.tree.iter("p")
    assert first.get("id") == "first"
    assert first.get("a100") == "100 >"
    assert len(first.attrib) <= MAX_ATTRIBUTES
    assert second.text == "two"


def test_text_between_very_many_elements_that_are_not_read_is_joined_in_linear_time() -> None:
    """Each element left out gave its text to the one before it: 300,000 took more than half a minute."""
    body = b"<html><body><p>first</p>" + b"<a>x</a> t<script>s</script>u" * 120_000 + b"</body></html>"
    document = read_document(body, "http://a.example/", {})
    assert len(list(document.tree.iter())) <= MAX_ELEMENTS
    assert document.text.endswith(" tu tu tu")
    assert "s" not in document.text.removeprefix("first")


@pytest.mark.parametrize(
    "body",
    [
        b"<meta charset='utf\x00-8'><p>\xd8\xe5</p>",
        b"<body>a&#1;<script>x</script>b&#xFFFE;<p>kept</p>",
        b"<body><p>a&#2;</p><style>x</style>b&#11;<p>kept</p>",
    ],
)
def test_bytes_and_references_that_are_no_characters_do_not_end_the_reading(body: bytes) -> None:
    document = read_document(body, "http://a.example/", {})
    assert document.text.split("\n")[-1] in ("kept", "Ше", "Øå")


def test_exif_of_a_picture_bomb_is_not_looked_for_behind_its_pixels() -> None:
    facts = read_image(png(7_000, 7_000))
    assert facts.exif == ()
    assert "too many pixels" in (facts.exif_problem or "")


@pytest.mark.parametrize(
    "value", ["\x00" * 9, "0000:00:00", "'; DROP TABLE items; --", "9999:99:99 99:99:99"]
)
def test_a_date_in_exif_that_is_none_is_kept_as_text_and_no_date(value: str) -> None:
    from crawler.extract.picture.exif import taken

    assert taken({"DateTimeOriginal": value}) is None
