"""Texts for the machine's own scheduler: cron, systemd, GitHub Actions. All look once an hour for what is due."""

from __future__ import annotations

import hashlib
import re
import shlex
from pathlib import Path


def cron_text(box31: str, case: Path) -> str:
    """Lines for `crontab -e`: `box31` is the program's path, `case` the case folder, absolute.

    Raises ValueError where a path cannot be written in a crontab (line breaks).
    """
    command = f"{shlex.quote(box31)} -C {shlex.quote(str(case))} crawl --due"
    if "\n" in command or "\r" in command:
        raise ValueError(f"{case}: a path with line breaks is not allowed in a crontab; rename it")
    return (
        f"# Box31: once an hour, crawl the sites of {_comment(case.name)} that are due. Add with: crontab -e\n"
        "# cron mails what is printed to MAILTO: alarms, and what was crawled.\n"
        f"{minute_of(case)} * * * * {command.replace('%', chr(92) + '%')}\n"
    )


def systemd_texts(box31: str, case: Path) -> dict[str, str]:
    """File name -> text of a service and a timer for ~/.config/systemd/user/ or /etc/systemd/system/."""
    name = unit_name(case)
    service = f"""\
# Box31: crawl the sites of {_comment(case.name)} that are due.
# Exit code 4 is an alarm: the unit then counts as failed, and `systemctl --user --failed` lists it.
[Unit]
Description=Box31 crawl of {_specifiers(_comment(case.name))}

[Service]
Type=oneshot
ExecStart={_systemd_word(box31)} -C {_systemd_word(str(case))} crawl --due
Nice=10
"""
    timer = f"""\
# Once an hour, also after the machine was off. Start it with: systemctl --user enable --now {name}.timer
[Unit]
Description=Box31: look hourly for sites of {_specifiers(_comment(case.name))} that are due

[Timer]
OnCalendar=*-*-* *:{minute_of(case):02d}:00
Persistent=true
RandomizedDelaySec=60

[Install]
WantedBy=timers.target
"""
    return {f"{name}.service": service, f"{name}.timer": timer}


def github_text(case_in_repository: str, minute: int) -> str:
    """A workflow for .github/workflows/: `case_in_repository` is the case folder's path in it (`.`: its root)."""
    folder = _yaml(case_in_repository)
    return f"""\
# Box31: once an hour, crawl what is due and keep it in this repository. Save as .github/workflows/box31.yml
# A failed run of this workflow (exit code 4) is an alarm; GitHub mails it to those who watch the repository.
# GitHub refuses files over 100 MB: for large sites use git-lfs, or crawl on a machine of your own.
name: box31
on:
  schedule:
    - cron: "{minute} * * * *"
  workflow_dispatch:
permissions:
  contents: write
concurrency:
  group: box31
  cancel-in-progress: false
jobs:
  crawl:
    runs-on: ubuntu-latest
    timeout-minutes: 350
    env:
      CASE: {folder}
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
          cache: pip
      - run: pip install box31
      - run: box31 -C "$CASE" crawl --due
      - name: Keep what was found, also after an alarm
        if: always()
        run: |
          git config user.name box31
          git config user.email box31@users.noreply.github.com
          git add -A -- "$CASE"
          git diff --cached --quiet || git commit -m "box31 crawl"
          git push
"""


def repository_path(case: Path) -> str:
    """The case folder's path inside its git repository, `.` where it is the root or in none."""
    case = case.resolve()
    for folder in (case, *case.parents):
        if (folder / ".git").exists():
            return case.relative_to(folder).as_posix()
    return "."


def unit_name(case: Path) -> str:
    """The systemd units' name: box31- and the case folder's name, in characters that unit names may hold."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", case.name).strip("-.")
    return f"box31-{plain or hashlib.sha256(str(case).encode()).hexdigest()[:8]}"


def minute_of(case: Path) -> int:
    """The minute of the hour in which this case looks: spread over cases, the same for one case."""
    return hashlib.sha256(str(case).encode()).digest()[0] % 60


def _systemd_word(text: str) -> str:
    """One word of ExecStart: quoted; specifiers (%) and variables ($) doubled."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("$", "$$")
    return f'"{_specifiers(escaped)}"'


def _specifiers(text: str) -> str:
    return text.replace("%", "%%")


def _comment(text: str) -> str:
    return " ".join(text.split())


def _yaml(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False)  # a JSON string is a YAML one
