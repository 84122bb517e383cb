"""Whether an archive holds what the fixture server sent: every answer, every request, byte for byte."""

from __future__ import annotations

import http.client
import io
import re
from collections import defaultdict
from typing import Any

from crawler.archive.capture_reader import block_of
from crawler.case.case import Case
from tests.support.case import rows
from tests.support.server import Server

INFORMATIONAL = re.compile(rb"\AHTTP/1\.1 1\d\d .*?\r\n\r\n", re.S)


def block(case: Case, capture: dict[str, Any]) -> bytes:
    """The block of a capture's record, as its WARC file has it."""
    with (case.archive(capture["site"]) / capture["warc_file"]).open("rb") as handle:
        handle.seek(capture["warc_offset"])
        return block_of(handle.read(capture["record_length"]))[1]


def assert_kept_as_sent(case: Case, server: Server) -> int:
    """Each answer of `server` is a capture of its address, and there are no others; returns how many were compared."""
    captures = rows(case, "SELECT * FROM captures WHERE kind != 'rendered' ORDER BY seq")
    by_id = {capture["capture_id"]: capture for capture in captures}
    left: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for capture in captures:
        left[capture["url"]].append(capture)
    for target, sent in server.sent:
        url = f"{server.base}{target}"
        fitting = [c for c in left[url] if is_kept(case, c, by_id, INFORMATIONAL.sub(b"", sent))]
        assert fitting, f"{url}: not in the archive as it was sent"
        left[url].remove(fitting[0])
    beyond = [url for url, captures in left.items() if captures and url.startswith(f"{server.base}/")]
    assert not beyond, f"captures that the server never sent: {beyond}"
    return len(server.sent)


def is_kept(case: Case, capture: dict[str, Any], by_id: dict[str, dict[str, Any]], sent: bytes) -> bool:
    """Whether a capture's block is what was `sent`.

    A revisit's block is the head that was sent; the payload is that of the capture it names. Of an answer that was
    cut off here (too long, too slow), the block is how it began.
    """
    head, end, body = sent.partition(b"\r\n\r\n")
    found = block(case, capture)
    if capture["revisit_of"]:
        original = block(case, by_id[capture["revisit_of"]])
        return found == head + end and (not body or payload_of(original) == payload_of(sent))
    if capture["truncated"] in ("length", "time"):
        return bool(found) and sent.startswith(found)
    return found == sent


def payload_of(answer: bytes) -> bytes:
    """The body of an answer without chunk framing, as Python's own client reads it."""

    class Answered:
        def makefile(self, *words: object) -> io.BytesIO:
            return io.BytesIO(answer)

    response = http.client.HTTPResponse(Answered())  # type: ignore[arg-type]  # all of a socket that it uses
    response.begin()
    return response.read()
