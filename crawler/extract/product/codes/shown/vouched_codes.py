"""A code in the page's sentences that no word calls one, but that the address, a picture's file or the product's name vouches for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import dropwhile

from crawler.extract.page.element_text import letters_of
from crawler.extract.page.firm_names import firms_in
from crawler.extract.page.layout import Layout
from crawler.extract.product.codes.forms.code_forms import (
    NOT_CODE,
    NUMBERED_WORD,
    SAID_BEHIND,
    UNIT_BEHIND,
    is_code,
    is_marked_code,
)
from crawler.extract.product.codes.forms.code_lists import codes_alike
from crawler.extract.product.codes.forms.model_labels import heads_models
from crawler.extract.product.codes.names.codes_in_addresses import code_in_address, file_stem
from crawler.extract.product.codes.shown.codes_in_elements import (
    TEXTS,
    in_link,
    opening_texts,
    stems_of_pictures,
    texts_of,
)
from crawler.extract.product.codes.shown.initials import initialed_codes, owned_codes, shortened_codes
from crawler.extract.words.alphabets import CAPITALS, HAN
from crawler.extract.words.labels import known_labels
from crawler.extract.words.vocabulary import alternatives, common_words

_KIND_BEHIND = re.compile("^(?:型号?|型號|系列)")  # a word for a model glued behind its code: QV-20型三脚椅
_HAN = re.compile(f"[{HAN}]{{2}}")
_SHORT_FIRM = re.compile(f"[{HAN}]{{2,4}}")
# Letters alone that such a word calls a code: QV-M型吊秤
_LETTERS_OF_KIND = re.compile(rf"(?:^|[。！？；])(?P<code>[{CAPITALS}]{{2,5}}-[{CAPITALS}]{{1,4}})型")
_HANGUL = re.compile("[\uac00-\ud7a3]{2}$")
SMALL = 3  # letters of a word that may be a preposition
LEAST_WORD = 4  # letters of the name's words before a code
LEAST_LETTERS = 2  # of a code that begins a text
LEAST_LAST = 3  # of its last word, which says what it is: "Kit QV-20"
_SIGNS = rf"{CAPITALS}a-z\d"
_TOKEN = re.compile(rf"(?<![{_SIGNS}./-])[{CAPITALS}\d][{_SIGNS}]*(?:[-/.][{_SIGNS}]+)*(?![{_SIGNS}-])")
# Letters with a hyphen and a number behind a blank: "Level sensor (QV-LS 7)"
_HYPHENED = re.compile(
    rf"(?<![{_SIGNS}./-])[{CAPITALS}]{{1,4}}-[{CAPITALS}]{{1,5}} (?P<number>\d{{1,4}}[{CAPITALS}]{{0,2}})(?![{_SIGNS}/%°-]|[.,]\d)"
)
# The same with a blank between letters and number: "the QVD 500 is"
_SPACED = re.compile(
    rf"(?<![{_SIGNS}./-])(?P<word>[{CAPITALS}]{{2,5}})(?:-[{CAPITALS}]{{1,4}})? \d{{2,5}}[{CAPITALS}]{{0,2}}(?![{_SIGNS}/%°-]|[.,]\d)"
)
_OPENING, _CLOSING = " ([«\"“„'「", " )]»\"”'」"
_SENTENCE_START = re.compile(rf"(?:^|[.!?。！？]\s?)(?:(?:{alternatives('articles')})\s)?$", re.I)
_TOPIC = re.compile(r"(?:은\(는\)|는\(은\)|은|는)\s")
_TOPIC_BEGINS = re.compile(r"(?:^|[.!?。]\s?|[\uac00-\ud7a3][한된인]\s)$")
_RESUMED = re.compile(rf",\s(?:{alternatives('articles')})\s$", re.I)  # "Made of brass, the QV-20 is"
_LAST_WORD = re.compile(r"(?P<word>[^\W\d_]+)\s$")
LONGEST_BEFORE = 24  # characters of a word for a model with a blank
LONGEST_START = 60  # characters before a code in its sentence that are looked at
_ARTICLE = re.compile(rf"^(?:(?:{alternatives('articles')})\s|[ld]['’])", re.I)
# "Our article for this rope is QV-20."
_IS_OURS = re.compile(
    rf"(?<!\w)(?:{alternatives('own_words')})(?!\w)[^.!?]{{1,{LONGEST_START}}}\s(?:{alternatives('linking_words')})\s$",
    re.I,
)
# "The designation of the saw is"
_IS_CALLED = re.compile(
    rf"(?<!\w)(?i:{'|'.join(known_labels('sku'))}|{'|'.join(known_labels('model'))}|{alternatives('code_phrases')})"
    rf"\s(?P<whose>[^.,;:!?]{{3,{LONGEST_START}}})\s(?:{alternatives('linking_words')})\s$"
)
_BRACKET, _BRACKET_ENDS = re.compile(r"[.!?。！？]\s?[(\[（]$"), re.compile(r"[)\]）][.。]?$")
_AFTER_OURS = re.compile(r"[.,;]|$")
_SMALL = r"[^\W\d_A-ZÀ-ÞА-ЯЁІЇЄҐ]"
_GOES_ON = re.compile(
    rf":?\s(?:{_SMALL}{{3,}}(?:\s\w+){{3}}|{_SMALL}{{1,2}}(?:\s\w+){{4}})"
)  # small words behind a code, perhaps behind a colon


def vouched_code(layout: Layout, name: str) -> str | None:
    """The one code of the page's sentences that something vouches for; None for none or several.

    In this order: it is the page's own title, the last part of its address or the name of a picture's file; it begins with the
    initials of the product's name, perhaps behind the firm's, or shortens it; it stands beside that name, or after words of it at a text's
    beginning; it is the page's only code, there also one with a blank, and a sentence says what it is, calls it the firm's own or is one
    of the page's first and begins with it, or it stands before the name's last word, or alone in brackets, or at an end of the address.
    """
    texts = list(_texts(layout, _TOKEN))
    stems = _stems(layout)
    filed = {code for _, match in texts if letters_of(code := match[0]) in stems}
    if filed:
        return filed.pop() if len(filed) == 1 else None
    if initialed := initialed_codes(layout, name) or shortened_codes(layout, name):
        return initialed.pop() if len(initialed) == 1 else None
    owners = _owners(layout)
    if owned := owned_codes(layout, name, owners):
        return owned.pop() if len(owned) == 1 else None
    marked = [(text, match) for text, match in texts if is_marked_code(match[0])]
    marked += [(text, match) for text, match in _texts(layout, _HYPHENED) if not _is_measure(match)]
    beside = {match[0] for text, match in marked if _is_beside(text, match, name.casefold(), owners)}
    if beside:
        return beside.pop() if len(beside) == 1 else None
    if not marked:
        marked = [(text, match) for text, match in _texts(layout, _SPACED) if _is_spaced(match)]
    if not marked and _HAN.search(name):
        return _lettered(layout, name)
    opening = opening_texts(layout)
    if len({match[0] for _, match in marked}) != 1:
        return _opening_subject(marked, opening, name.casefold(), owners)
    code = marked[0][1][0]
    vouched = code_in_address(code, layout.document.url) or any(
        _is_subject(text, match, name.casefold(), owners)
        or _is_called_so(text, match, name.casefold())
        or _is_called_ours(text, match)
        or (text in opening and _begins(text, match, name.casefold()))
        or _is_topic(text, match)
        or _is_before_last_word(text, match, name.casefold(), owners)
        or _is_sentence(text, match)
        for text, match in marked
    )
    return code if vouched else None


def _lettered(layout: Layout, name: str) -> str | None:
    """The one code of letters that sentences begin with before a word for a model and what the name ends in: QV-M型吊秤."""
    ends = tuple(name[-signs:] for signs in range(2, min(len(name), LONGEST_BEFORE) + 1))
    found = {
        match["code"]
        for element, text in texts_of(layout, *TEXTS)
        for match in _LETTERS_OF_KIND.finditer(text)
        if text.startswith(ends, match.end()) and not in_link(layout, element, match["code"])
    }
    return found.pop() if len(found) == 1 else None


def _opening_subject(
    marked: list[tuple[str, re.Match[str]]], opening: list[str], name: str, owners: set[str]
) -> str | None:
    """The one of several codes that one of the page's first texts begins with and says something of: "QV-20 is a saw for the
    bench PB-300". None where another begins as it does: both may be of the page's kinds."""
    found = {
        match[0]
        for text, match in marked
        if text in opening
        and not _ARTICLE.sub("", text[: match.start()], count=1).strip()
        and (_is_subject(text, match, name, owners) or _begins(text, match, name))
    }
    code = found.pop() if len(found) == 1 else None
    others = {match[0] for _, match in marked} - {code}
    return None if code is None or any(codes_alike([code, other]) for other in others) else code


