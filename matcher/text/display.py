"""How text that the world wrote is shown: nothing hidden, nothing endless, with its language and a transliteration."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Longer text is cut on the page and lies whole in the bag. The longest descriptions of real customs exports
# that we know have about 4,000 characters, product pages' descriptions rarely more.
SHOWN_CHARACTERS = 4_000

# Cc and Cf but for the line ends and the tab; the blank-looking Hangul fillers and the braille blank; the
# interlinear and object marks, the variation selectors and the tags, which can carry a hidden message.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff\ud800-\udfff]"
    "|(?<![\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff])\ufe0f"  # in its place it makes a sign an emoji
)
_HAN, _KANA = re.compile("[\u3400-\u9fff]+"), re.compile("[\u3040-\u30ff]")


@dataclass(frozen=True)
class Shown:
    """The part of a text that a page shows; `length` counts the whole text's characters."""

    text: str
    length: int

    @property
    def cut(self) -> bool:
        return len(self.text) < self.length


def visible(text: str) -> str:
    """The text with every invisible or direction-changing character written out, as ⟨U+202E⟩."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _HIDDEN.sub(lambda found: f"⟨U+{ord(found.group()):04X}⟩", text)


def shown(text: str | None, most: int = SHOWN_CHARACTERS) -> Shown:
    """At most `most` characters of the text; marks that belong to the last letter are not torn off."""
    text = text or ""
    if len(text) <= most:
        return Shown(text, len(text))
    end = most
    while end > most - 32 and unicodedata.combining(text[end]):
        end -= 1
    return Shown(text[:end], len(text))


def language_tag(text: str, known: str | None = None) -> str:
    """A language tag for `text`: the one known, else the one its letters suggest; `und` where neither tells."""
    if known and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", known):
        return known
    return _language_by_letters(text[:500])


@lru_cache(maxsize=8192)
def _language_by_letters(text: str) -> str:
    from matcher.text.normal_forms import language_of, script_of

    return "und" if script_of(text) == "Latin" else language_of(text) or "und"


def in_latin(text: str) -> str:
    """The text in Latin letters, by sound; empty where it is in them already.

    To be read: unlike matcher.text.transliteration.transliterate it keeps capitals and does not fold spellings for comparing.
    """
    head = text[:SHOWN_CHARACTERS]
    if not any(ord(letter) > 0x24F and letter.isalpha() for letter in head):
        return ""
    from anyascii import anyascii

    if _HAN.search(head) and not _KANA.search(head):
        from pypinyin import lazy_pinyin

        head = _HAN.sub(lambda found: f" {' '.join(lazy_pinyin(found.group()))} ", head)
    words = ((word, str(anyascii(word))) for word in visible(head).split())
    return " ".join(latin.upper() if word.isupper() else latin for word, latin in words)


def file_word(text: str, otherwise: str = "x") -> str:
    """`text` as a part of a file name: letters, digits, hyphens and underscores only, at most 60."""
    word = re.sub(r"[^A-Za-z0-9_-]+", "-", text).strip("-")[:60]
    return word or otherwise


def amount(value: float | None) -> str:
    """A quantity without a needless fraction, thousands apart by a narrow space: 12 000, 88.813."""
    if value is None:
        return ""
    whole = f"{value:,.3f}".rstrip("0").rstrip(".")
    return whole.replace(",", "\u202f")
