"""Messages between the process that reads a file and the one that asks: a length, then JSON."""

from __future__ import annotations

import json
import struct
from typing import Any

_LENGTH = struct.Struct("!I")
LARGEST = 1 << 28  # bytes of one message; a block has some 16 MB at most


def write_message(stream: Any, content: Any) -> None:
    """Write `content` (what JSON has, and lone surrogates in texts)."""
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def read_message(stream: Any) -> Any:
    """The next message. Raises EOFError where the other end is closed."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    data = stream.read(length) if length <= LARGEST else b""
    if len(data) < length:
        raise EOFError
    return json.loads(data.decode("utf-8", "surrogatepass"))
