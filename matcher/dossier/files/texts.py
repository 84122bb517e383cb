"""Texts of the world on a page: the shown part with marks, the whole of a long one in a file."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.text.display import Shown, shown
from matcher.text.highlight import Segment, segments, shared_keys

if TYPE_CHECKING:
    from matcher.review.evidence import Evidence


@dataclass(frozen=True)
class Text:
    """A text on a page; `file` holds the whole of one that was cut."""

    segments: tuple[Segment, ...]
    whole: Shown
    file: str = ""

    def __bool__(self) -> bool:
        return self.whole.length > 0


@dataclass(frozen=True)
class TextKeeper:
    """Shows texts, and puts those that are too long for a page whole into data/texts/."""

    data: Path

    def text(self, text: str, keys: frozenset[str] = frozenset()) -> Text:
        """`text` for a page, marked where one of `keys` occurs."""
        part = shown(text)
        marked = tuple(segments(part.text, keys)) if keys else (Segment(part.text),)
        if not part.cut:
            return Text(marked, part)
        content = text.encode("utf-8", "surrogatepass")
        name = f"texts/{sha256(content).hexdigest()}.txt"
        path = self.data / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return Text(marked, part, name)


def both_sides(evidence: Evidence) -> frozenset[str]:
    """The keys of words, codes and numbers that both sides of the pair hold."""
    item, goods = evidence.item, evidence.goods
    left = [
        item.name,
        item.model,
        item.sku,
        item.brand,
        item.category,
        item.description,
        *item.specs.values(),
    ]
    right = [goods.text, goods.maker, goods.trademark, goods.model, goods.article, goods.lines.translation]
    return shared_keys([shown(text).text for text in left], [shown(text).text for text in right])
