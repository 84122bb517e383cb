"""Content codings: undone whole, in part, and never beyond the limit."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from crawler.capture.content_coding import TooLarge, Undecodable, decoded

PACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}


@given(st.binary(max_size=300_000), st.sampled_from(sorted(PACK)))
def test_a_coding_is_undone(data: bytes, coding: str) -> None:
    assert decoded(PACK[coding](data), coding, 1_000_000) == data


@pytest.mark.parametrize("coding", sorted(PACK))
def test_the_limit_holds_to_the_byte(coding: str) -> None:
    packed = PACK[coding](b"x" * 100_000)
    assert len(decoded(packed, coding, 100_000)) == 100_000
    with pytest.raises(TooLarge):
        decoded(packed, coding, 99_999)


@pytest.mark.parametrize("coding", sorted(PACK))
def test_a_bomb_takes_no_memory(coding: str) -> None:
    packed = PACK[coding](b"\0" * 200_000_000)
    tracemalloc.start()
    with pytest.raises(TooLarge):
        decoded(packed, coding, 32 * 1024 * 1024)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4_000_000


def test_gzip_members_padding_raw_deflate_and_cut_bodies() -> None:
    assert decoded(gzip.compress(b"a") + gzip.compress(b"b"), "gzip", 100) == b"ab"
    assert decoded(gzip.compress(b"a") + b"\0\0\0", "gzip", 100) == b"a"
    assert decoded(zlib.compress(b"raw")[2:-4], "deflate", 100) == b"raw"
    assert decoded(gzip.compress(bytes(range(256)) * 20)[:-30], "gzip", 10_000)[:256] == bytes(range(256))
    assert decoded(b"", "gzip", 10) == b""
    assert decoded(gzip.compress(brotli.compress(b"two")), "br, gzip", 100) == b"two"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "compress"])
def test_what_is_not_the_coding_says_so(coding: str) -> None:
    with pytest.raises(Undecodable):
        decoded(b"<html>plain</html>" * 10, coding, 10_000)
