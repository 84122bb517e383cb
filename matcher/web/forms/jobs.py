"""Commands of `box31` that pages start: each in a process of its own, its words shown as it writes them."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawler.case.child_process import module_command
from crawler.case.clock import now
from matcher.web.frame import Frame, again, missing

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

MOST_LINES = 2_000  # of a command's words that are kept
LINE_BYTES = 1 << 20
MOST_JOBS = 50


@dataclass
class Job:
    """A command that was started. `code`: its exit code once it has ended; `after`: where its result is to be seen;
    `folder`: where dropped files lie, which is left out where the command is shown."""

    job_id: str
    title: str
    words: Sequence[str]
    after: str
    folder: str
    started: str
    lines: list[str] = field(default_factory=list)
    code: int | None = None

    @property
    def command(self) -> str:
        """The command as one would type it."""
        shown = [word.replace(self.folder, "") if self.folder else word for word in self.words]
        return "box31 " + " ".join(f'"{word}"' if " " in word else word for word in shown)


class JobPages:
    """The commands started since the server began, and their pages."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.jobs: dict[str, Job] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def routes(self) -> list[Route]:
        """Their addresses."""
        return [self.frame.route("jobs/{job_id}", self.job)]

    def start(self, title: str, words: Sequence[str], after: str, folder: str = "") -> Job:
        """Begin `box31 WORDS` on the case; the words are given to it as they are, no shell reads them."""
        job = Job(secrets.token_hex(6), title, words, after, folder, now())
        self.jobs[job.job_id] = job
        while len(self.jobs) > MOST_JOBS:
            del self.jobs[next(iter(self.jobs))]
        task = asyncio.get_running_loop().create_task(self._run(job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return job

    async def _run(self, job: Job) -> None:
        command = module_command("matcher", "-C", str(self.frame.case.root), *job.words)
        try:
            child = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
                limit=LINE_BYTES,
            )
        except OSError as error:
            job.lines.append(f"box31 could not be started: {error.strerror}")
            job.code = 1
            return
        assert child.stdout is not None
        while line := await _next_line(child.stdout):
            if len(job.lines) < MOST_LINES:
                job.lines.append(line.decode("utf-8", "replace").rstrip("\r\n"))
        job.code = await child.wait()

    async def job(self, request: Request) -> Response:
        """A command's words so far, and how it ended."""
        job = self.jobs.get(request.path_params["job_id"])
        if job is None:
            raise missing("command")
        answer = self.frame.page("job.html", request, job=job)
        return again(answer) if job.code is None else answer


async def _next_line(stream: asyncio.StreamReader) -> bytes:
    """The next line, or what there is of one too long."""
    try:
        return await stream.readline()
    except ValueError:
        return await stream.read(LINE_BYTES)


async def output_of(frame: Frame, words: Sequence[str]) -> tuple[bytes, str, int]:
    """What `box31 WORDS` prints, what it says beside, and its exit code."""
    child = await asyncio.create_subprocess_exec(
        *module_command("matcher", "-C", str(frame.case.root), *words),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    printed, said = await child.communicate()
    return printed, said.decode("utf-8", "replace"), child.returncode or 0
