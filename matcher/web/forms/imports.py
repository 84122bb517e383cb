"""Customs files by hand: drop a file, see how its columns would be read, correct that, import; rejected rows by reason."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml
from starlette.exceptions import HTTPException

from crawler.case.safe_text import bytes_written_out
from crawler.case.typed_rows import read_rows, stored_list
from matcher.customs.layout.vocabulary import FIELDS, REQUIRED
from matcher.web.browse.facets import Turn
from matcher.web.browse.lines import files_of
from matcher.web.forms.jobs import JobPages, output_of
from matcher.web.forms.uploads import Upload, Uploads
from matcher.web.frame import Frame, missing
from matcher.web.kept import WAIT, Working

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

SURE = 0.9  # confidence from which a field is shown as sure
REJECTS_SHOWN = 50
FILES_SHOWN = 100


@dataclass(frozen=True)
class ColumnGuess:
    """A column of a table: its header, samples, and the field it would be read as ("" for none), with its confidence.

    `is_plain`: its header names it alone, so a mapping by hand can name it.
    """

    table: str
    header: str
    samples: tuple[str, ...]
    field: str
    confidence: float | None
    is_plain: bool


@dataclass(frozen=True)
class Proposal:
    """How a file would be read: its columns, what `customs preview` said, and whether it could read it at all."""

    columns: Sequence[ColumnGuess]
    said: str
    is_read: bool

    @property
    def tables(self) -> list[str]:
        """The names of its tables."""
        return list(dict.fromkeys(column.table for column in self.columns))


@dataclass(frozen=True)
class RejectRow:
    """A rejected row; `raw`: JSON list of its cells."""

    row: int
    reason: str
    raw: str

    @property
    def cells(self) -> list[str]:
        """Its cells, bytes that are no text written out."""
        return [bytes_written_out(str(cell)) for cell in stored_list(self.raw)]


class ImportPages:
    """The pages of import by hand."""

    def __init__(self, frame: Frame, jobs: JobPages) -> None:
        self.frame, self.jobs, self.uploads = frame, jobs, Uploads()
        self._previews: dict[tuple[str, str], asyncio.Task[Proposal]] = {}  # by file and encoding

    def routes(self) -> list[Route]:
        """Their addresses."""
        return [
            self.frame.route("import", self.start),
            self.frame.route("import", self.drop, "POST"),
            self.frame.route("import/{upload_id}", self.preview),
            self.frame.route("import/{upload_id}", self.begin, "POST"),
            self.frame.route("rejects", self.rejects),
        ]

    async def start(self, request: Request) -> Response:
        """Where a file is dropped, and the files of the case."""
        return self.frame.page("import.html", request, files=(await files_of(self.frame))[-FILES_SHOWN:])

    async def drop(self, request: Request) -> Response:
        """Take a file."""
        upload = await self.uploads.take(self.frame, request)
        return self.frame.redirect(f"import/{upload.upload_id}")

    async def preview(self, request: Request) -> Response:
        """How the file's columns would be read, each with a choice of fields."""
        upload = self._upload(request)
        encoding = request.query_params.get("encoding", "").strip()[:40]
        proposal = await self._proposal(upload, encoding)
        return self.frame.page(
            "preview.html",
            request,
            upload=upload,
            proposal=proposal,
            encoding=encoding,
            fields=FIELDS,
            required=REQUIRED,
            sure=SURE,
        )

    async def begin(self, request: Request) -> Response:
        """Import the file by the fields chosen, as `box31 customs import` would."""
        upload = self._upload(request)
        form = await self.frame.form(request)
        encoding = form.get("encoding", "").strip()[:40]
        proposal = await self._proposal(upload, encoding)
        words = ["customs", "import", str(upload.path)]
        chosen = [form.get(f"field{place}", column.field) for place, column in enumerate(proposal.columns)]
        if any(
            word not in ("", *FIELDS, column.field)
            for word, column in zip(chosen, proposal.columns, strict=True)
        ):
            raise HTTPException(400, "no such field")
        if len(proposal.tables) == 1 and chosen != [column.field for column in proposal.columns]:
            layout = upload.path.with_name(f"{upload.path.stem[:60]}.layout.yaml")
            layout.write_text(layout_of(upload, proposal.columns, chosen), encoding="utf-8")
            words.append(f"--layout={layout}")
        if encoding:
            words.append(f"--encoding={encoding}")
        for name in ("flow", "scale", "currency", "reporter", "decimal"):
            if value := form.get(name, "").strip()[:60]:
                words.append(f"--{name}={value}")
        words += ["--replace"] if form.get("replace") else []
        job = self.jobs.start(
            self.frame.say("job_import", upload.name), words, "import", f"{upload.path.parent}/"
        )
        return self.frame.redirect(f"jobs/{job.job_id}")

    def _upload(self, request: Request) -> Upload:
        upload = self.uploads.get(request.path_params["upload_id"])
        if upload is None:
            raise missing("dropped file")
        return upload

    async def _proposal(self, upload: Upload, encoding: str) -> Proposal:
        key = (upload.upload_id, encoding)
        task = self._previews.get(key)
        if task is None:
            task = asyncio.get_running_loop().create_task(self._preview(upload, encoding))
            self._previews[key] = task
        done, _ = await asyncio.wait([task], timeout=WAIT)
        if not done:
            raise Working("working_upload", upload.name)
        return task.result()

    async def _preview(self, upload: Upload, encoding: str) -> Proposal:
        words = ["customs", "preview", str(upload.path), "--json"]
        printed, said, code = await output_of(
            self.frame, words + ([f"--encoding={encoding}"] if encoding else [])
        )
        rows = [json.loads(line) for line in printed.splitlines() if line.strip()]
        return Proposal(_columns(rows), said.replace(str(upload.path), upload.name).strip(), code in (0, 3))

    async def rejects(self, request: Request) -> Response:
        """The rejected rows of a file by reason, and the rows of one reason."""
        file_id, db = request.query_params.get("file", "")[:100], self.frame.db
        found = next((one for one in await files_of(self.frame) if one["file_id"] == file_id), None)
        if found is None:
            raise missing("file")
        reason = request.query_params.get("reason", "")[:200]
        counts: Counter[str] = Counter()
        for (text,) in db.execute("SELECT reason FROM customs_rejects WHERE file_id = ?", [file_id]):
            counts[kind_of(text)] += 1
        sql = (
            "SELECT row, reason, raw FROM customs_rejects WHERE file_id = ? AND row > ? AND instr(reason, ?) = 1"
            " ORDER BY row LIMIT ?"
        )
        place = Turn.of(request.query_params).after or 0
        rows = [*read_rows(db, RejectRow, sql, [file_id, place, reason, REJECTS_SHOWN + 1])]
        columns = json.loads(
            db.execute("SELECT columns FROM customs_files WHERE file_id = ?", [file_id]).fetchone()[0]
        )
        return self.frame.page(
            "rejects.html",
            request,
            file=found,
            groups=counts.most_common(),
            reason=reason,
            columns=columns,
            rows=rows[:REJECTS_SHOWN],
            following=rows[REJECTS_SHOWN - 1].row if len(rows) > REJECTS_SHOWN else None,
        )


