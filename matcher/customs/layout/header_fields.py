"""Which fields a header may name: by the patterns of headers.py, else by its single words."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from matcher.customs.layout.header_concepts import fields_by_concept
from matcher.customs.layout.headers import G_CODES, PATTERNS, SUMMED, TRANSLATED, g_code
from matcher.text.plain_words import plain

TRANSLATION_RANK = 200  # added to the rank of a column that says it is a translation

FALLBACK_RANK = 100  # after every header that a pattern knows whole

_COMPILED = {name: tuple(re.compile(pattern) for pattern in patterns) for name, patterns in PATTERNS.items()}


class HeaderWords:
    """What headers say. `spellings` are the plain headers that whole patterns may read; None means any.

    With a set of spellings the rest is read by single words alone, as a header is that nobody has seen: the
    benchmark of layouts asks for that.
    """

    def __init__(self, spellings: Container[str] | None = None) -> None:
        self.spellings = spellings

    def fields_named(self, header: str) -> Iterator[tuple[str, int]]:
        """The fields a header may name, each with the rank of the pattern that says so (0 is best)."""
        code = g_code(header)
        if code is not None and (name := G_CODES.get(code)):
            yield name, -1
        words = plain(header)
        if "%" in words or "percent" in words:  # a share of a sum is no field of a line
            return
        if code is not None:
            words = plain(re.sub(r"[(\[][^)\]]*[)\]]", " ", header)) or words
        forms = [(words, 0)]
        if (bare := SUMMED.sub("", words)) != words:
            forms.append((bare, 3))
        if TRANSLATED.search(words):
            bare = " ".join(TRANSLATED.sub(" ", words).split())
            forms = [(bare, TRANSLATION_RANK)]
        elif "(" in header or "[" in header or "," in header:
            bare = plain(re.split(r"[(\[,]", header)[0])
            if bare and bare != words:
                forms.append((bare, 5))
        known = False
        for form, penalty in forms:
            for name, patterns in _COMPILED.items():
                for rank, pattern in enumerate(patterns):
                    if (self.spellings is None or plain(header) in self.spellings) and pattern.fullmatch(
                        form
                    ):
                        known = True
                        yield name, rank + penalty
                        break
        if not known and code is None:
            for form, penalty in forms:
                offers = list(fields_by_concept(form))
                yield from ((name, FALLBACK_RANK + rank + penalty) for name, rank in offers)
                if offers:
                    break


ALL_WORDS = HeaderWords()
