"""Files of lists: FollowTheMoney JSON lines, the US Consolidated Screening List, lists of the EU, UK and Ukraine, and a CSV of one's own."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

from crawler.case.errors import UsageProblem
from matcher.lists.entries import Entry, header_of, records
from matcher.lists.official import FORMATS

# Properties of FollowTheMoney entities that hold names and numbers of a party.
_FTM_NAMES = ("name", "alias", "previousName", "abbreviation")
_FTM_NUMBERS = (
    "taxNumber",
    "innCode",
    "registrationNumber",
    "ogrnCode",
    "vatCode",
    "okpoCode",
    "uscCode",
    "idNumber",
)
# Headers of one's own CSV, lower case, letters only.
_OWN = {
    "name": "name names firm company party entity организация наименование название назва 名称 企业名称",
    "alias": "alias aliases altnames aka othernames псевдонимы",
    "number": "number taxnumber inn bin edrpou uscc ogrn taxid registrationnumber инн огрн бин едрпоу",
    "country": "country страна країна 国家",
    "hs": "hs hscode code hts tnved тнвэд уктзед кодтнвэд 税则号列",
    "note": "note program programme reason tier remark примечание",
    "id": "id entry ref",
}
_CSL_COLUMNS = frozenset(("source", "name", "alt_names"))
_HEAD = 1 << 16  # bytes by which a format is told
_ENTITY = 1 << 24  # characters of one entity; a longer line is cut, and so no JSON
_CODE = re.compile(r"(?:\d\d){2,5}")  # one with an odd number of digits has lost its leading zero, or a digit
_PART_OF = re.compile(
    r"^ex(?=[\s\d])", re.IGNORECASE
)  # "ex 8542 31": some goods of the code, in annexes of the EU


def read_list(name: str, content: bytes, form: str | None) -> tuple[str, Iterator[Entry]]:
    """The format of a list's file (NAMES; told by its content where None) and its records.

    Raises UsageProblem with file and row for what cannot be read: a list that is read in part is a wrong "no hit".
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageProblem(f"{name}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    form = form or _told_by(text)
    return form, _READERS[form](name, text)


def read_file(path: Path, name: str, form: str | None) -> tuple[str, Iterator[Entry]]:
    """As `read_list`, of the file at `path`; FollowTheMoney, which may be large, is read line by line."""
    with path.open("rb") as file:
        head = file.read(_HEAD).decode("utf-8-sig", "ignore")
    if (form or _told_by(head)) == "ftm":
        return "ftm", _ftm(name, path.open(encoding="utf-8-sig", newline="\n"))
    return read_list(name, path.read_bytes(), form)


def _told_by(text: str) -> str:
    for form, official in FORMATS.items():
        if official.is_this(text):
            return form
    if text.lstrip().startswith("{"):
        return "ftm"
    return "csl" if _is_csl(text) else "csv"


def _ftm(name: str, lines: TextIO) -> Iterator[Entry]:
    row = 0
    while True:  # str.splitlines would split within names, at U+2028
        row += 1
        try:
            line = lines.readline(_ENTITY)
        except UnicodeDecodeError as error:
            raise UsageProblem(f"{name}:{row}: not UTF-8; save it as UTF-8") from error
        if not line:
            return
        if not line.strip():
            continue
        try:
            entity = json.loads(line)
            properties = entity["properties"]
            yield Entry(
                row,
                str(entity["id"]),
                _values(properties, _FTM_NAMES),
                _values(properties, _FTM_NUMBERS),
                ", ".join(_values(properties, ("country", "jurisdiction"))),
                note=", ".join(_values(properties, ("topics", "programId", "program"))),
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise UsageProblem(
                f"{name}:{row}: no FollowTheMoney entity (id and properties); nothing was imported"
            ) from error


def _values(properties: Mapping[str, Any], names: tuple[str, ...]) -> tuple[str, ...]:
    lists = [properties.get(name) or [] for name in names]
    if not all(isinstance(one, list) for one in lists):  # the letters of a text would be taken for names
        raise TypeError("the values of a property are a list")
    found = (value for one in lists for value in one)
    return tuple(dict.fromkeys(str(value).strip() for value in found if str(value).strip()))


def _is_csl(text: str) -> bool:
    return _CSL_COLUMNS.issubset(header_of(text))


def _csl(name: str, text: str) -> Iterator[Entry]:
    """https://www.trade.gov/consolidated-screening-list: alternative names, programmes and numbers are separated by ;."""
    header = header_of(text)
    if missing := _CSL_COLUMNS - set(header):
        raise UsageProblem(
            f"{name}: no column {', '.join(sorted(missing))}, which the CSL has; nothing was imported"
        )
    for row, cells in records(name, text):
        of = dict(zip(header, (cell.strip() for cell in cells), strict=True))
        yield Entry(
            row,
            of.get("entity_number") or of.get("_id") or str(row),
            _parts(f"{of['name']};{of['alt_names']}"),
            tuple(re.findall(r"[0-9A-Z]{7,20}", of.get("ids", ""))),
            of.get("citizenships") or of.get("nationalities") or "",
            note=", ".join(filter(None, (of["source"], of.get("programs", "")))),
        )


def _own(name: str, text: str) -> Iterator[Entry]:
    known = {word: field for field, words in _OWN.items() for word in words.split()}
    header = header_of(text)
    fields = [known.get(re.sub(r"[\W_]", "", cell), "") for cell in header]
    if not {"name", "hs"} & set(fields):
        raise UsageProblem(
            f"{name}: no column `name` or `hs` in its header ({', '.join(header)[:120]}); rename the column"
        )
    for row, cells in records(name, text):
        of: dict[str, str] = {}
        for field, cell in zip(fields, cells, strict=True):
            if field and cell.strip():
                of[field] = f"{of[field]};{cell.strip()}" if field in of else cell.strip()
        code = re.sub(r"[\s.]", "", _PART_OF.sub("", of.get("hs", "")))
        if _PART_OF.match(of.get("hs", "")):
            of["note"] = "; ".join(
                part for part in ("ex: only some goods of the code", of.get("note")) if part
            )
        if code and not _CODE.fullmatch(code):
            raise UsageProblem(
                f"{name}:{row}: {of['hs']}: no goods code of 4, 6, 8 or 10 digits; nothing was imported"
            )
        names = _parts(f"{of.get('name', '')};{of.get('alias', '')}") if "name" in fields else ()
        yield Entry(row, of.get("id", str(row)), names, _parts(of.get("number", "")), of.get("country", ""), code, of.get("note", ""))  # fmt: skip


def _parts(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))


_READERS: Mapping[str, Callable[[str, str], Iterator[Entry]]] = {
    "ftm": lambda name, text: _ftm(name, io.StringIO(text)),
    "csl": _csl,
    **{form: official.read for form, official in FORMATS.items()},
    "csv": _own,
}
NAMES = tuple(_READERS)
