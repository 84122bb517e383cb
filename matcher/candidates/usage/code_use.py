"""Whether a code in a description is the goods' own, or that of the machine which the goods are for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Literal

from matcher.attributes.agreement import compare_kinds
from matcher.attributes.extract import mentions_of
from matcher.candidates.makers.denied_names import REACH, before_maker, is_denied
from matcher.candidates.makers.firms import keys_of
from matcher.candidates.usage.about_goods import is_about, names_about
from matcher.candidates.usage.stated_wholes import stated_whole
from matcher.candidates.usage.uncoded_uses import bears_no_code
from matcher.records.documents import ItemDocument, Page
from matcher.remembered import Remembered
from matcher.similarity.function_words import is_for, words_behind_uses
from matcher.text.plain_words import bare_letters
from matcher.text.word_beginnings import word_beginnings

Use = Literal[
    "", "unclear", "fits", "none"
]  # its own; may be either; what the goods fit; what they are said not to be

LONGEST_SUBTITLE = 6  # words
STEM, LEAST_WORD = 5, 4  # letters that tell a word whatever its ending, and of a word that tells
LEAST_HEAD = 3  # letters of an English word that may name goods
_HAN = "\u3400-\u9fff"
_WORD = re.compile(rf"[{_HAN}]+|[^\W\d_{_HAN}]+")
_PHRASE = re.compile(r"[,;:(){}\[\]|\n]|\.(?:\s|$)")
_OWN = r"(?<![^\W_])(?<!\bне )(?<!\bnot )"  # no end of a word, no denial
_SIGN = r"(?=[\w./-]*\d)\w[\w./-]*"  # a code or a size
# What may stand between "for" and a code: words, and at most two signs (binoculars 10x42 ED art. 1210).
_GAP = rf"(?:[^\W\d_][\w-]*\.?\s+){{0,4}}(?:{_SIGN}\s+(?:[^\W\d_][\w-]*\.?\s+){{0,2}}){{0,2}}"
# What is for them, is for what was named before: a helmet H4 and to it a visor V2.
_PRONOUN = r"(?!(?:н(?:его|ему|ей|ее|её|их|им|ім|ього|еї)|it|them)\s)"
# For, of, holding, with marks and without: not "of the firm", a saw, a crab trap.
_VIETNAMESE_FOR = (
    r"cho|của(?! (?:hãng|công ty|nhà|tập đoàn|thương hiệu))|(?<!may )(?<!luoi )(?<!bay )cua(?! (?:hang|cong ty|nha|tap doan|thuong hieu))"
    r"|đựng|(?:hop|tui|bao|thung|khay|vali) (?:[a-z]+ ){0,2}dung(?! (?:tich|cu|dich)\b)"
)
# "Compatible with" and "suitable for" in the languages of _FOR.
_COMPATIBLE = (
    r"(?:совместим|сумісн)[а-яіїєё]{0,3} (?:со?|із|зі|з)|(?:подход|підход)[а-яіїєё]{1,5} (?:к|для|до|под|під)|придатн[а-яіїє]{1,3} (?:для|до)"
    r"|kompatibel mit|(?:passend|geeignet) (?:für|zu)|compatibles? (?:avec|con|com)|compatibil[ei] con|adaptée?s? (?:à|pour)"
    r"|(?:apt[oa]s?|adecuad[oa]s?|adequad[oa]s?|adatt[oaei]) (?:para|per|a)|geschikt voor|compatibel met|kompatibiln[a-z]{1,3} ze?|kompatibel med"
    r"|pasując[a-z]{1,3} do|compatibil[ăe]? cu|tương thích với|phù hợp với"
)
# "Used with, in, on" and "to be mounted on" in the languages of _FOR, Vietnamese without accents, too.
_USED = (
    r"(?:sử dụng|su dung|dùng|(?<!vat )(?<!ap )dung) (?:cùng với|cung voi|với|voi|trong|trên|tren|ở)|(?:lắp|lap|gắn) (?:trên|tren|vào|vao|trong)"
    r"|(?:verwendet?|verwendbar|eingesetzt|einsetzbar) (?:in|mit|auf|an)|(?:utilisée?s?|employée?s?) (?:avec|dans|sur)"
    r"|(?:usad[oa]s?|utilizad[oa]s?|empread[oa]s?|empleados?) (?:con|com|en|em)|(?:usat[oaei]|utilizzat[oaei]) (?:con|in|su)"
    r"|(?:używan|stosowan|wykorzystywan)[a-z]{1,2} (?:z|ze|w|we|do)|do (?:użytku|stosowania) (?:z|ze|w|we)|gebruikt (?:met|in|op)"
    r"|(?:digunakan|dipakai|dipasang) (?:dengan|pada|di|untuk)|(?:folosit|utilizat)[ăei]? (?:cu|în|la)|mounted on|installed (?:on|in)"
)
# "Parts" before a genitive: части редуктора M8.
_PARTS_OF = (
    r"(?:(?:зап)?част[иь]|(?:запасн[а-яії]{1,3} )?частин[иа]|детал[иьі]|комплектующие|комплектуючі|принадлежности|приладдя)"
    r"(?=\s+[а-яіїєёґ]{2,}(?:[аяыиі]|[оеєё]в|[еє]й|ів|їв|[оеі]к|[оеь]го|[оеєії]ї|[ыиіої][хй])\s)"
)
# What is done with goods, behind p/ in Spanish and Portuguese: p/fundir aluminio
_WORK = r"(?:fundir|cortar|soldar|medir|lavar|pulir|lijar|tratar|llenar|filtrar|secar|enfriar|calentar|mezclar|moler|usar|uso)"
_FOR = re.compile(
    rf"{_OWN}(?P<part>(?:spares?|spare parts?|parts?|accessor(?:y|ies)|replacement|suitable|compatible|fits?|fitting|used?)\s+(?:only\s+)?"
    rf"(?:for|with|to|in|on)|(?:spares?|(?:spare )?parts?|accessor(?:y|ies))\s+of|{_PARTS_OF}|fits|to (?:suit|fit)|зип для|из-под|з-під|(?:(?<!\d )|(?=к\s+[а-яіїєґ]{{4}}))(?<!/)к|{_COMPATIBLE}|(?:применя|используе|використову|застосову)[а-яіїє]+ (?:для|во?|на|со?|у|з|із)|{_USED}|phụ (?:kiện|tùng)(?: cho| của)?|yedek parça|repuestos? (?:de|para)|Ersatzteile? für"
    rf"|części (?:zamienne )?do|pièces? (?:détachées? )?pour|ricambi? per)\s+(?P<gap>{_PRONOUN}{_GAP})\W?$"
    rf"|{_OWN}(?:(?:для|до|под|під|for|para|pour|für|voor|för|dla|pentru|untuk|{_VIETNAMESE_FOR})\s+|p/\s?(?=[^\W\d_]{{3}}|$)(?!(?:num|nro|ref|cod|code|art)\b|{_WORK}\b))(?P<words>{_PRONOUN}{_GAP})\W?$"
    rf"|(?:适用于|适用|用于|配套|适配|兼容)(?P<run>[{_HAN}]{{0,8}})\s*\W?$",
    re.IGNORECASE,
)
# A code before a code, which is meant alike: for monitors M8, M10 and M12. A measure is none: with a cable of 10 m, M8.
_LISTED = re.compile(
    rf"(?<=\s)(?!\d+(?:[.,]\d+)?[^\W\d_]{{0,3}}\s?[,;]){_SIGN}\s*(?:(?<=\w)(?:[,;/&]|\s/)|(?<=\s)(?:и|й|та|і|или|або|and|or)\s)\s*$",
    re.IGNORECASE,
)
# What the use is called between "for" and the code: for use in M8, для установки на M8.
_USE = re.compile(
    r"^(?:use|using|installation|mounting|использовани[яе]|применени[яе]|установк[иу]|монтаж\w*|робот[иу]|работ[ыу]"
    r"|встановлення|використання|uso|utilisation|einsatz)\s+(?:only\s+)?(?:in|on|with|в|во|на|с|со|у|з|із|en|em|avec|auf|mit)\s+",
    re.IGNORECASE,
)
# The whole that the goods are a part of, before its code: seal kit of the pump M8.
_OF = re.compile(
    rf"(?<![^\W_])(?:of|của|des?|del|du|di|von)\s+(?:the\s+|la\s+|el\s+)?(?P<whole>{_GAP})\W?$", re.IGNORECASE
)
# In Russian and Ukrainian the whole has the ending of a genitive: вал коробки M8, ремкомплект насоса M8.
_GENITIVE = re.compile(r"(?:[аяыиі]|[оеєё]в|[еє]й|ів|їв|[оеі]к|ь[яю])$", re.IGNORECASE)
_ADJECTIVE = re.compile(
    r"(?:[ыиіо]й|[аяуюиоеіы][яеєхмюї]|[ыи]ми|ого|его|ому|ему|н[аеіоы])$", re.IGNORECASE
)  # and participles
_PARTED = re.compile(r"[,;:|\n]")
# "A set of the vest M8" is the vest itself.
_SET = re.compile(
    r"(?:комплекты?|компл|набор[ыи]?|партия|парт[иі]ї|образ[еи]?ц[ыаи]?|зраз[ое]?к[иа]?|издели[ея]|вироби?|товары?|модел[ьи]|марк[аи]|тип|сери[яи]|видов?|новы\w+)",
    re.IGNORECASE,
)
_CYRILLIC_WORD = re.compile(r"(?<![^\W_])[а-яёіїєґ]{3,}(?![^\W_])", re.IGNORECASE)
# What an item is for is not what it is called: "plug for cable".
_NAMED_FOR = re.compile(
    r"(?<=\S)[ ,]{1,3}(?:for|to suit|für|для|під|под|para|pour|per|voor|dla|för|pentru|cho)\s", re.IGNORECASE
)
# Words behind what they are of: a set of valves, an apparatus of cutting is what it is of.
_COUNTER = re.compile(
    r"(?:sets?|pcs|pieces?|pairs?|lots?|nos|units|cartons?|ctns?|boxes|pkgs|packages|pallets|rolls|bottles|kinds?|types?|models?|series|apparatus|machines?"
    r"|devices?|equipment)",
    re.IGNORECASE,
)
# Words that end what goods are called in English without naming them: battery pack, plate set.
_GENERIC = re.compile(
    r"(?:sets?|kits?|packs?|assembl(?:y|ies)|assys?|units?|modules?|pcs|pieces?|nos|spares?|parts?|only)",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"(?:for|of|to|spares?|spare parts?|parts?|accessor(?:y|ies)|replacement|suitable|compatible|fits?|fitting|used?)\s",
    re.IGNORECASE,
)
# What an item comes with is not what it is called: "valve VX-8 with display".
_WITH = re.compile(r"(?<=\S)[ ,]{1,3}(?:with|w/|mit|avec|con|met|com|ze?|со?|із|з|kèm|với)\s", re.IGNORECASE)
# The whole by a word that only says whose something is: bộ lọc của máy M8. What is called before it may be the goods.
_BELONGS = re.compile(
    r"(?<![^\W_])của\s+(?!(?:hãng|công ty|nhà|tập đoàn|thương hiệu)\s)(?:[^\W\d_]+\s+){2,6}\W?$",
    re.IGNORECASE,
)
# The goods' own sign before "for", with what is measured behind it: collet QR20 for spindles M8, lamp R28S 65W for. What states
# a property is none: valve DN50 for water M8.
_OWN_SIGN = re.compile(
    r"(?<![^\W_])(?!(?:IP|IK|DN|PN|NG|ISO|DIN|EN|AISI|SUS|USB|CAT|AWG|NIJ|ДУ|РУ|ГОСТ|СТ|EURO|ЕВРО|CLASS|MIL|STD|LED|LIFEPO|LI|Ф|Ø|U?V|RS)[ -]?\d)"
    r"[^\W\d_]{1,6}-?\d[\w-]{1,12}(?:\s+\d[\w.,/*x-]*){0,3}\W*$",
    re.IGNORECASE,
)
# Goods for the repair of what has a code are not it.
_REPAIR = re.compile(
    r"(?<!\w)(?:ремонт|обслуживани|техобслуживани|техническ\w{2,3} обслуживани|сервисн\w{2,3} обслуживани|восстановлени|відновленн|обслуговуванн"
    r"|repair|overhaul|maintenance|servicing|refurbish|reparatur|wartung|instandsetzung|reparation|reparacion|mantenimiento|entretien|maintenance"
    r"|riparazione|manutenzione|reparacao|manutencao|reparatie|onderhoud|napraw|remont|oprav|udrzb|tamir|onarim|bakim|sua chua|bao tri|bao duong|reparati|perbaikan)"
    r"|维修|检修|修理|保养|修復|修补"
)
LONGEST_WHOLE = 3  # words of a whole before its code
LABEL = re.compile(
    r"(?:model|mod|type|art|article|item|code|brand|мод|модель|модели|арт|артикул|тип|марка|марки|код|үлгісі|modelo|tipo|referencia|código"
    r"|referência|modèle|référence|réf|modell|typ|artikel|modello|codice|modelu|kod|modeli|tipi|mẫu|mã hàng|kiểu|model no)\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Called:
    """How an item is called: the beginnings of the words of its names and categories, Chinese by two characters, its listed
    kinds, and the words of its maker's names by their sound.

    `about`: it is called goods that bear codes of others, as a catalogue; `repairs`: it is for repairs.
    """

    stems: frozenset[str]
    kinds: tuple[str, ...]
    makers: frozenset[str] = frozenset()
    about: bool = False
    repairs: bool = False

    def names(self, text: str) -> bool:
        """Whether a text calls goods as the item is called."""
        found = [mention.label for mention in mentions_of(text)]
        return bool(_stems(text) & self.stems) or compare_kinds(found, self.kinds)[0] > 0


def called(item: ItemDocument) -> Called:
    """How an item is called, apart from the words of its codes, and its maker."""
    return replace(words_for(item), makers=frozenset(_maker_words(item)))


def items_called(items: Sequence[ItemDocument]) -> Remembered[int, Called]:
    """How each item is called, by its number, read when it is first asked for."""
    return Remembered(partial(_called_at, items), len(items))


def _called_at(items: Sequence[ItemDocument], number: int) -> Called:
    return called(items[number])


def words_for(item: ItemDocument) -> Called:
    """How an item is called, apart from the words of its codes, without its maker's names, which take long to read."""
    names = (_NAMED_FOR.split(_WITH.split(page.name)[0])[0] for page in item.pages)
    text = " ".join(
        f"{name} {page.category} {_subtitle(page)}" for name, page in zip(names, item.pages, strict=True)
    )
    own = _stems(" ".join(item.codes))
    said = [f"{page.name} {page.category}" for page in item.pages]
    return Called(
        _stems(text) - own,
        item.kinds,
        about=any(map(names_about, said)),
        repairs=any(map(_REPAIR.search, map(bare_letters, said))),
    )


