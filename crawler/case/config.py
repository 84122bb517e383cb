"""box31.toml as a pydantic model: every key with its default, its range and its comment. It writes its own template."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from crawler.case.errors import UsageProblem
from crawler.case.given_files import given_bytes

DAY = 24 * 3600
CONFIG_BYTES = 1 << 20
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class CaseSection(_Section):
    """Who the case belongs to."""

    name: str = ""
    contact: str = (
        ""  # sent with every request, so that a site's owner can reach you: an address or a web page
    )


class NetworkSection(_Section):
    """What a crawl may ask for, and how fast."""

    allowed_private: list[str] = []
    delay: Annotated[float, Field(ge=0, le=3600, allow_inf_nan=False)] = 1.0
    pages_per_run: Annotated[int, Field(ge=1, le=100_000_000)] = 20_000
    bytes_per_response: Annotated[int, Field(ge=1, le=256 * 1024 * 1024)] = 32 * 1024 * 1024
    total_time: Annotated[float, Field(gt=0, le=60 * DAY, allow_inf_nan=False)] = 6 * 3600
    sites_at_once: Annotated[int, Field(ge=0, le=1_000)] = 0


class ReadingSection(_Section):
    """What one page may take of the process that reads it.

    The slowest page of the development sets takes 2 s, and one of 8 million characters, more than are read of any, 400 MB.
    """

    seconds: Annotated[float, Field(ge=1, le=3600, allow_inf_nan=False)] = 30
    megabytes: Annotated[float, Field(ge=1, le=1024 * 1024, allow_inf_nan=False)] = 1024


class MatchSection(_Section):
    """How goods and items are compared."""

    model: str = "bundled"
    device: Literal["cpu", "cuda", "mps"] = "cpu"
    max_screen_loss: Share = 0.01
    min_confidence: Share = 0.05
    target_precision: Share = 0.9


class ReviewSection(_Section):
    """How decisions are read."""

    adjudicator: str = ""
    languages: list[str] = ["en"]


class TimestampSection(_Section):
    """Who is asked for time stamps."""

    authorities: list[str] = []


class WatchSection(_Section):
    """Which posts are worth reading."""

    words: list[str] = []  # none: the built-in list of crawler/catalog/watch_words.txt
    more: list[str] = []


class Config(_Section):
    """box31.toml. A key that is not here is an error: a misspelt limit is no limit."""

    case: CaseSection = CaseSection()
    network: NetworkSection = NetworkSection()
    reading: ReadingSection = ReadingSection()
    match: MatchSection = MatchSection()
    review: ReviewSection = ReviewSection()
    timestamp: TimestampSection = TimestampSection()
    watch: WatchSection = WatchSection()


# What the template says: the comment above or beside a key. Keys without a line here are written as they are.
ABOVE = {
    "case.contact": "Sent with every request, so that a site's owner can reach you: an address or a web page.",
    "network.allowed_private": 'The only addresses on private networks that may be crawled, as "host:port".',
}
BESIDE = {
    "network.delay": "seconds between requests to one host",
    "network.total_time": "seconds a run may last",
    "network.sites_at_once": "sites crawled at a time; 0: as processors and memory allow",
    "reading.seconds": "of processor time, to read one page; one that takes more has failed",
    "match.model": "or the name or folder of any SentenceTransformer",
    "match.device": "or cuda, mps: where texts are encoded; doctor says what PyTorch has",
    "review.adjudicator": "whose word settles a dispute",
    "timestamp.authorities": "addresses of RFC 3161 time-stamping authorities",
    "watch.words": "your own list instead of the built-in one",
    "watch.more": "words that make a news post worth reading, beside the built-in ones",
}
ALWAYS_WRITTEN = frozenset({"case.name", "case.contact", "network.allowed_private"})  # the others as comments


def template(name: str, contact: str) -> str:
    """The text of a new box31.toml."""
    given = {"case.name": name, "case.contact": contact}
    lines = ["# Box31 case. Every key is optional but `contact`."]
    for section, field in Config.model_fields.items():
        lines += ["", f"[{section}]"]
        for key, default in field.default.model_dump().items():
            path = f"{section}.{key}"
            lines += [f"# {ABOVE[path]}"] if path in ABOVE else []
            line = f"{key} = {json.dumps(given.get(path, default), ensure_ascii=False)}"
            line = line if path in ALWAYS_WRITTEN else f"# {line}"
            lines.append(f"{line:<33} # {BESIDE[path]}" if path in BESIDE else line)
    return "\n".join(lines) + "\n"


def read_config(path: Path) -> dict[str, dict[str, Any]]:
    """The settings in `path`, section by section, with defaults. Raises UsageProblem that names file and key."""
    try:
        given = tomllib.loads(given_bytes(path, CONFIG_BYTES).decode("utf-8").replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageProblem(f"{path}: not valid TOML: {error}; correct it") from error
    for section, keys in given.items():
        if section not in Config.model_fields or not isinstance(keys, dict):
            raise UsageProblem(
                f"{path}: unknown section [{section}]; known: {', '.join(Config.model_fields)}"
            )
        given[section] = {key: _number(section, key, value) for key, value in keys.items()}
    try:
        return Config.model_validate(given).model_dump()
    except ValidationError as error:
        raise UsageProblem(f"{path}: {_in_words(error)}") from error


def _number(section: str, key: str, value: Any) -> Any:
    """A whole number where any number may stand, as TOML writes 1 for 1.0."""
    kind = Config.model_fields[section].default.__class__.model_fields.get(key)
    number = kind is not None and float in (kind.annotation, *get_args(kind.annotation))
    return float(value) if number and type(value) is int and abs(value) < 1 << 53 else value


def _in_words(error: ValidationError) -> str:
    first = error.errors()[0]
    section, *rest = (str(part) for part in first["loc"])
    known = Config.model_fields[section].default.model_dump()
    if first["type"] == "extra_forbidden":
        return f"unknown key {section}.{rest[0]}; known: {', '.join(known)}"
    where = f"{section}.{rest[0]}"
    if "than" in first["type"] or first["type"] == "finite_number":
        return f"{where} = {first['input']!r} is out of range: {first['msg'].lower()}"
    return f"{where} must be like {known[rest[0]]!r}, not {first['input']!r}"
