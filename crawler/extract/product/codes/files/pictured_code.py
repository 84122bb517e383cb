"""The code that the text of a page's picture is or begins with, where the picture's file or the product's name vouches for it;
the one in brackets behind the name in its caption."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from crawler.extract.page.element_text import letters_of, short_text
from crawler.extract.page.gallery import subject_images
from crawler.extract.page.layout import Layout
from crawler.extract.page.picture_names import picture_name
from crawler.extract.product.codes.forms.code_forms import is_code, is_marked_code, is_size

LEAST_STEM = 4  # letters that two words begin with, of which one may be inflected
LEAST_FILE = 4  # letters and digits of a file's name that begins a code
_DOT_ABOVE = "\u0307"  # what is left of a Turkish capital
LONGEST_CAPTION = 100  # characters
_BRACKETED = re.compile(r"\s?[(\[](?P<code>[^()\[\]]{3,24})[)\]]")
_ENDING = re.compile(r"\.\w{2,5}$")


def pictured_code(layout: Layout, name: str) -> str | None:
    """The marked code that all texts of the subject's pictures are, and their file is called so or shorter: QV-20A on qv20.png;
    or that they begin with, and words of the product's name follow: "QV-20 seat" of an "Oaken tripod seat"."""
    code, _, rest = (picture_name(layout) or "").partition(" ")
    if not is_marked_code(code):
        return None
    vouched = _are_of(rest, name) if rest else _is_called(layout, code)
    return code if vouched else None


def captioned_code(layout: Layout, name: str) -> str | None:
    """The one code in brackets behind the name in a picture's caption: "Bench saw (DUO2X15)"."""
    found = {
        match["code"]
        for element in layout.subject("figcaption")
        if (text := short_text(element, LONGEST_CAPTION) or "").startswith(name)
        and (match := _BRACKETED.fullmatch(text, len(name)))
        and is_code(match["code"])
        and not is_size(match["code"])
    }
    return found.pop() if len(found) == 1 else None


def _are_of(words: str, name: str) -> bool:
    """Whether each word begins as one of the name does."""
    stems = {word[:LEAST_STEM] for word in _plain(name)}
    return all(len(word) >= LEAST_STEM and word[:LEAST_STEM] in stems for word in _plain(words))


def _plain(text: str) -> list[str]:
    return text.casefold().replace(_DOT_ABOVE, "").split()


def _is_called(layout: Layout, code: str) -> bool:
    """Whether the file of a picture with this text has a name that the code begins with."""
    wanted = letters_of(code)
    paths = (
        unquote(urlsplit(image.url).path) for image in subject_images(layout) if image.alt.strip() == code
    )
    stems = (letters_of(_ENDING.sub("", path.rpartition("/")[2])).replace("_", "") for path in paths)
    return any(len(stem) >= LEAST_FILE and wanted.startswith(stem) for stem in stems)
