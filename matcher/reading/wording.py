"""What a dossier says, in its reader's language: the texts of dossier.yaml, and words of the interface."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from matcher.reading.terms import interface, section
from matcher.reading.texts import text_of
from matcher.text.display import visible


@dataclass(frozen=True)
class Wording:
    """The texts in `language`; what fills them is written out where it would be invisible, and may be markup."""

    language: str

    def __call__(self, key: str, number: int = 1, /, **values: str) -> str:
        """The text `key` of dossier.yaml on `number` things."""
        shown = {
            name: value if isinstance(value, Markup) else visible(value) for name, value in values.items()
        }
        return text_of("dossier", key, self.language, number, shown)

    def has(self, key: str) -> bool:
        """Whether dossier.yaml has a text of this key."""
        return key in section("dossier")

    def word(self, key: str, *filled: str) -> str:
        """A text of the interface, as the pages of a case have it."""
        return interface(key, self.language, *filled)

    def or_else(self, key: str, otherwise: str) -> str:
        """The text `key` without holes; `otherwise` where there is none, as of a word of another version."""
        return self(key) if self.has(key) else otherwise

    @property
    def blank(self) -> str:
        """What parts two words."""
        return "" if self.language == "zh" else " "

    @property
    def stop(self) -> str:
        """What ends a sentence."""
        return "。" if self.language == "zh" else "."

    def unlike_page(self, text: str) -> str:
        """A text that is kept in English, marked as such where the page is in another language."""
        return text if self.language == "en" else Markup('<span lang="en">{}</span>').format(visible(text))


ENGLISH = Wording("en")
