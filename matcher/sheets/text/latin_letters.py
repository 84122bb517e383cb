"""Which letters a language of Latin letters writes: of a text with a handful of them the words in plain letters tell the language.

AÑO in a file of Spanish words is no AÐO, though both bytes are of some code page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from matcher.sheets.text.alphabets import ALPHABETS

# Frequent words of customs files, of which a text has clearly more in its own language, and signs that it writes beside its letters.
_LANGUAGES = {
    "es": ("del los las el con por fecha cantidad unidad pais uso importador proveedor aduana", "¿¡ª"),
    "pt": ("da dos em ou quantidade nao para descricao mercadoria peso fabricante", "ª"),
    "it": ("di della delle dei con per uso quantita descrizione merce bolletta dogana importatore", "ª"),
    "fr": ("des du les avec pour le la designation quantite pays marchandise douane fournisseur", ""),
    "de": ("und mit aus der die das von menge ware warenbezeichnung gewicht zoll ursprungsland", ""),
}  # fmt: skip
_WORDS = {language: frozenset(words.split()) for language, (words, _) in _LANGUAGES.items()}
_SIGNS = "°º²³µ×±–—‘’“”«»•…€£§©®"
_LETTERS = {
    language: ALPHABETS[language] | frozenset(signs + _SIGNS) for language, (_, signs) in _LANGUAGES.items()
}
_PLAIN_WORD = re.compile(r"(?<![^\W_])[a-z]{2,20}(?![^\W_])")
LEAST_WORDS, LEAD = 6, 2  # words of a language that tell it, and how many times as many as of any other
MOST_WIDE = 40  # letters beyond ASCII in a text from which they tell the language themselves


def language_of(text: str) -> str:
    """The language of these whose words a text has, clearly more than those of the others; else empty."""
    counts = Counter(_PLAIN_WORD.findall(text.casefold()))
    found = Counter({language: sum(counts[word] for word in words) for language, words in _WORDS.items()})
    (language, most), (_, second) = found.most_common(2)
    return language if most >= LEAST_WORDS and most >= LEAD * second else ""


def likelier_by_letters(data: bytes, plain: str, pages: Iterable[str]) -> list[str]:
    """Those of the code pages under which `data`, lines with bytes from 0x80 on, has the letters of the language of `plain` alone;
    all of them where that is none, or under none of them."""
    pages = list(pages)
    letters = _LETTERS.get(language_of(plain))
    if letters is None or sum(byte >= 0x80 for byte in data) > MOST_WIDE:
        return pages
    fitting = [
        page for page in pages if all(c in letters for c in data.decode(page, "replace") if c > "\x7f")
    ]
    return fitting or pages