def marked_codes(layout: Layout) -> set[str]:
    """The codes of the page's sentences that are codes by their form, though nothing calls them so."""
    return {match[0] for _, match in _texts(layout, _TOKEN) if is_marked_code(match[0])}


def _begins(text: str, match: re.Match[str], name: str) -> bool:
    """Whether a code begins a text, perhaps behind an article and a word of the name, and goes on as a sentence does: with
    small words that no comma parts soon, the first of them none of another thing that the name speaks of. "D4-2 coupling,
    hardened" is no sentence."""
    before = _ARTICLE.sub("", text[: match.start()], count=1).strip().casefold()
    things = _thing_named(name)
    named = not before or (len(before) >= LEAST_LAST and before in things)
    goes_on = _GOES_ON.match(text, match.end())
    if not named or goes_on is None or sum(map(str.isalpha, match[0])) < LEAST_LETTERS:
        return False
    return goes_on[0].lstrip(":").split()[0] not in set(name.split()) - set(things)


def _is_called_ours(text: str, match: re.Match[str]) -> bool:
    """Whether a sentence calls a code the firm's own, and nothing stands behind it: "Our article for this rope is QV-20."."""
    before = text[: match.start()][-2 * LONGEST_START :]
    return _AFTER_OURS.match(text, match.end()) is not None and _IS_OURS.search(before) is not None


