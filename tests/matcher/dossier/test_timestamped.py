"""`box31 dossier --timestamp`: a token over the manifest that `openssl ts` accepts, by a real authority on loopback."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from matcher.dossier.files.bag import problems
from tests.conftest import BOX31
from tests.support.authority import Authority
from tests.support.copies import copy_case
from tests.support.server import serving

pytest.importorskip("rfc3161_client", reason="the extra `timestamp` is not installed")
pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="no openssl here: apt-get install openssl"
)


def with_authorities(case: Path, host: str, addresses: list[str]) -> None:
    config = case / "box31.toml"
    text = config.read_text(encoding="utf-8").replace("allowed_private = []", f'allowed_private = ["{host}"]')
    listed = ", ".join(f'"{address}"' for address in addresses)
    config.write_text(text.replace("# authorities = []", f"authorities = [{listed}]"), encoding="utf-8")


def test_each_authority_signs_the_manifest_and_the_bag_stays_valid(story_case: Path, tmp_path: Path) -> None:
    case = copy_case(story_case, tmp_path / "case")
    authority = Authority(tmp_path / "tsa", "Honest Time")
    out = tmp_path / "out"
    with serving(authority) as server:
        with_authorities(case, server.host, [f"{server.base}/tsr", f"{server.base}/again"])
        done = subprocess.run(
            [BOX31, "-C", case, "dossier", "--accepted", "--timestamp", "-o", out],
            capture_output=True,
            text=True,
        )
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("signed by") == 2
    for number in (1, 2):
        checked = subprocess.run(
            ["openssl", "ts", "-verify", "-data", "manifest-sha256.txt", "-in", f"manifest-sha256.txt.{number}.tsr",
             "-CAfile", authority.root],
            cwd=out, capture_output=True, text=True,
        )  # fmt: skip
        assert "Verification: OK" in checked.stdout + checked.stderr
    assert problems(out) == []
    done = subprocess.run(
        ["sha256sum", "--quiet", "-c", "tagmanifest-sha256.txt"], cwd=out, capture_output=True
    )
    assert done.returncode == 0


def test_an_authority_that_cannot_be_reached_leaves_a_whole_dossier(story_case: Path, tmp_path: Path) -> None:
    case = copy_case(story_case, tmp_path / "case")
    with_authorities(case, "127.0.0.1:9", ["http://127.0.0.1:9/tsr"])
    out = tmp_path / "out"
    done = subprocess.run(
        [BOX31, "-C", case, "dossier", "--accepted", "--timestamp", "-o", out], capture_output=True, text=True
    )
    assert done.returncode == 3
    assert "not every authority signed" in done.stderr
    assert problems(out) == []


def test_without_an_authority_it_says_where_to_name_one(story_case: Path) -> None:
    done = subprocess.run(
        [BOX31, "-C", story_case, "dossier", "--accepted", "--timestamp"], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "timestamp.authorities" in done.stderr
