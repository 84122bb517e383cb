"""Content codings undone: gzip, deflate, br, zstd; never beyond a limit, however small the input."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

PIECE = 64 * 1024
DEFLATED = ("gzip", "x-gzip", "deflate")
DEFLATE_RATIO = 1032  # no deflate stream expands further, so a short one need not be counted first
WINDOW = 8 * 1024 * 1024  # what RFC 9659 lets a zstd response ask for


class TooLarge(ValueError):
    """The decoded content would be larger than the limit."""


class Undecodable(ValueError):
    """The content is not in the coding its headers name."""


def decoded(body: bytes, content_encoding: str | None, limit: int) -> bytes:
    """`body` without its content codings. Raises TooLarge beyond `limit` bytes, Undecodable where it is broken.

    A body cut off in the middle gives what can be decoded of it. The size is counted before anything is kept, so that a
    decompression bomb takes no more memory than its compressed form.
    """
    codings = [c.strip().lower() for c in (content_encoding or "").split(",")]
    for coding in reversed([c for c in codings if c and c != "identity"]):
        try:
            if coding not in DEFLATED or len(body) * DEFLATE_RATIO > limit:
                _count(_pieces(body, coding), limit)
            body = b"".join(_pieces(body, coding))
        except (TooLarge, Undecodable):
            raise
        except Exception as error:  # each library raises its own kind; all mean the same
            raise Undecodable(f"not {coding}: {error}") from error
    return body


def _count(pieces: Iterator[bytes], limit: int) -> None:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limit:
            raise TooLarge(f"decodes to more than {limit} bytes")


def _pieces(body: bytes, coding: str) -> Iterator[bytes]:
    if coding in ("gzip", "x-gzip"):
        return _inflated(body, zlib.MAX_WBITS + 16)
    if coding == "deflate":
        try:
            zlib.decompressobj(zlib.MAX_WBITS).decompress(body, 1)
        except zlib.error:  # many servers send raw deflate
            return _inflated(body, -zlib.MAX_WBITS)
        return _inflated(body, zlib.MAX_WBITS)
    if coding == "br":
        return _brotli(body)
    if coding == "zstd":
        return _zstd(body)
    raise Undecodable(f"unknown coding {coding}")


def _inflated(body: bytes, bits: int) -> Iterator[bytes]:
    while body:
        unpacker = zlib.decompressobj(bits)
        while body and not unpacker.eof:
            yield unpacker.decompress(body, PIECE)
            body = unpacker.unconsumed_tail
        # Another gzip member may follow; anything else is padding.
        body = (
            unpacker.unused_data if bits > zlib.MAX_WBITS and unpacker.unused_data[:2] == b"\x1f\x8b" else b""
        )


def _brotli(body: bytes) -> Iterator[bytes]:
    import brotli

    unpacker = brotli.Decompressor()
    piece = unpacker.process(body, output_buffer_limit=PIECE)
    while piece:
        yield piece
        piece = b"" if unpacker.is_finished() else unpacker.process(b"", output_buffer_limit=PIECE)


def _zstd(body: bytes) -> Iterator[bytes]:
    import zstandard

    unpacker = zstandard.ZstdDecompressor(max_window_size=WINDOW)
    with unpacker.stream_reader(body, read_across_frames=True) as reader:
        while piece := reader.read(PIECE):
            yield piece
