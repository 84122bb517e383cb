"""A record of goods as an item's words are compared with it: its code is spelt as the page spells it, other goods' codes are out.

"Pumps QX20 and QX35" has the words of the code QX-20, and QX35 is no word that its page lacks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from matcher.candidates.codes.code_hits import CodeHit
from matcher.match.kinship import Kinship, is_named
from matcher.records.documents import GoodsDocument
from matcher.similarity.shared_words import identifiers_of, words_of
from matcher.text.normal_forms import code_form


@dataclass(frozen=True)
class Spelt:
    """A record of goods in an item's spelling, and the signs that its code was before, in the form of codes."""

    goods: GoodsDocument
    signs: tuple[str, ...] = ()


def spelt_for(goods: GoodsDocument, item: int, hits: Mapping[int, CodeHit], kinship: Kinship) -> Spelt | None:
    """The record as the words of item number `item` are compared with it; None where nothing changes.

    `hits`: the codes that it names, by item.
    """
    own = hits.get(item)
    if own is None or not is_named(own):
        return None
    changes = {
        hit.span: " "
        for other, hit in hits.items()
        if hit.span is not None and kinship.are_apart(item, own, other, hit)
    }
    respelt = not own.member and words_of(own.written) != words_of(own.code)
    if respelt and own.span is not None:
        changes[own.span] = own.code
    if not changes and not respelt:
        return None
    text = goods.clean
    for start, end in sorted(changes, reverse=True):
        text = f"{text[:start]} {changes[start, end]} {text[end:]}"
    spelt = replace(goods, text=text, model=_spelt(goods.model, own), article=_spelt(goods.article, own))
    return Spelt(spelt, (code_form(own.code),) if identifiers_of(own.written) else ())


def _spelt(stated: str, hit: CodeHit) -> str:
    """A model or article that a record states, spelt as the page's code where it is this."""
    return hit.code if stated and code_form(stated) == code_form(hit.written) else stated
