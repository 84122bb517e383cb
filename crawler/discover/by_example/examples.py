"""Pages that the user names as examples: what they give with the profile that was written, and selectors for the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crawler.capture.fetch import FetchedPage
from crawler.discover.by_example.derived_selectors import DerivedSelector, ExamplePage, derive_selectors
from crawler.discover.sampling import SamplePage
from crawler.extract.page.document import Document
from crawler.extract.page.page_links import plain_address
from crawler.extract.page.parsing import read_document
from crawler.extract.page_records import shared_parts
from crawler.extract.sample_look import SampleEntry
from crawler.extract.worker.blocking import LimitedReader
from crawler.models import CatalogItem, PageRecords
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


@dataclass(frozen=True, eq=False)
class Example:
    """A page that the user named, the kind that the user says it is, and what a profile reads on it."""

    url: str
    kind: str
    records: PageRecords


def read_examples(
    pages: Mapping[str, SamplePage], examples: Mapping[str, str], profile: SiteProfile
) -> list[Example]:
    """The examples (address -> kind) as `profile` reads them, those that can be read."""
    named = [(url, kind, pages[url].answer) for url, kind in examples.items() if url in pages]
    if not named:
        return []
    found = []
    with LimitedReader(profile) as reader:
        for url, kind, answer in named:
            reading = reader.page(answer.body, answer.url, answer.headers, captured_at=answer.at)
            if reading.records is not None:
                found.append(Example(url, kind, reading.records))
    return found


def selectors_of(
    examples: Sequence[Example], pages: Mapping[str, SamplePage], profile: SiteProfile
) -> list[DerivedSelector]:
    """Selectors for the fields that no example of a product gives; the lists among `pages` confirm values."""
    listed: dict[str, list[SampleEntry]] = {}
    for page in pages.values():
        for entry in page.look.entries():
            listed.setdefault(plain_address(entry.url), []).append(entry)
    products = []
    for example in examples:
        if example.kind == "product":
            entries = listed.get(example.url, [])
            document = _document(pages[example.url].answer, profile)
            products.append(
                ExamplePage(
                    document,
                    example.records.item or CatalogItem(document.url),
                    frozenset(e.name for e in entries if e.name),
                    frozenset(e.image for e in entries if e.image),
                    frozenset(e.price for e in entries if e.price),
                )
            )
    return derive_selectors(products)


def _document(answer: FetchedPage, profile: SiteProfile) -> Document:
    document = read_document(answer.body, answer.url, answer.headers)
    document.shared = shared_parts(profile)
    return document


def missing_fields(
    examples: Sequence[Example], derived: Sequence[DerivedSelector]
) -> Iterator[MissingFields]:
    """For each example that does not give all that its kind shows, also not by a derived selector: what is missing."""
    found = {one.field for one in derived}
    for example in examples:
        records, expected = example.records, EXPECTED[example.kind]
        record = records.item if example.kind == "product" else records.post
        if record is None:
            yield MissingFields(example.url, expected, str(records.page_type))
        elif missing := tuple(f for f in expected if f not in found and not getattr(record, f)):
            yield MissingFields(example.url, missing)
