"""What commands print of a case of attacks holds no raw escape; `make attack` looks at all, and for live formulas."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile import outputs
from tests.support.hostile_dossier_case import hostile_case


def test_listings_of_a_case_of_attacks_print_no_raw_escape(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        outputs, "LISTINGS", ("posts", "customs files", "customs lines", "pairs", "review status")
    )
    monkeypatch.setattr(outputs, "PLAIN", ("explain {pair}",))
    found = outputs.all_outputs(hostile_case(tmp_path / "case").root)
    assert len(found) == 16
    assert "⟨U+202E⟩" in found["pairs --csv"] or r"\u202e" in found["pairs --csv"]
    assert outputs.escapes_in(found) == []


def test_a_raw_escape_would_be_found() -> None:
    assert outputs.escapes_in({"items": "a\n\tb", "posts": "a\x1b[31m"}) == ["posts: U+001B in 'a\\x1b[31m'"]
