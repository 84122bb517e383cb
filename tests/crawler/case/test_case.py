"""A case folder: made once, checked on opening, written by one process at a time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from crawler.case.case import Case
from crawler.case.errors import CaseLocked, UsageProblem


def test_a_new_case_opens_with_the_defaults(tmp_path: Path) -> None:
    Case.create(tmp_path / "c", contact="desk@news.example")
    case = Case.open(tmp_path / "c")
    assert (case.name, case.contact) == ("c", "desk@news.example")
    assert case.config["network"]["allowed_private"] == []
    assert case.config["match"]["max_screen_loss"] == 0.01


def test_names_and_contacts_with_quotes_survive(tmp_path: Path) -> None:
    name = 'a "b" \\ я 上海 \n'
    assert Case.create(tmp_path / "c", name=name).name == name


def test_a_second_case_in_the_same_folder_is_refused_and_the_first_kept(tmp_path: Path) -> None:
    Case.create(tmp_path, name="first")
    with pytest.raises(UsageProblem, match="holds a case already"):
        Case.create(tmp_path, name="second")
    assert Case.open(tmp_path).name == "first"


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("[case]\ncontact = 5", "case.contact must be like"),
        ("[case]\ncontakt = 'x'", "unknown key case.contakt"),
        ("[netwrok]\n", r"unknown section \[netwrok\]"),
        ("[network]\npages_per_run = true", "network.pages_per_run must be like"),
        ("case", "not valid TOML"),
        ("case = 3", r"unknown section \[case\]"),
    ],
)
def test_a_wrong_box31_toml_is_one_clear_line(tmp_path: Path, toml: str, words: str) -> None:
    (tmp_path / "box31.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(UsageProblem, match=words) as problem:
        Case.open(tmp_path)
    assert str(tmp_path / "box31.toml") in problem.value.message
    assert "\n" not in problem.value.message


def test_a_folder_that_is_no_case_is_named_with_the_mend(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match=r"not a case folder.*box31 init") as problem:
        Case.open(tmp_path)
    assert problem.value.exit_code == 2


def test_a_second_writer_is_turned_away_with_75_and_let_in_afterwards(tmp_path: Path) -> None:
    case = Case.create(tmp_path)
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from crawler.case.case import Case\n"
            f"with Case.open({str(tmp_path)!r}).lock(): print('held', flush=True); sys.stdin.read()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(CaseLocked, match=f"pid {holder.pid}") as locked, case.lock():
        pass
    assert locked.value.exit_code == 75
    holder.communicate("")
    with case.lock():
        pass


def test_a_killed_writer_leaves_no_lock_behind(tmp_path: Path) -> None:
    case = Case.create(tmp_path)
    code = (
        "import os, signal; from crawler.case.case import Case\n"
        f"with Case.open({str(tmp_path)!r}).lock(): os.kill(os.getpid(), signal.SIGKILL)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == -9
    with case.lock():
        pass
