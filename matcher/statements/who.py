"""Who a sentence speaks of: firms, persons, customers without a name, and the countries they are from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from matcher.statements.model import UNNAMED, Party
from matcher.statements.nations import Nation
from matcher.statements.phrases import pattern, words_of
from matcher.statements.sentences import Sentence
from matcher.text.transliteration import name_key

CLOSE = 40  # characters between a nation and the customer who is of it
_CAP = r"[A-ZÇĞİÖŞÜ][\wçğıöşü&.'-]*"
_CYR_CAP = r"[А-ЯЁІЇЄҐ][\w.'’-]*"
_QUOTE_OPEN, _QUOTE_CLOSE = '«“"„「『', '»”"“」』'
_QUOTED = rf"[{_QUOTE_OPEN}](?P<q>[^{_QUOTE_CLOSE}\n]{{2,60}})[{_QUOTE_CLOSE}]"
_FIRMS = {
    "zh": (
        rf"{_QUOTED}\s?(?:贸易|进出口|商贸|装备|国际|科技)*(?:公司|集团|商行|企业|商社|厂)",
        r"(?:公司|集团|商|单位|客户)\s?(?:为|——|：|:)?\s?" + _QUOTED,
        r"(?P<n>[\u4e00-\u9fff·]{2,16}?(?:有限责任公司|有限公司|股份公司|贸易公司|进口公司|商贸公司|集团公司|公司|集团|商行|商社))",
        rf"(?P<n>{_CAP}(?:[ -]{_CAP}){{0,4}})\s?(?:公司|集团)",
    ),
    "en": (
        rf"(?P<n>{_CAP}[ ](?:(?:& )?{_CAP}[ ]){{0,4}}(?:LLC|LLP|Ltd|Limited|Co\.,? ?Ltd|Inc|GmbH|JSC|OJSC|PLC|Group|Company|Corporation|Corp|Trading|Holding|Import|Export|Trade|Supply|A\.?Ş\.?|OOO|TOO|LTD|CO))(?![a-z])\.?",
        rf"(?:company|firm|distributor|dealer|agent|partner|importer|customer|buyer|client|consignee)s?\s?,?\s(?:named\s|called\s)?{_QUOTED}",
        rf"{_QUOTED}\s(?:company|firm|group|LLC|Ltd)",
        rf"(?:buyers?|customers?|clients?|representatives?|delegates?|managers?)\s(?:of|from)\s(?P<n>{_CAP}(?:\s{_CAP}){{0,3}})",
        rf"(?:(?:company|firm|distributor|importer|dealer|agent)\s)(?P<n>{_CAP}(?:\s{_CAP}){{0,3}})",
    ),
    "ru": (
        rf"(?:ООО|АО|ТОО|ЗАО|ОАО|ПАО|ИП|ТДО?|НПО|НПП|ГК|СП|УП|ЧП|ОсОО|[Кк]омпани\w+|[Фф]ирм\w+|[Хх]олдинг\w*|[Зз]авод\w*|[Фф]онд\w*|[Кк]орпораци\w+|[Пп]редприяти\w+|[Гг]рупп\w+|[Дд]истрибьютор\w*|[Дд]илер\w*|[Зз]аказчик\w*|[Пп]артнер\w*)\s{_QUOTED}",
        rf"(?:ООО|АО|ТОО|ЗАО|ОАО|ПАО|ОсОО)\s(?P<n>{_CYR_CAP}(?:[ -]{_CYR_CAP}){{0,3}})",
        rf"(?:[Кк]омпани\w+|[Фф]ирм\w+)\s(?P<n>(?:{_CAP}|{_CYR_CAP})(?:\s(?:{_CAP}|{_CYR_CAP})){{0,3}})",
    ),
    "uk": (
        rf"(?:ТОВ|АТ|ПП|ПрАТ|ФОП|НВО|НВП|ТДВ|[Кк]омпані\w+|[Фф]ірм\w+|[Хх]олдинг\w*|[Зз]авод\w*|[Фф]онд\w*|[Пп]ідприємств\w+|[Гг]руп\w+|[Дд]истриб\w*|[Дд]илер\w*|[Зз]амовник\w*|[Пп]артнер\w*)\s{_QUOTED}",
        rf"(?:ТОВ|АТ|ПП|ПрАТ)\s(?P<n>{_CYR_CAP}(?:[ -]{_CYR_CAP}){{0,3}})",
        rf"(?:[Кк]омпані\w+|[Фф]ірм\w+)\s(?P<n>(?:{_CAP}|{_CYR_CAP})(?:\s(?:{_CAP}|{_CYR_CAP})){{0,3}})",
    ),
    "tr": (
        rf"(?P<n>(?:{_CAP}[ ]){{1,5}}(?:A\.?Ş\.?|Ltd\.? ?Şti\.?|LLC|Ltd|Holding|Ticaret|Grubu|Şirketi|Şti\.?|Dış Ticaret))(?!\w)",
        rf"{_QUOTED}\s(?:firma|şirket|grub|holding|kuruluş)\w*",
        rf"(?P<n>{_CAP}(?:\s{_CAP}){{0,3}})\s(?:firması|şirketi|grubu)\w*",
    ),
}
_PERSONS = {
    "zh": (
        r"(?P<n>[\u4e00-\u9fff·]{1,8}?)(?:先生|女士)",
        rf"(?P<n>{_CAP}(?:\s{_CAP}){{0,2}})\s?(?:先生|女士)",
    ),
    "en": (rf"(?P<n>(?:Mr|Ms|Mrs|Dr|Gen|Col)\.?\s{_CAP}(?:\s{_CAP}){{0,2}})",),
    "ru": (
        rf"(?:[Гг]-н\w*|[Гг]осподин\w*|[Гг]-ж\w+|[Гг]оспож\w+|директор\w*|представител\w+|полковник\w*)\s(?P<n>{_CYR_CAP}(?:\s{_CYR_CAP}){{0,2}})",
    ),
    "uk": (
        rf"(?:[Пп]ан\w*|директор\w*|полковник\w*|представник\w*)\s(?P<n>{_CYR_CAP}(?:\s{_CYR_CAP}){{0,2}})",
    ),
    "tr": (
        rf"(?:Bay|Bayan|Sayın)\s(?P<n>{_CAP}(?:\s{_CAP}){{0,2}})",
        rf"(?P<n>{_CAP}(?:\s{_CAP})?)\s(?:Bey|Hanım)",
    ),
}
# Words before a Chinese firm's name that are no part of it.
_BEFORE_HAN = re.compile(
    r"^.*?(?:来自|受|日|与|和|由|向|为|给|对|同|邀请|欢迎|迎来|接待|是|客户|买家|代理商|经销商|方|的|，|、|月|从|将|家|因|当|到|了)(?=[\u4e00-\u9fff]{4,})"
)
_LEGAL = re.compile(
    r"公司|集团|商社|商行|\b(?:LL[CP]|Ltd|Limited|Inc|GmbH|JSC|Group|Trading|Holding|Import|Export|Company|Co|A\.?Ş)\b|[«“\"]|\s"
)
# Signs that no Chinese name of a firm has: such a stretch before 公司 is part of a sentence.
_NO_NAME = re.compile(r"[并将往至取送被我本该其各了的在与和是有一二三四五六七八九，。、]")
_ALIAS = re.compile(r"\s?[（(]([A-Z][\w .,&'-]{2,50})[）)]")


def parties(
    sentence: Sentence,
    language: str,
    found: Sequence[Nation],
    abroad: Sequence[Nation],
    makers: frozenset[str],
) -> list[Party]:
    """Who a sentence names as somebody who visits or buys, best first: firms, persons, then customers without a name.

    `makers`: sound keys of names of the site's maker, who is none of them; `abroad`: the nations of `found` that are not
    the maker's own, which a customer without a name may be from.
    """
    named = [
        *_named(sentence, language, "firm", found, makers),
        *_named(sentence, language, "person", found, makers),
    ]
    customers = [
        Party(UNNAMED, "unnamed", _country(m.start(), m.end(), abroad), m.start(), m.end())
        for m in pattern(words_of("context")["customer"][language]).finditer(sentence.folded)
    ]
    return [*named, *sorted(customers, key=lambda p: (not p.country, p.start))]


@cache
def _compiled(language: str, kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, (_FIRMS if kind == "firm" else _PERSONS)[language]))


def _named(
    sentence: Sentence, language: str, kind: str, found: Sequence[Nation], makers: frozenset[str]
) -> list[Party]:
    named: list[Party] = []
    own = pattern(words_of("parties")["own"][language])
    for expression in _compiled(language, kind):
        for m in expression.finditer(sentence.words):
            group = next(g for g in ("n", "q") if m.groupdict().get(g))
            start, end = m.span(group)
            name = m[group]
            if cut := _BEFORE_HAN.match(name):
                start, name = start + cut.end(), name[cut.end() :]
            if kind == "firm" and _NO_NAME.search(name.removesuffix("公司")):
                continue
            if alias := _ALIAS.match(sentence.words, m.end()):
                name, end = f"{name} ({alias[1]})", alias.end()
            if any(start < nation.end and nation.start < end for nation in found) and not _LEGAL.search(name):
                continue  # a customer from a country or city
            if _is_maker(name, makers) or own.search(sentence.folded, max(0, start - 4), end):
                continue
            if not any(start < other.end and other.start < end for other in named):
                named.append(Party(name.strip(), kind, _country(start, end, found), start, end))
    return named


def _is_maker(name: str, makers: frozenset[str]) -> bool:
    keys = {name_key(part) for part in re.split(r"[()（）]", name) if part.strip()}
    return any(key and (key in maker or maker in key) for key in keys for maker in makers)


def _country(start: int, end: int, found: Sequence[Nation]) -> str:
    near = [
        (max(nation.start - end, start - nation.end, 0), nation.country)
        for nation in found
        if nation.country and max(nation.start - end, start - nation.end) <= CLOSE
    ]
    return min(near)[1] if near else ""
