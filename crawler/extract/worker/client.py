"""Pages and pictures read in a process of their own, which a hostile one can end but not hold up; the crawl goes on.

The process has bounds of memory and of time for each page. One that ends it is a page that could not be read; what
waits behind it is asked again of a new process.
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.case.child_process import end_in_words, module_command
from crawler.case.errors import Box31Error
from crawler.extract.page.shared_parts import SharedParts
from crawler.extract.picture.image_facts import ImageFacts
from crawler.extract.picture.ocr import PictureText
from crawler.extract.sample_look import PageLook, PageMeasures
from crawler.extract.sitemap import Sitemap
from crawler.extract.worker.messages import (
    IMAGE,
    LENGTH,
    LINKS,
    LOOK,
    MAX_ANSWER,
    MEASURES,
    PAGE,
    PICTURE_TEXT,
    SHARED,
    SITEMAP,
    TEXT,
    request,
)
from crawler.extract.worker.page_reading import PageReading

if TYPE_CHECKING:
    from crawler.profile.profile import SiteProfile

WALL_CLOCK_FACTOR = 10  # times `seconds` by the clock, for a machine that is busy with other things
START = 60.0  # seconds by the clock until the process is ready
LINKS_SHARE = 3  # links alone, of a page that ended the process, have this part of the time
SHUTDOWN_GRACE_S = 2.0  # seconds by the clock for a process that gave up its end of the socket to be gone
# One thread each: every thread of a library's pool takes address space, and the crawl has one core more at best.
# onnxruntime sends data about its use from 1.29 on, unless it is told not to before it starts.
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "ORT_DISABLE_TELEMETRY": "1",
}


class WorkerDied(Exception):
    """The process ended over a request; says why."""


@dataclass
class _Asked:
    frame: bytes
    answered: asyncio.Future[bytes]


class Reader:
    """Reads for one crawl, one request after another in the order asked. Call `close` at the end.

    The process may use `megabytes` of address space, and `seconds` of processor time for each request. It is begun
    at once and is ready when the first page comes. Needs a running event loop from the first request on.
    """

    def __init__(self, profile: SiteProfile | None = None, *, megabytes: float, seconds: float) -> None:
        self._profile = profile.model_dump_json().encode("utf-8") if profile is not None else b""
        self._megabytes = max(1, int(megabytes))
        self._seconds = max(1, int(seconds))
        self._waiting: deque[_Asked] = deque()
        self._task: asyncio.Task[None] | None = None
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._ready = False
        self.starts = 0
        self._process, self._socket = self._spawn()

    async def page(
        self, body: bytes, url: str, headers: Mapping[str, str], *, captured_at: str
    ) -> PageReading:
        """Links and records of a page. One that ends the process has a `problem`, and its links if they can be read.

        Raises Box31Error where no process can be started at all.
        """
        head = {"what": "page", "url": url, "headers": dict(headers), "captured_at": captured_at}
        try:
            return PAGE.validate_json(await self._ask(request(head, body)))
        except WorkerDied as error:
            problem = str(error)
        less = max(1, self._seconds // LINKS_SHARE)
        try:
            links = PAGE.validate_json(
                await self._ask(request(head | {"what": "links", "seconds": less}, body))
            ).links
        except WorkerDied:
            links = ()
        return PageReading(links, problem=problem)

    async def image(self, body: bytes) -> ImageFacts:
        """Size, perceptual hash and EXIF of a picture, or the problem. Raises Box31Error as `page` does."""
        try:
            return IMAGE.validate_json(await self._ask(request({"what": "image"}, body)))
        except WorkerDied as error:
            return ImageFacts(problem=str(error))

    async def picture_text(self, body: bytes) -> PictureText:
        """The text in a picture (extra `ocr`), or the problem. Raises Box31Error as `page` does."""
        try:
            return PICTURE_TEXT.validate_json(await self._ask(request({"what": "text"}, body)))
        except WorkerDied as error:
            return PictureText(problem=str(error))

    async def sitemap(self, body: bytes) -> Sitemap:
        """The addresses of a sitemap, or the problem. Raises Box31Error as `page` does."""
        try:
            return SITEMAP.validate_json(await self._ask(request({"what": "sitemap"}, body)))
        except WorkerDied as error:
            return Sitemap(problem=str(error))

    async def feed(self, body: bytes) -> tuple[str, ...]:
        """The addresses that a feed names; none where reading it ends the process. Raises Box31Error as `page` does."""
        try:
            return LINKS.validate_json(await self._ask(request({"what": "feed"}, body)))
        except WorkerDied:
            return ()

    async def address(self, body: bytes, url: str, headers: Mapping[str, str]) -> str | None:
        """The address that a page itself states; None also where reading it ends the process."""
        head = {"what": "address", "url": url, "headers": dict(headers)}
        try:
            return TEXT.validate_json(await self._ask(request(head, body)))
        except WorkerDied:
            return None

    async def look(self, body: bytes, url: str, headers: Mapping[str, str]) -> PageLook:
        """What a sample page says by itself, or the problem. Raises Box31Error as `page` does."""
        head = {"what": "look", "url": url, "headers": dict(headers)}
        try:
            return LOOK.validate_json(await self._ask(request(head, body)))
        except WorkerDied as error:
            return PageLook(problem=str(error))

    async def measure(
        self, body: bytes, url: str, headers: Mapping[str, str], at: str, shared: SharedParts
    ) -> PageMeasures:
        """The measures of a sample page, or the problem. Raises Box31Error as `page` does."""
        head = {"what": "measure", "url": url, "headers": dict(headers), "at": at}
        head["shared"] = SHARED.dump_python(shared, mode="json")
        try:
            return MEASURES.validate_json(await self._ask(request(head, body)))
        except WorkerDied as error:
            return PageMeasures(problem=str(error))

    async def close(self) -> None:
        """End the process; what still waits is cancelled."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        self._process.kill()
        self._end()
        while self._waiting:
            self._waiting.popleft().answered.cancel()

    @property
    def process_id(self) -> int:
        """Of the process that reads now."""
        return self._process.pid

    async def _ask(self, frame: bytes) -> bytes:
        asked = _Asked(frame, asyncio.get_running_loop().create_future())
        self._waiting.append(asked)
        if self._streams is not None and self._ready:
            self._streams[1].write(frame)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._converse())
        return await asked.answered

    async def _converse(self) -> None:
        """Take answers until nothing waits. The first that waits is what the process is busy with."""
        while self._waiting:
            try:
                if not self._ready:
                    await self._connect()
                data = await self._answer(self._seconds * WALL_CLOCK_FACTOR)
            except WorkerDied as error:
                self._waiting.popleft().answered.set_exception(error)
            except Exception as error:  # nobody must wait for ever
                while self._waiting:
                    self._waiting.popleft().answered.set_exception(error)
            else:
                self._waiting.popleft().answered.set_result(data)

    async def _connect(self) -> None:
        if self._process.poll() is not None or self._socket.fileno() < 0:
            self._end()
            self._process, self._socket = self._spawn()
        self._streams = await asyncio.open_connection(sock=self._socket)
        self._streams[1].write(request({"what": "profile"}, self._profile))
        try:
            await self._answer(START)
        except WorkerDied as error:
            raise Box31Error(f"the process that reads pages does not start: {error}") from error
        self._ready = True
        for asked in self._waiting:
            self._streams[1].write(asked.frame)

    async def _answer(self, patience: float) -> bytes:
        assert self._streams is not None
        try:
            async with asyncio.timeout(patience):
                (length,) = LENGTH.unpack(await self._streams[0].readexactly(LENGTH.size))
                if length > MAX_ANSWER:
                    self._process.kill()
                    raise WorkerDied(f"more than {MAX_ANSWER} bytes were made of it")
                return await self._streams[0].readexactly(length)
        except TimeoutError:
            self._process.kill()
            self._end()
            raise WorkerDied(f"took more than {patience:g} seconds") from None
        except (asyncio.IncompleteReadError, ConnectionError):
            raise WorkerDied(end_in_words(self._end(), self._megabytes, self._seconds)) from None
        except WorkerDied:
            self._end()
            raise

    def _end(self) -> int:
        """Make sure that the process has ended; its exit code, negative for the signal that ended it."""
        self._ready = False
        if self._streams is not None:
            self._streams[1].transport.abort()
            self._streams = None
        self._socket.close()
        try:
            code = self._process.wait(SHUTDOWN_GRACE_S)  # one that ended by itself has a reason
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        return code

    def _spawn(self) -> tuple[subprocess.Popen[bytes], socket.socket]:
        ours, theirs = socket.socketpair()
        given = [str(number) for number in (theirs.fileno(), self._megabytes, self._seconds)]
        with theirs:
            process = subprocess.Popen(
                module_command("crawler.extract.worker.process", *given),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env={**os.environ, **ENVIRONMENT},
                start_new_session=True,  # Ctrl-C is for the crawl, which ends this in order
            )
        self.starts += 1
        return process, ours
