"""What docs/evidence.md tells a third person to do finds an archive whole, and one that was changed not."""

from __future__ import annotations

import gzip
import re
import subprocess
from pathlib import Path

from tests.conftest import ROOT
from tests.test_docs import shell_lines

PAGE = ROOT / "docs" / "evidence.md"


def chain_check(folder: Path) -> subprocess.CompletedProcess[str]:
    (script,) = re.findall(
        r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    return subprocess.run(["python3", "-c", script], cwd=folder, capture_output=True, text=True)


def files_check(folder: Path) -> subprocess.CompletedProcess[str]:
    (line,) = (line for line in shell_lines(PAGE) if "sha256sum --check" in line)
    return subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, text=True)


def test_an_archive_as_it_was_written_passes(demo_copy: Path) -> None:
    assert "the chain holds" in chain_check(demo_copy.parent).stdout
    assert files_check(demo_copy.parent).returncode == 0


def test_a_changed_capture_breaks_the_chain(demo_copy: Path) -> None:
    (path,) = demo_copy.glob("archive/*/*.chain.jsonl.gz")
    lines = gzip.decompress(path.read_bytes()).decode("utf-8").splitlines(keepends=True)
    lines[3] = lines[3].replace('"status": 200', '"status": 404')
    path.write_bytes(gzip.compress("".join(lines).encode("utf-8")))
    done = chain_check(demo_copy.parent)
    assert done.returncode == 1
    assert f"broken at {lines[3].strip()}" in done.stderr


def test_a_capture_taken_out_breaks_the_chain(demo_copy: Path) -> None:
    (path,) = demo_copy.glob("archive/*/*.chain.jsonl.gz")
    lines = gzip.decompress(path.read_bytes()).decode("utf-8").splitlines(keepends=True)
    path.write_bytes(gzip.compress("".join(lines[:3] + lines[4:]).encode("utf-8")))
    assert chain_check(demo_copy.parent).returncode == 1


def test_a_changed_file_is_not_the_one_the_manifest_names(demo_copy: Path) -> None:
    (path,) = demo_copy.glob("archive/*/*-001.warc.gz")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    done = files_check(demo_copy.parent)
    assert done.returncode == 1
    assert f"{path.name}: FAILED" in done.stdout
