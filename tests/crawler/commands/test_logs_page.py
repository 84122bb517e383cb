"""docs/logs.md lists every message of crawl and schedule, every finish reason and every monitor."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields

import pytest

from crawler.monitor.checks import MONITORS
from crawler.profile.thresholds import Thresholds
from crawler.scheduler.crawl_sites import WORDS
from tests.conftest import ROOT

LOGS = (ROOT / "docs" / "logs.md").read_text(encoding="utf-8")
SCHEDULING = (ROOT / "docs" / "scheduling.md").read_text(encoding="utf-8")
MODULES = [
    "commands/crawl",
    "commands/schedule",
    "crawl/page_processor",
    "crawl/response_processor",
    "crawl/runs",
    "fleet/ray_crawl",
    "monitor/examine_run",
    "monitor/healthcheck",
    "scheduler/crawl_due",
    "scheduler/crawl_sites",
    "scheduler/run_due",
    "scheduler/scheduler_daemon",
    "spiders/site",
    "spiders/worker_process",
]
SPEAKS = {"say", "debug", "info", "warning", "error", "exception", "critical"}


def messages(module: str) -> Iterator[str]:
    """The texts given to `say` and to loggers in a module, what is filled in replaced by …."""
    tree = ast.parse((ROOT / "crawler" / f"{module}.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        text = template(node.args[0])
        if name in SPEAKS and re.search(r"\w{3}", text):
            yield text


def template(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "…" for part in node.values)  # type: ignore[misc]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.sub(r"%[sdr]", "…", node.value)
    return ""


@pytest.mark.parametrize("module", MODULES)
def test_every_message_is_explained(module: str) -> None:
    for text in messages(module):
        assert text in LOGS, f"{module}.py says {text!r}, and docs/logs.md does not tell what to do"


def test_every_reason_why_a_crawl_ended_is_explained() -> None:
    for reason, words in WORDS.items():
        assert f"\n- `{reason}`: " in LOGS
        assert words in LOGS


def test_every_message_stands_under_whether_action_is_needed() -> None:
    said = ""
    for line in LOGS.splitlines():
        if line.startswith("- "):
            assert said in ("No action:", "Action:"), line
        elif line and not line.startswith("  "):
            said = line
    assert LOGS.count("\n- ") > 20


def test_every_monitor_is_explained_with_its_default() -> None:
    assert set(MONITORS) | {"overdue", "unfinished"} == {field.name for field in fields(Thresholds)}
    for field in fields(Thresholds):
        default = f" ({field.default})" if isinstance(field.default, float) else ""
        assert f"\n- `{field.name}`{default}: " in SCHEDULING