def kind_of(reason: str) -> str:
    """The kind of a reason: what stands before the particulars of the row."""
    return reason.split(":")[0].split(" (")[0]


def _columns(rows: Sequence[Mapping[str, object]]) -> list[ColumnGuess]:
    """The columns of a preview. A column that is read as several fields is shown for the first; one whose header
    another column has too cannot be named by a mapping."""
    named = Counter((str(row["file"]), str(row["column"] or "").strip().casefold()) for row in rows)
    found = []
    for row in rows:
        header = str(row["column"] or "")
        samples = tuple(str(row[f"sample_{n}"]) for n in (1, 2, 3) if row[f"sample_{n}"] is not None)
        stated = row["confidence"]
        found.append(
            ColumnGuess(
                str(row["file"]),
                header,
                samples,
                str(row["field"] or ""),
                float(stated) if isinstance(stated, int | float) else None,
                bool(header.strip())
                and (not row["field"] or row["field"] in FIELDS)
                and named[(str(row["file"]), header.strip().casefold())] == 1,
            )
        )
    return found


def layout_of(upload: Upload, columns: Sequence[ColumnGuess], chosen: Sequence[str]) -> str:
    """The mapping chosen, as the YAML of `customs import --layout`; columns of one field are joined in their order."""
    fields: dict[str, list[str]] = {}
    for column, word in zip(columns, chosen, strict=True):
        if word and column.header.strip() and column.header not in fields.get(word, []):
            fields.setdefault(word, []).append(column.header)
    given = {word: headers[0] if len(headers) == 1 else headers for word, headers in fields.items()}
    return yaml.safe_dump(
        {"name": upload.path.stem, "fields": given}, allow_unicode=True, sort_keys=False, width=1000
    )