def _maker_words(item: ItemDocument) -> Iterator[str]:
    """Sound keys of the words that are a maker's own, alone and together."""
    for name in (item.site, *item.brands, *item.maker_names):
        words = keys_of(name)
        yield from (key for key in (*words, "".join(words)) if len(key) >= LEAST_WORD)


def _subtitle(page: Page) -> str:
    """The first line of a page's description where it is short: below a heading that is a code it says what the goods are."""
    line = page.description.partition("\n")[0]
    return line if len(line.split()) <= LONGEST_SUBTITLE and len(line) <= REACH else ""


def _english_head(goods: str) -> str:
    """The last word that names goods in English, and what ends it: "battery pack" of "rechargeable battery pack"."""
    words = [word for word in _WORD.findall(_WITH.split(goods)[0]) if len(word) >= LEAST_HEAD]
    naming = [at for at, word in enumerate(words) if not _GENERIC.fullmatch(word)]
    return " ".join(words[naming[-1] :]) if naming else ""


def _stems(text: str) -> frozenset[str]:
    return word_beginnings(text, STEM, LEAST_WORD)


def _without_listed(before: str) -> str:
    """The text before a code without the codes that are in a list with it."""
    while listed := _LISTED.search(before):
        before = before[: listed.start()]
    return before


def _is_of_part(before: str, item: Called) -> bool:
    """Whether the words before a code say that the goods are a part of what has it: a shaft of the gearbox M8.

    The whole is called as the item is, what the goods are called before is not.
    """
    before = before[-2 * REACH :]
    if said := _OF.search(before[-REACH:]):
        whole, part = said["whole"], before[: len(before) - len(said[0])]
        if (said_before := _WORD.findall(part)) and _COUNTER.fullmatch(said_before[-1]):
            return False
    else:
        words = _last_phrase(before)
        if not words or not re.fullmatch(r"[\s\"'«(№:]{0,4}", before[words[-1].end() :]):
            return False
        at = len(words)
        while at > max(0, len(words) - LONGEST_WHOLE) and item.names(words[at - 1][0]):
            at -= 1
        if at in (0, len(words)) or not _GENITIVE.search(words[at][0]) or _ADJECTIVE.search(words[at][0]):
            return False
        whole, part = words[at][0], before[: words[at].start()]
        said_before = [word[0] for word in words[:at]]
        if all(map(_ADJECTIVE.search, said_before)) or all(map(_SET.fullmatch, said_before)):
            return False
    return item.names(whole) and _WORD.search(part) is not None and not item.names(part)


