"""Cases for crawl tests: one site, served on loopback, crawled by the real command in its own process."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from crawler.case.case import CONFIG_NAME, Case

TIMEOUT = 120  # seconds; a crawl that hangs must not hang the tests
CONTACT = "tests@box31.example"


def make_case(folder: Path, *allowed: str, **network: Any) -> Case:
    """A case without delays that may crawl the loopback addresses `allowed`."""
    case = Case.create(folder, name="test", contact=CONTACT)
    lines = [f"allowed_private = {list(allowed)!r}".replace("'", '"')]
    lines += [f"{key} = {value}" for key, value in {"delay": 0.0, **network}.items()]
    path = case.root / CONFIG_NAME
    text = path.read_text(encoding="utf-8").replace("allowed_private = []", "\n".join(lines))
    path.write_text(text, encoding="utf-8")
    return Case.open(folder)


def add_site(case: Case, name: str, start: Iterable[str], **profile: Any) -> None:
    """Write a profile."""
    text = yaml.safe_dump({"start": list(start), **profile}, allow_unicode=True)
    (case.sites / f"{name}.yaml").write_text(text, encoding="utf-8")


def crawl(
    case: Case,
    name: str = "site",
    *options: str,
    environment: dict[str, str] | None = None,
    timeout: float = TIMEOUT,
) -> subprocess.CompletedProcess[str]:
    """Crawl one site as `box31 crawl` does, in a process of its own, for at most `timeout` seconds by the clock."""
    command = [sys.executable, "-m", "crawler.spiders.worker_process", str(case.root), name, *options]
    given = {**os.environ, **(environment or {})}
    return subprocess.run(command, capture_output=True, text=True, timeout=timeout, env=given)


def box31(
    case: Case, *words: str, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command of `box31` on a case."""
    command = [str(Path(sys.executable).parent / "box31"), "-C", str(case.root), *words]
    given = {**os.environ, **(environment or {})}
    return subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, env=given)


def rows(case: Case, sql: str, *values: Any) -> list[dict[str, Any]]:
    """Rows of the case's database."""
    connection = sqlite3.connect(case.database_path)
    connection.row_factory = sqlite3.Row
    try:
        return [dict(row) for row in connection.execute(sql, values)]
    finally:
        connection.close()
