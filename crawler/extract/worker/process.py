"""The process that reads pages and pictures: bounds itself, then answers one request after another.

`python -m crawler.extract.worker.process DESCRIPTOR MEGABYTES SECONDS`, with one end of a socket as DESCRIPTOR. It ends
when the other end is closed.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from typing import TYPE_CHECKING, Any

from crawler.case.child_process import OUT_OF_MEMORY, limit_processor_time, limit_this_process

if TYPE_CHECKING:
    from crawler.extract.worker.sample_reading import SamplePages


def main(descriptor: int, megabytes: int, seconds: int) -> None:
    """Answer on the socket `descriptor`, with `megabytes` of address space, each request within `seconds` of processor time."""
    limit_this_process(memory=megabytes * 1024 * 1024, written=0)  # nothing is written but answers
    with socket.socket(fileno=descriptor) as other, other.makefile("rwb") as stream:
        try:
            serve(stream, seconds)
        except MemoryError:
            os._exit(OUT_OF_MEMORY)  # at once: tidying up what filled the memory takes time, and memory
        except BrokenPipeError:
            sys.exit(0)  # the crawl has ended


def serve(stream: Any, seconds: int) -> None:
    """The profile first, then requests until the stream ends."""
    from crawler.extract.worker.messages import LENGTHS, answer
    from crawler.extract.worker.sample_reading import SamplePages
    from crawler.profile.profile import SiteProfile

    profile, samples = None, SamplePages()
    while lengths := stream.read(LENGTHS.size):
        head_length, body_length = LENGTHS.unpack(lengths)
        head, body = json.loads(stream.read(head_length)), stream.read(body_length)
        # The kernel's clock of processor time: it ends what no Python code could interrupt.
        limit_processor_time(head.get("seconds", seconds))
        if head["what"] == "profile":
            profile = SiteProfile.model_validate_json(body) if body else None
            data = b"ready"
        elif head["what"] in ("look", "measure"):
            data = read_sample(samples, head, body)
        else:
            data = read(head, body, profile)
        stream.write(answer(data))
        stream.flush()


def read(head: dict[str, Any], body: bytes, profile: Any) -> bytes:
    """The answer to one request, as JSON."""
    from crawler.extract.feed import feed_links
    from crawler.extract.picture.image_facts import read_image
    from crawler.extract.picture.ocr import read_text
    from crawler.extract.sitemap import read_sitemap
    from crawler.extract.worker.messages import IMAGE, LINKS, PAGE, PICTURE_TEXT, SITEMAP, TEXT, in_json
    from crawler.extract.worker.page_reading import read_address, read_page

    if head["what"] == "image":
        return in_json(IMAGE, read_image(body))
    if head["what"] == "text":
        return in_json(PICTURE_TEXT, read_text(body))
    if head["what"] == "sitemap":
        return SITEMAP.dump_json(read_sitemap(body))
    if head["what"] == "feed":
        return LINKS.dump_json(feed_links(body))
    if head["what"] == "address":
        return TEXT.dump_json(read_address(body, head["url"], head["headers"]))
    reading = read_page(
        body,
        head["url"],
        head["headers"],
        captured_at=head["captured_at"],
        profile=profile,
        records=head["what"] == "page",
    )
    return in_json(PAGE, reading)


def read_sample(samples: SamplePages, head: dict[str, Any], body: bytes) -> bytes:
    """The answer to a request about a sample page of `site add`, as JSON."""
    from crawler.extract.worker.messages import LOOK, MEASURES, SHARED, in_json

    url, headers = head["url"], head["headers"]
    if head["what"] == "look":
        return in_json(LOOK, samples.look(body, url, headers))
    shared = SHARED.validate_python(head["shared"])
    return in_json(MEASURES, samples.measure(body, url, headers, head["at"], shared))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