@cache
def _after() -> re.Pattern[str]:
    """After a code and what it is called: TRV 2 turnike için kılıf, SLP600储能电源用收纳包; not 家用电源, a source for homes, nor
    特种用途, a special purpose."""
    return re.compile(
        rf"^\W{{0,2}}(?:[^\W\d_]+\s+){{0,2}}(?:{'|'.join(words_behind_uses())})\s+[^\W\d_]"
        r"|^용\s?[가-힣]"
        rf"|^[^\w,;|，；、。]?[{_HAN}]{{1,8}}(?<![家民商军车通专实两日])(?:用|专用|配套)(?![途于])[{_HAN}]",
        re.IGNORECASE,
    )


# Spare parts behind a code, where a language says last what goods are: "QX-20 pompa yedek parça", "QX-20 pump spares"
_SPARES_BEHIND = re.compile(
    r"[ ](?:(?!(?:with|and|incl\w*|plus|ile|ve|w)\b)[^\W\d_][\w./-]*[ ]){0,4}(?:yedek par[çc]a(?:s[ıi]|lar[ıi])?|spare parts?|spares)(?![^\W_])",
    re.IGNORECASE,
)
# Behind a code, at the end of a phrase, with what it is called between: 外壳|K20单目镜用|
_AFTER_HAN = re.compile(rf"[^\w,;|，；、。]?(?P<name>[{_HAN}]{{0,8}}?)用\s*(?:$|[,;|，；、。])")