def _is_called_so(text: str, match: re.Match[str], name: str) -> bool:
    """Whether a sentence says that a code is what a word of the name is called: "The designation of the folding saw is QV-20.";
    not of another thing: "The code of the case for the saw"."""
    called = _IS_CALLED.search(text[: match.start()][-2 * LONGEST_START :])
    words = list(dropwhile(_is_small, called["whose"].casefold().split() if called else ()))
    return bool(words) and words[-1] in _thing_named(name) and not any(map(_is_small, words))


def _is_before_last_word(text: str, match: re.Match[str], name: str, owners: set[str]) -> bool:
    """Whether a sentence begins with an article and a code, and the name's last word follows, which says what it is: "The
    QV-20 saw"; in Chinese also behind what is said of it or the firm's short name, or the name without words amid it: 山野QV-20三脚座椅
    of a 三脚折叠座椅; in Korean with a small word glued to it."""
    behind = text[match.end() :].lstrip().casefold()
    if _HAN.search(name):
        before = text[: match.start()]
        firms = _SHORT_FIRM.fullmatch(before) is not None and any(before in owner for owner in owners)
        own = before.endswith("的") or not before or firms
        return own and _HAN.match(name[-2:]) is not None and behind.startswith(_shortened(name))
    last = _thing_named(name)[-1:]
    follows = re.findall(r"[^\W\d_]+", behind[:LONGEST_START])[:1]
    begun = _SENTENCE_START.search(text[: match.start()][-LONGEST_START:]) is not None
    if _HANGUL.search(name):  # whose words may be short, and to which small ones are glued: 의, 는, 은
        return begun and bool(follows) and follows[0].startswith(name.split()[-1])
    return begun and follows == last and len(last[0]) >= LEAST_LAST


def _shortened(name: str) -> tuple[str, ...]:
    """The ends of a name whose words no blank divides, two signs at least, alone or behind its beginning: 三脚座椅 of 三脚折叠座椅."""
    name = name[-LONGEST_BEFORE:]
    beginnings = (0, *range(2, len(name) - 2))
    return tuple({name[:signs] + name[at:] for signs in beginnings for at in range(signs, len(name) - 1)})


def _is_topic(text: str, match: re.Match[str]) -> bool:
    """Whether a code is what a Korean sentence is about, perhaps behind what was done with it: 인증을 취득한 QV-50K은(는) ..."""
    return _TOPIC.match(text, match.end()) is not None and (
        _TOPIC_BEGINS.search(text[: match.start()][-LONGEST_START:]) is not None
    )


def _is_sentence(text: str, match: re.Match[str]) -> bool:
    """Whether a code in brackets is the last of a text's sentences: "For workshops. (QV-20)"."""
    begun = _BRACKET.search(text[: match.start()][-LEAST_WORD:]) is not None
    return begun and _BRACKET_ENDS.match(text, match.end()) is not None


