"""Pages that the user names as examples: what they do not give with the profile that was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crawler.discover.judgement import SamplePage
from crawler.extract.page_records import extract_page
from crawler.profile.profile import SiteProfile

# Fields that a page of each kind nearly always shows.
EXPECTED = {
    "product": ("name", "images", "description", "specs", "price"),
    "post": ("title", "published", "text"),
}


@dataclass(frozen=True)
class MissingFields:
    """The fields that an example does not give; `read_as` is the kind it was read as, where that is another."""

    url: str
    fields: tuple[str, ...]
    read_as: str | None = None


def missing_fields(
    pages: Mapping[str, SamplePage], examples: Mapping[str, str], profile: SiteProfile
) -> Iterator[MissingFields]:
    """For each example (address -> kind) that does not give all that its kind shows: what is missing."""
    for url, kind in examples.items():
        if (page := pages.get(url)) is None:
            continue
        answer = page.answer
        records = extract_page(
            answer.body, answer.url, answer.headers, captured_at=answer.at, profile=profile
        )
        record = records.item if kind == "product" else records.post
        if record is None:
            yield MissingFields(url, EXPECTED[kind], str(records.page_type))
        elif missing := tuple(name for name in EXPECTED[kind] if not getattr(record, name)):
            yield MissingFields(url, missing)