# Around a code: 与ZT-255转台配套, what goes with a rotary table
_WITH_HAN = re.compile(r"(?<![A-Za-z\d不])[与與和跟同]\s?$")  # not the "and" between two codes
_GOES_WITH_HAN = re.compile(rf"[{_HAN}]{{0,8}}?(?:配套|配合|搭配)(?:使?用)?\s?(?:的|$|[,;|，；、。])")


def _last_phrase(text: str) -> list[re.Match[str]]:
    """The Cyrillic words at the end of a text that no sign parts: what stands before it is another thing, or a class of goods."""
    words = list(_CYRILLIC_WORD.finditer(text))
    for at in range(len(words) - 1, 0, -1):
        if _PARTED.search(text, words[at - 1].end(), words[at].start()):
            return words[at:]
    return words


def use_of(text: str, start: int, end: int, item: Called) -> Use:
    """How the code at `start` to `end` of a description is meant, a code of `item`.

    "Cover FOR the drone Q7" fits a drone: what stands between is what the item is called. "Battery FOR drones Q7" may be
    one, where Q7 is a battery: then the goods before are called as the item is. Else it is unclear. Behind matter and work it is
    the goods' own: "saw FOR hard wood Q7". A code behind "except", "analogue of" or "not" is none of the goods'.
    """
    if is_denied(text, start, end, item.makers):
        return "none"
    after = text[end : end + REACH]
    before = text[max(0, start - REACH) : start]
    if is_for(after[:12]) or (not item.about and is_about(text, start, end)):
        return "fits"
    if (spares := _SPARES_BEHIND.match(after)) and not item.names(spares[0].split()[-1]):
        return "fits"
    if _WITH_HAN.search(before) and _GOES_WITH_HAN.match(after):
        return "fits"
    if (end_of_use := _AFTER_HAN.match(after)) and (not end_of_use["name"] or item.names(end_of_use["name"])):
        return "fits"
    stated = stated_whole(text[:start])
    if stated and not item.names(stated.goods):
        if item.names(stated.whole):
            return "fits"
        if stated.is_equipment:
            return "unclear"
    found = _FOR.search(_without_listed(before)) or _FOR.search(before_maker(before, item.makers))
    if found is None:
        if _is_of_part(text[:start], item):
            return "fits"
        return "unclear" if _after().match(after) or _BELONGS.search(before) else ""
    gap = _USE.sub("", next((found[name] for name in ("gap", "words", "run") if found[name]), ""))
    if not item.repairs and _REPAIR.match(bare_letters(gap)):
        return "fits"
    if LABEL.search(gap):
        return "unclear" if re.search(r"\d", gap) and item.names(gap) else ""
    if found["words"] and bears_no_code(gap):
        return ""
    goods = _PHRASE.split(text[: max(0, start - REACH) + found.start()])[-1]
    if item.names(_english_head(goods) if _ENGLISH.match(found[0]) else goods):
        return "unclear"
    return (
        "fits"
        if found["part"] or not gap.strip() or item.names(gap) or _OWN_SIGN.search(goods)
        else "unclear"
    )
