"""The items of a site, prepared for finding them in sentences: by codes, by their whole names, by kinds of goods."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from matcher.attributes.extract import prepared
from matcher.attributes.taxonomy import Taxonomy
from matcher.records.documents import ItemDocument
from matcher.statements.model import Goods
from matcher.statements.phrases import fold, words_of
from matcher.statements.sentences import Sentence
from matcher.text.lexicon import Lexicon, Mention
from matcher.text.normal_forms import code_form
from matcher.text.scopes import HAN, Words

SHORTEST_CODE = 3  # letters and digits of a code; shorter ones occur by chance
SHORTEST_NAME = 8  # letters of a name that is looked for whole, 4 Chinese characters
CODE_PARTS = 4  # runs of letters and digits that one code may be written in
_RUN = re.compile(r"[A-Za-z0-9А-Яа-яІіЇїЄєҐґ+]+")
_JOINT = re.compile(r"[\s./_-]{0,2}")
# What looks like a code of goods: letters and digits joined, two digits at least. Standards and levels do so, too.
_LIKE_CODE = re.compile(r"(?<![A-Za-z0-9-])[A-Z]{1,6}[A-Z0-9]*(?:[-/ ]?[A-Z0-9]+){0,3}(?![A-Za-z0-9-])")
_NO_CODE = re.compile(
    r"(?:MIL-STD|NIJ|ISO|EN|GB|GA|STANAG|MIL|STD|GOST|CE|V|HS|USD|EUR|CNY|COVID|G|IP|LEVEL|BR)[-/ ]?[\dIVX.]*[A-Z]?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Named:
    """Goods named in a sentence: the place and what it names."""

    start: int
    end: int
    goods: Goods


class SiteItems:
    """The items of one site."""

    def __init__(self, items: Iterable[ItemDocument], taxonomy: Taxonomy) -> None:
        self.taxonomy = taxonomy
        self.codes: dict[str, set[str]] = defaultdict(set)
        self.names: dict[str, set[str]] = defaultdict(set)
        self.kinds: dict[str, set[str]] = defaultdict(set)
        for item in items:
            for code in item.codes:
                form = code_form(code)
                if len(form) >= SHORTEST_CODE and any(c.isdigit() for c in form):
                    self.codes[form].add(item.item_id)
            for page in item.pages:
                name = fold(" ".join(page.name.split()))
                if len(name) >= (4 if HAN.search(name) else SHORTEST_NAME):
                    self.names[name].add(item.item_id)
            for kind in item.kinds:
                self.kinds[kind].add(item.item_id)
        long_first = sorted(self.names, key=len, reverse=True)
        self._names = re.compile("|".join(map(re.escape, long_first))) if long_first else None

    def find(self, sentence: Sentence, language: str) -> list[Named]:
        """The goods that a sentence names, by place: codes before whole names before kinds where they overlap."""
        found: list[Named] = []
        for named in (
            *self._coded(sentence.words),
            *self._by_name(sentence.folded),
            *self._by_kind(sentence, language),
        ):
            if not any(named.start < other.end and other.start < named.end for other in found):
                found.append(named)
        return sorted(found, key=lambda named: named.start)

    def _coded(self, words: str) -> list[Named]:
        runs = list(_RUN.finditer(words))
        found: list[Named] = []
        at = 0
        while at < len(runs):
            end = self._longest(words, runs, at)
            if end:
                code = words[runs[at].start() : runs[end - 1].end()]
                items = tuple(sorted(self.codes[code_form(code)]))
                found.append(Named(runs[at].start(), runs[end - 1].end(), Goods((code,), (), items)))
            at = end or at + 1
        for like in _LIKE_CODE.finditer(words):
            digits = sum(c.isdigit() for c in like[0])
            letters = sum(c.isalpha() for c in like[0])
            if digits >= 2 and letters and not _NO_CODE.fullmatch(like[0]) and not _year_after_word(like[0]):
                found.append(Named(like.start(), like.end(), Goods((like[0],))))
        return found

    def _longest(self, words: str, runs: Sequence[re.Match[str]], at: int) -> int:
        """The number of the run after the longest code that begins at run `at`; 0 where none does."""
        best = 0
        for end in range(at + 1, min(at + CODE_PARTS, len(runs)) + 1):
            if end > at + 1 and not _JOINT.fullmatch(words, runs[end - 2].end(), runs[end - 1].start()):
                break
            if code_form(words[runs[at].start() : runs[end - 1].end()]) in self.codes:
                best = end
        return best

    def _by_name(self, folded: str) -> list[Named]:
        if self._names is None:
            return []
        return [
            Named(m.start(), m.end(), Goods((), (), tuple(sorted(self.names[m[0]]))))
            for m in self._names.finditer(folded)
        ]

    def _by_kind(self, sentence: Sentence, language: str) -> list[Named]:
        """Kinds of goods; a kind that one item of the site has stands for that item."""
        found = []
        for start, end in sentence.clauses:
            for m in self._mentions(sentence.words[start:end], language):
                words = sentence.words[start + m.start : start + m.end]
                if language == "zh" and any(c.isdigit() for c in words):
                    continue  # a number between two stems: 陶瓷插板3000块 is no 陶瓷块
                if m.label in self.taxonomy.kinds and (
                    self.sells(m.label) or not self.taxonomy.kinds[m.label].civil
                ):
                    goods = Goods((), (m.label,), self._only(m.label))
                    found.append(Named(start + m.start, start + m.end, goods))
        return sorted(found, key=lambda named: (named.start - named.end, named.start))

    def _mentions(self, words: str, language: str) -> list[Mention]:
        if language == "tr":
            return _turkish().find(Words(fold(words)))
        return self.taxonomy.kind_names.find(Words(prepared(words)))

    def sells(self, kind: str) -> bool:
        """Whether the site has items of the kind, or of a narrower or wider one."""
        wider = self.taxonomy.kinds[kind].wider
        return any(kind in self.taxonomy.kinds[own].wider or own in wider for own in self.kinds)

    def _only(self, kind: str) -> tuple[str, ...]:
        items = self.kinds.get(kind) or {
            item
            for other, items in self.kinds.items()
            if kind in self.taxonomy.kinds[other].wider
            for item in items
        }
        return tuple(items) if len(items) == 1 else ()


def _year_after_word(text: str) -> bool:
    return re.fullmatch(r"[A-Z]+ (?:19|20)\d\d", text) is not None


@cache
def _turkish() -> Lexicon:
    return Lexicon({kind: fold(str(names)) for kind, names in words_of("goods_tr").items()})
