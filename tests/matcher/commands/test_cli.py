"""The `box31` command: instant help, an example everywhere, one line for a problem."""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from crawler.case.errors import from_system
from matcher.commands.cli import box31

HEAVY = ("torch", "scrapy", "sqlite_utils", "sklearn", "numpy", "trafilatura")


def run(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    program = "from matcher.commands.cli import main; main()"
    return subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, cwd=cwd)


def commands(
    group: click.Group, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


def test_every_command_says_what_it_does_and_shows_an_example() -> None:
    for path, command in commands(box31):
        assert command.help, path
        if not isinstance(command, click.Group):
            assert "box31" in (command.epilog or ""), f"{' '.join(path)}: no example"


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from matcher.commands.cli import box31\n"
        "assert CliRunner().invoke(box31, ['--help']).exit_code == 0\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize("command", [["pairs"], ["items"], ["match"], ["customs", "files"], ["crawl"]])
def test_a_folder_that_is_no_case_is_one_line_and_exit_2(tmp_path: Path, command: list[str]) -> None:
    done = run("-C", str(tmp_path), *command)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "not a case folder" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_init_then_doctor(tmp_path: Path) -> None:
    assert run("init", "c", "--contact", "desk@news.example", cwd=tmp_path).returncode == 0
    done = run("-C", "c", "doctor", "--csv", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "contact,ok,desk@news.example" in done.stdout


def test_doctor_names_what_is_missing_and_the_open_doors(tmp_path: Path) -> None:
    run("init", "c", cwd=tmp_path)
    toml = tmp_path / "c" / "box31.toml"
    text = toml.read_text(encoding="utf-8").replace(
        "allowed_private = []", 'allowed_private = ["127.0.0.1:8001"]'
    )
    toml.write_text(text, encoding="utf-8")
    done = run("-C", "c", "doctor", "--csv", cwd=tmp_path)
    assert done.returncode == 1
    assert "contact,problem" in done.stdout
    assert "private addresses,note,127.0.0.1:8001" in done.stdout


def test_the_help_of_every_group_lists_every_command_with_a_whole_sentence() -> None:
    groups = [((), box31), *((path, c) for path, c in commands(box31) if isinstance(c, click.Group))]
    for path, group in groups:
        told = CliRunner().invoke(box31, [*path, "--help"]).output.split("Commands:")[1]
        assert isinstance(group, click.Group)
        for name in group.list_commands(click.Context(group)):
            assert f"\n  {name} " in told, (*path, name)
        assert "..." not in told, path


@pytest.mark.parametrize(
    ("words", "meant"),
    [(["crwal"], "'crawl'"), (["statsu"], "'status'"), (["archive", "verfy"], "'verify'")],
)
def test_a_misspelt_command_is_told_what_was_meant(words: list[str], meant: str) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert f"Did you mean {meant}?" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device")
def test_a_full_disk_is_one_line_without_a_traceback() -> None:
    program = "from matcher.commands.cli import main; main()"
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-c", program, "--version"], stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode == 1
    assert done.stderr == "box31: the disk is full; make room and run the command again\n"


def test_what_the_system_refuses_says_where_and_what_to_do() -> None:
    problem = from_system(PermissionError(errno.EACCES, "Permission denied", "case/x.csv"))
    assert problem is not None
    assert problem.message == "case/x.csv: no permission; have it given to you, or choose another place"
    assert from_system(OSError(errno.EIO, "Input/output error")) is None