def _is_small(word: str) -> bool:
    return len(word) <= SMALL or word in common_words()


def _thing_named(name: str) -> list[str]:
    """The words of a name before its first small word: what stands behind may be another thing, as in "Case for a lamp"."""
    words = name.split()
    small = (at for at, word in enumerate(words) if at and _is_small(word))
    return words[: next(small, len(words))]


def _is_measure(match: re.Match[str]) -> bool:
    """Whether the number of a code with a blank is a measure, or its letters with it a standard."""
    return (
        NOT_CODE.fullmatch(match[0]) is not None or UNIT_BEHIND.match(match.string, match.end()) is not None
    )


def _is_spaced(match: re.Match[str]) -> bool:
    """Whether letters and a number behind a blank are a code: no standard, class or size, and no measure."""
    return not (
        NOT_CODE.fullmatch(match[0])
        or NUMBERED_WORD.fullmatch(match["word"])
        or UNIT_BEHIND.match(match.string, match.end())
    )


def _texts(layout: Layout, form: re.Pattern[str]) -> Iterator[tuple[str, re.Match[str]]]:
    """The codes of a form in the texts of the page's subject, each with its text; not those of links to other pages."""
    for element, text in texts_of(layout, *TEXTS):
        for match in form.finditer(text):
            if is_code(match[0]) and not in_link(layout, element, match[0]):
                yield text, match


def _stems(layout: Layout) -> set[str]:
    """The letters and digits of the address's last part, of the names of the pictures' files and of the page's own title."""
    own = {file_stem(layout.document.url), letters_of(layout.document.own_title)}
    return (own | stems_of_pictures(layout)) - {""}


def _is_beside(text: str, match: re.Match[str], name: str, owners: set[str]) -> bool:
    """Whether a code stands behind the name, or before it with one word between at most, or behind words of the name alone, before
    which the firm's may stand and behind them one for a model: "Oakmill seat type QV-20"."""
    before = _without_kind(text[: match.start()].rstrip(_OPENING).casefold(), owners)
    after = _KIND_BEHIND.sub("", text[match.end() :].lstrip(_CLOSING).casefold(), count=1)
    if _ends_in(before, name) or after.startswith(name) or after.partition(" ")[2].startswith(name):
        return True
    named = name.split()
    if article := _ARTICLE.match(before):
        before, named = before[article.end() :], _thing_named(name)
    words = before.split()
    if len(words) == 1 and len(before) >= LEAST_LAST and named[-1:] == words:
        return True
    long = all(len(word) >= LEAST_WORD for word in words) or (len(words) > 2 and len(words[-1]) >= LEAST_WORD)
    return bool(words) and long and set(words) <= set(named)


def _without_kind(before: str, owners: set[str]) -> str:
    """Words before a code without the firm's before them and a word for a model behind them."""
    rest, _, last = before[-LONGEST_BEFORE:].rpartition(" ")
    if not rest or not heads_models(last):
        return before
    rest = before[: -len(last)].rstrip()
    first, _, others = rest.partition(" ")
    return others if others and first in owners else rest


def _ends_in(text: str, name: str) -> bool:
    """Whether a text ends in the name, and not within a word that ends so; no blank divides words outside the alphabets."""
    before = text[: -len(name)][-1:]
    return text.endswith(name) and not (before.isalnum() and before < "\u3040")


def _owners(layout: Layout) -> set[str]:
    """The first words of the firms that the page names and of the site's name in its titles."""
    named = (*firms_in(layout.document.text), *layout.document.shared.title_parts)
    return {words[0].casefold() for text in named if (words := text.split())}


def _is_subject(text: str, match: re.Match[str], name: str, owners: set[str]) -> bool:
    """Whether a code begins a sentence, perhaps behind an article and a word of the name or of the firm's, that says what it
    is or has; or stands behind a comma and an article there."""
    before = text[: match.start()][-LONGEST_START:]
    word = _LAST_WORD.search(before)
    called = word["word"].casefold() if word else ""
    if word and len(called) >= LEAST_WORD and (called in name or called in owners):
        before = before[: word.start()]
    said = SAID_BEHIND.match(text, match.end())
    return said is not None and (_SENTENCE_START.search(before) or _RESUMED.search(before)) is not None
