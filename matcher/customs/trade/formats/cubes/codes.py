"""Which dimension of a cube has the codes of goods, and as what each of its categories is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from matcher.customs.trade.formats.cubes.words import NotUnderstood, kinds_of, name_of, names_of
from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.goods_codes import MOSTLY, SHORTEST, code_in, goods_code
from matcher.customs.values.hs_codes import headings
from matcher.sheets.tables.about import Category, Dimension

# Other classifications of goods and of firms, whose codes look like those of the HS.
_OTHERS = re.compile(
    r"(?<![^\W_])(?:sitc|citi|cuci|cpa|nace|bec|migs?|isic|ciiu|cnae|prodcom|cpc|naics|coicop|spin|nstr?|nst ?2007|стмт|мстк)(?![^\W\d_])",
    re.IGNORECASE,
)
_HARMONISED = re.compile(
    r"(?<![^\W_])(?:hs|cn|kn|nc|sh|gn|ncm|hts|htsus|taric|sa)[ -]?\d{0,2}(?![^\W\d_])|harmoni[sz]|combined nomenclature|tariff|customs|chapter|kapit|chapitre|cap[ií]tul"
    r"|zolltarif|nomenclat|тн ?вэд|уктзед|групп|гл[аі]в|章|税|稅|nimik",
    re.IGNORECASE,
)
_WHOLE = ("_T", "TOT")  # SDMX's code of all together, and PxWeb's
_NOT_APPLICABLE = "_Z"  # in SDMX
_CHAPTER = re.compile(r"\d\d")


def goods_texts(dimensions: Mapping[int, Dimension], titles: Sequence[str]) -> tuple[int, dict[str, str]]:
    """The place of the dimension of codes of goods, and code of a category -> the code of goods that it is, TOTAL, or its words, which are none.

    Raises NotUnderstood where no dimension has codes of the HS, or it is not known which of them.
    """
    found = {p: texts for p, d in dimensions.items() if (texts := _code_texts(d, titles)) is not None}
    named = [place for place, dimension in dimensions.items() if "hs" in kinds_of(dimension)]
    for place in [*found] or named:
        if other := _other_classification(dimensions[place], titles):
            raise NotUnderstood(f"its goods have codes of another classification than the HS ({other})")
    places = [place for place in found if place in named]
    places = places if len(places) == 1 else [*found]
    if len(places) > 1:
        both = names_of(dimensions[place] for place in places)
        raise NotUnderstood(f"two dimensions with codes of goods of the HS ({both})")
    if not places:
        raise NotUnderstood(
            f"no dimension with codes of goods of the HS among {names_of(dimensions.values())}"
        )
    return places[0], found[places[0]]


def _other_classification(dimension: Dimension, titles: Sequence[str]) -> str | None:
    """The other classification than the HS that a dimension of codes names, or the titles where it names none; None for none."""
    own = f"{dimension.id} {dimension.label}"
    found = _OTHERS.search(own)
    if found is None and not _HARMONISED.search(own) and not any(map(_HARMONISED.search, titles)):
        found = next((match for title in titles if (match := _OTHERS.search(title))), None)
    return found[0] if found else None


def _code_texts(dimension: Dimension, titles: Sequence[str]) -> dict[str, str] | None:
    """The texts of a dimension's categories; None where it has no codes of the HS.

    The codes of the categories are taken where they are codes of the HS, else those that their labels begin with: a category may be
    called by its place in a list. Raises NotUnderstood where both are codes, and not the same.
    """
    parts = [c for c in dimension.categories if not is_whole(c, dimension)]
    said = " ".join((dimension.id, dimension.label, *titles))
    by_code: Callable[[Category], str] = lambda c: c.code  # noqa: E731 - one of two ways, chosen below
    by_label: Callable[[Category], str] = lambda c: c.label  # noqa: E731
    ways = [way for way in (by_code, by_label) if parts and _are_goods([way(c) for c in parts], said)]
    if not ways:
        return None
    if len(ways) > 1:
        for one in parts:
            own, labelled = code_in(one.code), code_in(one.label)
            if own and labelled and not own.startswith(labelled):
                raise NotUnderstood(
                    f"two codes of goods for one category of {name_of(dimension)!r}: {one.code[:20]!r}, and {one.label[:40]!r}"
                )
    return {
        c.code: "TOTAL" if is_whole(c, dimension) else ways[0](c) or c.label for c in dimension.categories
    }


def is_whole(category: Category, dimension: Dimension) -> bool:
    """Whether a category is all others together, as the file or its words say."""
    code, label = category.code, category.label
    if code in _WHOLE or (code and code == dimension.total):
        return True
    if code == _NOT_APPLICABLE and len(dimension.categories) == 1:
        return True
    if label:
        return words.is_total(label) or goods_code(label) == "TOTAL"
    return words.is_total(code) and not code.isdigit()


def _are_goods(texts: Sequence[str], said: str) -> bool:
    """Whether texts are or begin with codes of the HS: mostly known headings; chapters alone where words say so."""
    codes = [(text, code) for text in texts if (code := code_in(text)) and code != "TOTAL"]
    if len(codes) < MOSTLY * len(texts) or any(re.fullmatch(r"\d", text.strip()) for text in texts):
        return False
    long = [code for _, code in codes if len(code) >= SHORTEST]
    if long:
        return sum(code[:4] in headings() for code in long) >= MOSTLY * len(long)
    return _HARMONISED.search(said) is not None and all(_CHAPTER.match(text.strip()) for text, _ in codes)
