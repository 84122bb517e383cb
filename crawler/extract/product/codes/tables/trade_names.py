"""Models that are called by one trade name and a number or a short code each: Kestrel 3, Kestrel 4; Kestrel A3, Kestrel A4."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.extract.product.codes.forms.code_forms import NUMBERED_WORD, is_numbered_size
from crawler.extract.product.codes.forms.model_labels import names_kind
from crawler.extract.words.alphabets import CAPITALS

_NAMED = re.compile(
    rf"(?P<name>[{CAPITALS}][^\W\d_]{{2,20}})[ -](?P<code>(?:[{CAPITALS}]{{1,2}}-?)?\d{{1,5}}(?: ?[{CAPITALS}]{{1,3}})?)"
)


def are_numbered_names(cells: Sequence[str]) -> bool:
    """Whether different cells, two at least, are one name that begins with a capital and a number each, perhaps behind a letter or
    two; no class, size or version."""
    found = [_NAMED.fullmatch(cell) for cell in cells]
    if any(match and match["code"][0].isalpha() and is_numbered_size(match["code"]) for match in found):
        return False
    names = {match["name"] if match else "" for match in found}
    if len(names) != 1 or len(set(cells)) < len(cells) or len(cells) < 2:
        return False
    name = names.pop()
    return name != "" and not NUMBERED_WORD.fullmatch(name) and not names_kind(name)
