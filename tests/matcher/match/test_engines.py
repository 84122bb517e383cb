"""The processes of this machine that compare: results in order, and new processes after so many chunks."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
import pytest

from matcher.arrays import Ints
from matcher.embedding.encoder import Encoder
from matcher.match import engines
from matcher.match.engines import Forked
from matcher.match.goods_reader import GoodsReader


class Work:
    """Gives for a chunk its numbers and the process that had them."""

    reader: GoodsReader | None = None

    def __init__(self, folder: Path) -> None:
        self.encoder = Encoder("none", folder)

    def encode_with(self, encoder: Encoder) -> None:
        """Nothing is encoded."""

    def prepare(self, numbers: Ints) -> None:
        """Nothing is encoded."""

    def __call__(self, numbers: Ints) -> tuple[list[int], int]:
        return numbers.tolist(), os.getpid()


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
def test_a_process_works_on_so_many_chunks_at_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "CHUNKS_EACH", 2)
    chunks = [np.array([number]) for number in range(11)]
    found = list(Forked(2).in_order(Work(tmp_path), chunks))
    assert [numbers for numbers, _ in found] == [[number] for number in range(11)]
    parts = [{process for _, process in found[start : start + 4]} for start in (0, 4, 8)]
    assert os.getpid() not in set.union(*parts)
    assert sum(map(len, parts)) == len(set.union(*parts)), "no process is of two parts"
