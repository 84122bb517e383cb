"""The parts of a description stand between its commas and are without numbers."""

from __future__ import annotations

from matcher.similarity.description_parts import parts_of


def test_parts_are_without_numbers() -> None:
    assert parts_of("gate valve; width 25 mm, brass body") == ["gate valve", "width mm", "brass body"]
