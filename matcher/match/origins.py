"""The country of each maker: where most goods that name it come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from matcher.candidates.makers.maker_index import MakerMentions
from matcher.records.documents import GoodsDocument

HOME_SHARE = 0.6  # share of the lines that name a maker from which their origin is the maker's country
HOME_LINES = 3

Origins = dict[int, Counter[str]]


def tally_origins(
    goods: Sequence[GoodsDocument], maker_mentions: Sequence[MakerMentions], seen: Origins
) -> None:
    """Count the origins of goods that name each maker into `seen`."""
    for document, found in zip(goods, maker_mentions, strict=True):
        for maker in found.named:
            seen.setdefault(maker, Counter()).update(document.origins)


def homes_of(seen: Mapping[int, Counter[str]]) -> dict[int, str]:
    """The country that most goods naming a maker come from, by the maker's number."""
    homes = {}
    for maker, origins in seen.items():
        # of two countries named equally often the first by name, whatever was read first
        country, number = min(origins.items(), key=lambda pair: (-pair[1], pair[0]), default=("", 0))
        if number >= HOME_LINES and number >= HOME_SHARE * sum(origins.values()):
            homes[maker] = country
    return homes
