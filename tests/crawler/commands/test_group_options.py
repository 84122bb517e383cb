"""Options before a subcommand count for it, or are refused."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.case.case import Case
from crawler.case.errors import UsageProblem
from matcher.commands.cli import box31
from tests.conftest import BOX31, ROOT


def test_an_option_before_a_subcommand_is_the_subcommands(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case", name="case", contact="desk@news.example")
    words = ["-C", str(case.root), "items"]
    with pytest.raises(UsageProblem, match="nobody"):
        CliRunner().invoke(box31, [*words, "--site", "nobody", "hidden"], catch_exceptions=False)
    assert "site" in CliRunner().invoke(box31, [*words, "--csv", "hidden"]).output.splitlines()[0]
    refused = CliRunner().invoke(box31, [*words, "--site", "nobody", "hide", "i-1"])
    assert refused.exit_code == 2
    assert "--site: not an option of" in refused.output


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_what_the_shell_reads(shell: str) -> None:
    done = CliRunner().invoke(box31, ["completion", shell])
    assert done.exit_code == 0
    assert f"_BOX31_COMPLETE={shell}_complete" in done.output


def test_bash_completes_a_command() -> None:
    script = 'eval "$(box31 completion bash)"; COMP_WORDS=(box31 it); COMP_CWORD=1; _box31_completion box31; echo "${COMPREPLY[@]}"'
    path = f"{BOX31.parent}:/usr/bin:/bin"
    done = subprocess.run(
        ["bash", "-c", script], env={"PATH": path, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert done.stdout.split() == ["items"], done.stderr
