"""The hash chain of a site: each capture's link holds the hash of the link before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

START = "0" * 64
# What a link vouches for, in this order. Changing any of it changes the link and all after it.
LINKED = (
    "seq",
    "capture_id",
    "run_id",
    "url",
    "captured_at",
    "kind",
    "status",
    "payload_sha256",
    "payload_length",
    "warc_file",
    "warc_offset",
    "warc_length",
    "record_length",
    "records_sha256",
    "revisit_of",
    "error",
)


def link(previous: str, capture: Mapping[str, Any]) -> str:
    """The link of `capture`: SHA-256 of the link before, a line feed, and its facts as a JSON list.

    The JSON is compact (no blanks after comma), UTF-8, not escaped beyond what JSON needs.
    """
    facts = json.dumps([capture[name] for name in LINKED], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{facts}".encode()).hexdigest()
