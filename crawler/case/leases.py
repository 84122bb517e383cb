"""Leases: one owner at a time of a folder that several machines share, also where an owner dies without a word.

File locks do not hold over every network disk, and none says that its holder is dead. A lease is a file
`.NAME.lease-N` that its owner writes again every third of `SECONDS`. Who finds one of another machine past its time
watches it: one that is not written for `SECONDS` is taken over by making the file with the next number, which only one
can (O_EXCL); an owner that comes back finds the higher number and stops.

Which clock: whether an owner is dead is judged by the watcher's own monotonic clock alone. The time in the file only
saves others from watching an owner that is alive: a wrong clock costs them a wait, and never makes two owners. An owner
that was stopped and wakes may go on for at most a third of `SECONDS`, until it looks at its lease again.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

from crawler.case import clock
from crawler.case.console import say
from crawler.case.errors import LOCKED, Box31Error, CaseLocked
from crawler.case.locks import PRIVATE_FILE, open_lock, try_lock

SECONDS = 60.0
LEASE_BYTES = 1 << 16  # more is no lease
LOOK_EVERY = 1.0  # seconds between two looks at a lease that is watched
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True)
class Holder:
    """What a lease file says: a random name of the owner, its machine, and until when it is good; none: given back."""

    owner: str
    machine: str
    until: str
    renewed: int = 0


@contextmanager
def leased(folder: Path, name: str, *, seconds: float = SECONDS) -> Iterator[None]:
    """Hold the lease `name` of `folder`, and keep it; the process ends (exit 75) where it is lost.

    Raises CaseLocked where another holds it: at once, or after `seconds` where that one was past its time. On one
    machine a file lock decides, so that a killed owner's lease is taken over at once.
    """
    with open_lock(folder / f".{name}.lock") as handle:
        if not try_lock(handle):
            raise CaseLocked(
                f"{folder}: another box31 process of this machine works on it; wait until it ends"
            )
        lease = _Lease(folder, name, seconds)
        lease.take()
        stop = threading.Event()
        keeper = threading.Thread(target=lease.keep, args=(stop,), daemon=True)
        keeper.start()
        try:
            yield
        finally:
            stop.set()
            keeper.join()
            lease.give_back()


def is_leased(folder: Path, name: str) -> bool:
    """Whether the lease `name` of `folder` is held, as far as its file says."""
    lease = _Lease(folder, name, SECONDS)
    number = lease.newest()
    if not number:
        return False
    holder = lease.read(number)
    return bool(holder.owner) and holder.until > clock.now()


def this_machine() -> str:
    """The machine's name, and which start of it this is."""
    boot = ""
    with suppress(OSError):
        boot = BOOT_ID.read_text(encoding="ascii").strip()[:8]
    return f"{socket.gethostname()} {boot}".strip()


class _Lease:
    def __init__(self, folder: Path, name: str, seconds: float) -> None:
        self._folder = folder
        self._name = name
        self._seconds = seconds
        self._number = 0
        self._holder = Holder(secrets.token_hex(8), this_machine(), "")

    def take(self) -> None:
        number = self.newest()
        if number:
            self._await_end(number)
        self._number = number + 1
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
        try:
            os.close(os.open(self._file(self._number), flags, PRIVATE_FILE))
        except FileExistsError:
            raise CaseLocked(f"{self._folder}: another machine has just begun to work on it") from None
        self._write(self._renewed())
        for old in range(max(1, number - 2), number + 1):
            self._file(old).unlink(missing_ok=True)

    def keep(self, stop: threading.Event) -> None:
        """Renew the lease until `stop` is set; end the process where it is lost."""
        good_until = time.monotonic() + self._seconds
        while not stop.wait(self._seconds / 3):
            try:
                if self.newest() != self._number or self.read(self._number).owner != self._holder.owner:
                    self._lost()
                self._write(self._renewed())
                good_until = time.monotonic() + self._seconds
            except OSError:
                if time.monotonic() > good_until - self._seconds / 3:
                    self._lost()

    def give_back(self) -> None:
        with suppress(OSError):
            if self.newest() == self._number:
                self._write(Holder("", "", ""))

    def _await_end(self, number: int) -> None:
        """Return when the lease `number` is free. Raises CaseLocked where it is held."""
        seen = self.read(number)
        if not seen.owner or seen.machine == self._holder.machine:  # the file lock is ours: its owner is dead
            return
        if seen.until > clock.now():
            raise CaseLocked(
                f"{self._folder}: machine {seen.machine.split()[0]} works on it (its lease is good until {seen.until});"
                " wait until it ends"
            )
        say(
            f"{self._folder}: the lease of {seen.machine.split()[0]} is past its time; watching it for {self._seconds:g} s"
        )
        begun = time.monotonic()
        while time.monotonic() - begun < self._seconds:
            time.sleep(min(LOOK_EVERY, self._seconds / 3))
            if self.newest() != number or self.read(number) != seen:
                raise CaseLocked(f"{self._folder}: another machine works on it; wait until it ends")

    def _lost(self) -> NoReturn:
        say(
            f"{self._folder}: its lease was lost: another machine took it over, or the disk is gone; stopping"
        )
        os._exit(LOCKED)  # crawls end with their parent, and are resumed by whoever has the lease now

    def _renewed(self) -> Holder:
        until = clock.text(clock.utc_now() + timedelta(seconds=self._seconds))
        held = self._holder
        self._holder = Holder(held.owner, held.machine, until, held.renewed + 1)
        return self._holder

    def newest(self) -> int:
        names = [path.name.rpartition("-")[2] for path in self._folder.glob(f".{self._name}.lease-*")]
        return max((int(name) for name in names if name.isdecimal()), default=0)

    def read(self, number: int) -> Holder:
        path = self._file(number)
        try:
            with path.open("rb") as handle:
                found = json.loads(handle.read(LEASE_BYTES) or b"{}")
            return _holder(found) if found else Holder("unknown", "unknown", "")  # being written
        except (ValueError, TypeError, RecursionError) as error:
            raise Box31Error(f"{path}: not a lease; delete it if no machine works on the folder") from error

    def _write(self, holder: Holder) -> None:
        beside = self._folder / f".{self._name}.{self._holder.owner}.part"
        beside.write_text(json.dumps(asdict(holder)), encoding="utf-8")
        beside.replace(self._file(self._number))

    def _file(self, number: int) -> Path:
        return self._folder / f".{self._name}.lease-{number}"


def _holder(found: object) -> Holder:
    """What a lease file says. Raises ValueError or TypeError where Box31 did not write it."""
    if not isinstance(found, dict):
        raise TypeError("not an object")
    holder = Holder(**found)
    texts = (holder.owner, holder.machine, holder.until)
    if not (all(isinstance(text, str) for text in texts) and isinstance(holder.renewed, int)):
        raise TypeError("a value has another type")
    if holder.owner and not holder.machine.strip():
        raise ValueError("names no machine")
    return holder
