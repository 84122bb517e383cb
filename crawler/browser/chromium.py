"""The system's Chromium, started so that it cannot reach any network: its pages are fed by whoever drives it.

Requests are intercepted before they leave; what goes round the interception (preconnect, WebRTC, DNS prefetch) meets
a proxy that does not answer and a resolver that knows no name, and, where the system lets us, a network namespace
without interfaces.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.case.errors import UsageProblem

BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
HEAP_MEGABYTES = 512  # of a page's scripts
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The interception is the only way out; these close what goes round it (preconnect, WebRTC, DNS prefetch).
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    f"--js-flags=--max-old-space-size={HEAP_MEGABYTES}",
)


def browser_program() -> str:
    """The system's Chromium. Raises UsageProblem where it or the extra `browser` is missing."""
    try:
        import playwright  # noqa: F401  only asked whether it is there
    except ImportError as error:
        raise UsageProblem(
            "pages that need a browser need the extra: pip install 'box31[browser]'"
        ) from error
    for name in BROWSERS:
        found = shutil.which(name)
        if found:
            return found
    raise UsageProblem("pages that need a browser need Chromium: apt-get install chromium")


@contextmanager
def cut_off(program: str) -> Iterator[tuple[Path, list[str]]]:
    """What to start in place of the browser `program`, and the flags to start it with, valid inside the block."""
    with tempfile.TemporaryDirectory(prefix="box31-browser-") as folder, socket.socket() as dead_end:
        dead_end.bind(("127.0.0.1", 0))  # ours, and never listened on
        flags = [*FLAGS, f"--proxy-server=127.0.0.1:{dead_end.getsockname()[1]}"]
        if os.geteuid() == 0:
            flags.append("--no-sandbox")  # Chromium's sandbox does not work for root
        yield without_network(program, Path(folder)), flags


def without_network(program: str, folder: Path) -> Path:
    """A launcher in `folder` that runs `program` in a network namespace without interfaces; else `program` itself.

    The browser is spoken to through a pipe, so it needs no network. Not every system lets a process make one.
    """
    unshare = shutil.which("unshare")
    if unshare is None:
        return Path(program)
    command = [unshare, "--net"] if os.geteuid() == 0 else [unshare, "--user", "--map-current-user", "--net"]
    if subprocess.run([*command, "true"], capture_output=True, check=False).returncode != 0:
        return Path(program)
    launcher = folder / "chromium-without-network"
    launcher.write_text(f'#!/bin/sh\nexec {" ".join(command)} "{program}" "$@"\n', encoding="utf-8")
    launcher.chmod(0o700)
    return launcher
