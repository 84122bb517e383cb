"""Content codings undone: gzip, deflate, br, zstd; never beyond a limit, however small the input."""

from __future__ import annotations

import zlib

PIECE = 64 * 1024
WINDOW = 8 * 1024 * 1024  # what RFC 9659 lets a zstd response ask for


class TooLarge(ValueError):
    """The decoded content would be larger than the limit."""


class Undecodable(ValueError):
    """The content is not in the coding its headers name."""


def decoded(body: bytes, content_encoding: str | None, limit: int) -> bytes:
    """`body` without its content codings. Raises TooLarge beyond `limit` bytes, Undecodable where it is broken.

    A body cut off in the middle gives what can be had of it.
    """
    codings = [c.strip().lower() for c in (content_encoding or "").split(",")]
    for coding in reversed([c for c in codings if c and c != "identity"]):
        try:
            body = _undone(body, coding, limit)
        except TooLarge:
            raise
        except Exception as error:  # each library raises its own kind; all mean the same
            raise Undecodable(f"not {coding}: {error}") from error
    return body


def _undone(body: bytes, coding: str, limit: int) -> bytes:
    if not body:
        return body
    if coding in ("gzip", "x-gzip"):
        return _inflated(body, zlib.MAX_WBITS + 16, limit)
    if coding == "deflate":
        try:
            return _inflated(body, zlib.MAX_WBITS, limit)
        except zlib.error:  # many servers send raw deflate
            return _inflated(body, -zlib.MAX_WBITS, limit)
    if coding == "br":
        return _brotli(body, limit)
    if coding == "zstd":
        return _zstd(body, limit)
    raise Undecodable(f"unknown coding {coding}")


def _inflated(body: bytes, bits: int, limit: int) -> bytes:
    out = bytearray()
    while body:
        unpacker = zlib.decompressobj(bits)
        while True:
            out += unpacker.decompress(body, PIECE)
            _check(len(out), limit)
            body = unpacker.unconsumed_tail
            if not body or unpacker.eof:
                break
        out += unpacker.flush() if unpacker.eof else b""
        body = (
            unpacker.unused_data if bits > zlib.MAX_WBITS and unpacker.unused_data[:2] == b"\x1f\x8b" else b""
        )
    _check(len(out), limit)
    return bytes(out)


def _brotli(body: bytes, limit: int) -> bytes:
    import brotli

    unpacker = brotli.Decompressor()
    out = bytearray(unpacker.process(body, output_buffer_limit=PIECE))
    while not unpacker.is_finished():
        _check(len(out), limit)
        piece = unpacker.process(b"", output_buffer_limit=PIECE)
        if not piece and unpacker.can_accept_more_data():
            break
        out += piece
    _check(len(out), limit)
    return bytes(out)


def _zstd(body: bytes, limit: int) -> bytes:
    import zstandard

    out = bytearray()
    with zstandard.ZstdDecompressor(max_window_size=WINDOW).stream_reader(
        body, read_across_frames=True
    ) as reader:
        while piece := reader.read(PIECE):
            out += piece
            _check(len(out), limit)
    return bytes(out)


def _check(size: int, limit: int) -> None:
    if size > limit:
        raise TooLarge(f"decodes to more than {limit} bytes")
