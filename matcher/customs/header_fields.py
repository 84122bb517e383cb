"""Which fields a header may name: by the patterns and words of headers.py."""

from __future__ import annotations

import re
from collections.abc import Iterator

from matcher.customs.headers import FALLBACK, G_CODES, PATTERNS, SUMMED, TRANSLATED, g_code, plain

TRANSLATION_RANK = 50  # added to the rank of a column that says it is a translation

_COMPILED = {name: tuple(re.compile(pattern) for pattern in patterns) for name, patterns in PATTERNS.items()}


_FALLBACK = {
    name: (re.compile(rf"(?<!\w)(?:{words})(?!\w)"), re.compile(rf"(?<!\w)(?:{not_words})(?!\w)"))
    for name, (words, not_words) in FALLBACK.items()
}
FALLBACK_RANK = 30  # after every header that a pattern knows whole


def fields_named(header: str) -> Iterator[tuple[str, int]]:
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
                if pattern.fullmatch(form):
                    known = True
                    yield name, rank + penalty
                    break
    if not known and code is None:
        form, penalty = forms[0]
        for name, (words_in, words_out) in _FALLBACK.items():
            if words_in.search(form) and not words_out.search(form):
                yield name, FALLBACK_RANK + penalty
