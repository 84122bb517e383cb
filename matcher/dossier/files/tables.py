"""The dossier's data: CSV for people, JSON lines verbatim, and a datapackage.json that types every column."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from crawler.case.csv_output import write_for_people
from crawler.case.safe_text import json_line
from matcher.reading.texts import Sentence

# Columns that hold a measured number; every other column, and so every code, is a string.
NUMBERS = frozenset(
    re.findall(
        r"\w+",
        "quantity gross_kg net_kg value value_usd confidence confidence_low confidence_high log_odds total "
        "share",
    )
)
INTEGERS = frozenset(
    re.findall(
        r"\w+",
        "row lines goods pairs bytes offset length stated_on place version count",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Resource:
    """A table as datapackage.json lists it; `kind`: csv or jsonl."""

    path: str
    title: Sentence
    columns: Sequence[str]
    kind: str

    def described(self, content: bytes) -> Mapping[str, object]:
        """Its entry, with size and hash of its `content`."""
        entry: dict[str, object] = {
            "name": self.path.rsplit(".", 1)[0].replace("/", "-").replace("_", "-").lower(),
            "path": self.path,
            "title": str(self.title),
            "format": self.kind,
            "encoding": "utf-8",
        }
        if self.kind == "csv":
            entry["profile"] = "tabular-data-resource"
            entry["mediatype"] = "text/csv"
            entry["dialect"] = {"lineTerminator": "\r\n", "delimiter": ","}
            entry["schema"] = {"fields": [{"name": column, "type": _type(column)} for column in self.columns]}
        else:
            entry["mediatype"] = "application/jsonl"
        entry["bytes"] = len(content)
        entry["hash"] = "sha256:" + hashlib.sha256(content).hexdigest()
        return entry


@dataclass
class TableWriter:
    """Writes the tables below data/ and remembers them for datapackage.json."""

    data: Path
    resources: list[Resource] = field(default_factory=list)

    def csv(
        self,
        path: str,
        columns: Sequence[str],
        rows: Iterable[Mapping[str, object]],
        title: Sentence | None = None,
    ) -> int:
        """Write a CSV in UTF-8 and give the number of its rows; it is listed where it has a title.

        A cell that a spreadsheet would take for a formula or round as a number has an apostrophe before it;
        the verbatim text of customs rows is in customs/*.jsonl.
        """
        target = self.data / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("w", encoding="utf-8", newline="") as handle:
            count = write_for_people(
                handle, columns, ([row.get(column) for column in columns] for row in rows)
            )
        if title:
            self.resources.append(Resource(path, title, columns, "csv"))
        return count

    def json_lines(self, path: str, rows: Iterable[Mapping[str, object]], title: Sentence) -> int:
        """Write JSON lines, every value verbatim; gives the number of rows."""
        target = self.data / path
        target.parent.mkdir(parents=True, exist_ok=True)
        count = 0
        columns: list[str] = []
        with target.open("w", encoding="utf-8") as handle:
            for row in rows:
                handle.write(json_line(row) + "\n")
                columns = columns or list(row)
                count += 1
        self.resources.append(Resource(path, title, columns, "jsonl"))
        return count

    def package(self, title: str, description: str, created: str) -> None:
        """Write datapackage.json (Data Package v1), with size and hash of every table."""
        package = {
            "profile": "data-package",
            "name": "box31-dossier",
            "title": title,
            "description": description,
            "created": created,
            "resources": [
                resource.described((self.data / resource.path).read_bytes())
                for resource in sorted(self.resources, key=lambda resource: resource.path)
            ],
        }
        text = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
        (self.data / "datapackage.json").write_text(text, encoding="utf-8")


def _type(column: str) -> str:
    return "number" if column in NUMBERS else "integer" if column in INTEGERS else "string"
