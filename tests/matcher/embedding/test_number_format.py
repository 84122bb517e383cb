"""Where texts are encoded and in what numbers: as box31.toml says, and refused where PyTorch has no such device."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from crawler.case.errors import UsageProblem
from matcher.embedding import number_format as formats
from matcher.embedding.encoder import Encoder
from matcher.embedding.fixed_batches import SHAPES
from matcher.embedding.number_format import graphics_device, number_format


def test_the_folder_of_vectors_is_named_by_the_numbers_of_the_device(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert number_format() in ("bf16", "fp32")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    for bf16, name in ((True, "cuda-bf16"), (False, "cuda-fp16")):
        monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda bf16=bf16: bf16)
        assert Encoder("bundled", tmp_path, "cuda").store.folder.name.endswith(f"-{name}-{SHAPES}")
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    assert number_format("mps") == "mps-fp16"


def test_a_device_that_is_not_there_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(UsageProblem, match=r'device = "cuda": PyTorch .* has no such device here'):
        Encoder("bundled", tmp_path, "cuda")
    monkeypatch.setattr(formats.sys, "platform", "linux")
    assert graphics_device() == ""
