"""What Datasette is told of a case's database, as its metadata file."""

from __future__ import annotations

import json
from typing import IO

from matcher.export.registry import Exported, Request, export
from matcher.text.word_files import word_file


@export("datasette", example="box31 export datasette -o metadata.json")
def datasette(request: Request, out: IO[str]) -> Exported:
    """Metadata for Datasette: descriptions, facets and queries.

    Tables that are not for readers are hidden.

    Use it so: datasette --immutable mycase/box31.db --metadata metadata.json
    """
    given = word_file(__package__, "datasette.yaml")
    views = {
        name: {
            "description": said["description"],
            "facets": said["facets"],
            **({"sort_desc": said["sort_desc"]} if "sort_desc" in said else {}),
        }
        for name, said in given["views"].items()
    }
    others = request.db.execute(
        "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'readable\\_%' ESCAPE '\\'"
    )
    hidden = {name: {"hidden": True} for (name,) in others}
    metadata = {
        "title": given["title"].format(case=request.case.name),
        "description": given["description"],
        "databases": {
            request.case.database_path.stem: {"tables": {**views, **hidden}, "queries": given["queries"]}
        },
    }
    out.write(json.dumps(metadata, ensure_ascii=False, indent=2) + "\n")
    return Exported(
        [f"{len(views)} views, {len(given['queries'])} queries; {len(hidden)} tables and views hidden"]
    )
