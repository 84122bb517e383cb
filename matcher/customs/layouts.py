"""Which column is which: by the words of the header, checked by the values under it.

The recogniser knows no vendor. It knows words (headers.py) and what values look like; a mapping that a person gave
for a header is remembered by the header's signature.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from matcher.customs.cells import day, decimal_sign, is_nothing, month_comes_first, number
from matcher.customs.codes import hs_code
from matcher.customs.headers import (
    CURRENCIES,
    FALLBACK,
    G_CODES,
    NUMBERED_PART,
    PATTERNS,
    PERSONAL,
    SUMMED,
    TRANSLATED,
    g_code,
    plain,
)

LONGEST_HEADER = 80  # characters of a column's name: more is a cell of text
HEADER_ROWS = 20  # a header stands in one of the first this many rows
SAMPLE_ROWS = 200  # rows whose values check the header's words
TRANSLATION_RANK = 50  # added to the rank of a column that says it is a translation
VALUE_SHARE = 0.6  # share of stated values that must look right for a code, date or number column

# What an import cannot do without, and what a person looks for first.
REQUIRED = ("description", "hs", "date", "importer", "exporter", "quantity", "value")
NUMBERS = ("quantity", "gross_kg", "net_kg", "value", "value_usd", "customs_value")
FIELDS = (
    *("description", "translation", "hs_description", "hs", "date", "declaration", "line_no", "record_id"),
    *("maker", "trademark", "mark", "model", "article", "importer", "importer_code", "importer_address"),
    *("exporter", "exporter_code", "exporter_address", "declarant", "declarant_code", "declarant_address"),
    *("origin", "departure", "destination", "quantity", "unit", "unit_number", "gross_kg", "net_kg"),
    *("value", "currency", "value_usd", "customs_value", "direction", "incoterms", "office"),
)

_COMPILED = {name: tuple(re.compile(pattern) for pattern in patterns) for name, patterns in PATTERNS.items()}


_FALLBACK = {
    name: (re.compile(rf"(?<!\w)(?:{words})(?!\w)"), re.compile(rf"(?<!\w)(?:{not_words})(?!\w)"))
    for name, (words, not_words) in FALLBACK.items()
}
_IMPORT = re.compile(r"imp(?:ort)? date|importer|importador|импорт[её]р|імпортер|进口|(?:tên )?nhà nhập khẩu")
FALLBACK_RANK = 30  # after every header that a pattern knows whole


@dataclass(frozen=True)
class Layout:
    """How a table is read: `columns` is its header, `mapping` field -> column numbers (several are joined).

    `header_row` is the number of the header's row, the first of the table being 1; 0 where the format names the
    columns itself or the table has no header. `decimal` and `month_first` are how the columns write numbers and dates.
    """

    name: str
    columns: tuple[str, ...]
    mapping: Mapping[str, tuple[int, ...]]
    header_row: int
    signature: str
    decimal: Mapping[str, str | None] = field(default_factory=dict)
    month_first: bool = False
    personal: tuple[str, ...] = ()

    def currency_of_value(self) -> str | None:
        """The currency that the value column's own header names, which is truer than a currency column beside it."""
        if self.mapping.get("value") and self.mapping.get("value") == self.mapping.get("value_usd"):
            return "USD"
        words = [word for header in self.header_of("value") for word in plain(header).split()]
        return next((CURRENCIES[word] for word in words if word in CURRENCIES), None)

    def header_of(self, name: str) -> list[str]:
        """The headers that a field is read from."""
        return [self.columns[i] for i in self.mapping.get(name, ())]


def signature_of(columns: Sequence[str]) -> str:
    """A short digest of a header row: files of one vendor's layout share it, whatever the case and spacing."""
    return hashlib.sha256("\x1f".join(plain(c) for c in columns).encode()).hexdigest()[:16]


def find_header(rows: Sequence[Sequence[str]]) -> int | None:
    """The index of the header among the first rows, or None where none of them looks like one."""
    best, best_score = None, 1.0
    for index, row in enumerate(rows[:HEADER_ROWS]):
        cells = [cell for cell in row if cell.strip()]
        if len(cells) < 2:
            continue
        ranks: dict[str, int] = {}
        for name, rank in (
            offer for cell in cells if len(cell) <= LONGEST_HEADER for offer in _candidates(cell)
        ):
            ranks[name] = min(rank, ranks.get(name, rank))
        if len(ranks) < 2 or not ranks.keys() & {"description", "hs", "hs_description"}:
            continue
        data = sum(
            hs_code(cell) is not None or number(cell) is not None or day(cell) is not None for cell in cells
        )
        sure = sum(rank % TRANSLATION_RANK < FALLBACK_RANK for rank in ranks.values())
        score = (sure + len(ranks)) / 2 - 2.0 * data
        if score > best_score:
            best, best_score = index, score
    return best


def _candidates(header: str) -> Iterator[tuple[str, int]]:
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


def recognise(rows: Sequence[Sequence[str]], header: Sequence[str] | None = None) -> Layout:
    """The layout of a table whose first rows are `rows` (at least HEADER_ROWS + SAMPLE_ROWS of them if it has so many).

    `header` is given where the format names its columns apart from the rows. A table without a header is read
    by its values alone.
    """
    at = None if header is not None else find_header(rows)
    if header is None:
        header = (
            rows[at] if at is not None else [f"column {i + 1}" for i in range(max(map(len, rows), default=0))]
        )
    body = [row for row in rows[(at + 1 if at is not None else 0) :] if any(cell.strip() for cell in row)][
        :SAMPLE_ROWS
    ]
    columns = tuple(cell.strip() for cell in header)
    samples = [
        [row[i] for row in body if i < len(row) and not is_nothing(row[i])] for i in range(len(columns))
    ]
    mapping = _assign(columns, samples)
    _prefer_original(columns, samples, mapping)
    _fill_by_value(columns, samples, mapping)
    return Layout(
        name="headers",
        columns=columns,
        mapping=mapping,
        header_row=0 if at is None else at + 1,
        signature=signature_of(columns),
        **_ways_of_writing(mapping, samples),
        personal=tuple(column for column in columns if PERSONAL.search(plain(column))),
    )


def apply_mapping(
    rows: Sequence[Sequence[str]], header: Sequence[str] | None, given: Mapping[str, Any], name: str
) -> Layout:
    """The layout that a person's mapping (field -> header or list of headers) gives for this table.

    Raises UsageProblem for an unknown field, or a header that the table does not have.
    """
    from crawler.errors import UsageProblem

    wanted = {plain(h) for value in given.values() for h in ([value] if isinstance(value, str) else value)}
    if header is None:
        scores = [len(wanted & {plain(cell) for cell in row}) for row in rows[:HEADER_ROWS]]
        at = max(range(len(scores)), key=scores.__getitem__, default=None) if scores else None
        header = rows[at] if at is not None else []
    else:
        at = None
    columns = tuple(cell.strip() for cell in header)
    places = {plain(column): i for i, column in reversed(list(enumerate(columns)))}
    mapping: dict[str, tuple[int, ...]] = {}
    for key, value in given.items():
        if key not in FIELDS:
            raise UsageProblem(f"layout {name}: unknown field {key!r}; known: {', '.join(FIELDS)}")
        chosen = [value] if isinstance(value, str) else list(value)
        missing = [h for h in chosen if plain(h) not in places]
        if missing:
            raise UsageProblem(
                f"layout {name}: the table has no column {missing[0]!r}; it has: {', '.join(columns)}"
            )
        mapping[key] = tuple(places[plain(h)] for h in chosen)
    body = list(rows[(at + 1 if at is not None else 0) :])[:SAMPLE_ROWS]
    samples = [
        [row[i] for row in body if i < len(row) and not is_nothing(row[i])] for i in range(len(columns))
    ]
    return Layout(
        name=name,
        columns=columns,
        mapping=mapping,
        header_row=0 if at is None else at + 1,
        signature=signature_of(columns),
        **_ways_of_writing(mapping, samples),
        personal=tuple(column for column in columns if PERSONAL.search(plain(column))),
    )


def _ways_of_writing(mapping: Mapping[str, tuple[int, ...]], samples: Sequence[list[str]]) -> dict[str, Any]:
    decimal = {name: decimal_sign(samples[mapping[name][0]]) for name in NUMBERS if name in mapping}
    month_first = "date" in mapping and month_comes_first(samples[mapping["date"][0]])
    return {"decimal": decimal, "month_first": month_first}


def _assign(columns: Sequence[str], samples: Sequence[list[str]]) -> dict[str, tuple[int, ...]]:
    """Give each field its best column: by rank, then by order of the fields and columns; a column serves once."""
    order = {name: i for i, name in enumerate(FIELDS)}
    offers = sorted(
        (rank, order.get(name, 99), index, name)
        for index, column in enumerate(columns)
        for name, rank in _candidates(column)
        if not _contradicted(name, samples[index])
    )
    mapping: dict[str, tuple[int, ...]] = {}
    used: set[int] = set()
    import_like = any(_IMPORT.match(plain(column)) for column in columns)
    for rank, _, index, name in offers:
        if index in used:
            continue
        if name in mapping:
            if name in ("value", "value_usd") and _better_value(
                columns, mapping[name][0], index, import_like
            ):
                used.discard(mapping[name][0])
                mapping[name] = (index,)
                used.add(index)
            continue
        if rank >= TRANSLATION_RANK and name == "description" and "description" in mapping:
            continue
        mapping[name] = (index,)
        used.add(index)
    for rank, _, index, name in offers:  # a translated column beside the original
        if (
            name == "description"
            and rank >= TRANSLATION_RANK
            and index not in used
            and "translation" not in mapping
        ):
            mapping["translation"] = (index,)
            used.add(index)
    _join_numbered(columns, mapping, used)
    if "value_usd" in mapping and "value" not in mapping:
        mapping["value"] = mapping["value_usd"]  # a file that gives dollars only
    if "description" not in mapping and "hs_description" in mapping:
        mapping["description"] = mapping.pop("hs_description")
    return mapping


def _better_value(columns: Sequence[str], current: int, other: int, import_like: bool) -> bool:
    """True where `other` is the line's own value and `current` the declaration's, or its basis fits the direction."""
    mine, new = plain(columns[current]), plain(columns[other])
    if mine.replace("total ", "") == new and mine != new:
        return True
    wanted, unwanted = ("cif", "fob") if import_like else ("fob", "cif")
    return unwanted in mine.split() and new == mine.replace(unwanted, wanted)


def _contradicted(name: str, sample: list[str]) -> bool:
    """True where the values under a header cannot be what its words say."""
    if len(sample) < 3:
        return False
    seen = sample[:60]
    if name == "hs":
        right = sum(hs_code(cell) is not None for cell in seen)
    elif name == "date":
        right = sum(day(cell) is not None or day(cell, month_first=True) is not None for cell in seen)
    elif name in NUMBERS:
        right = sum(number(cell) is not None for cell in seen)
    elif name in ("description", "translation", "importer", "exporter"):
        right = sum(number(cell) is None and day(cell) is None for cell in seen)
    else:
        return False
    return right < VALUE_SHARE * len(seen)


def _join_numbered(columns: Sequence[str], mapping: dict[str, tuple[int, ...]], used: set[int]) -> None:
    """A description cut into DESCRIPTION_1, DESCRIPTION_2, ...: all parts, in order, where no whole one stands."""
    parts: dict[str, list[tuple[int, int]]] = {}
    for index, column in enumerate(columns):
        if (match := NUMBERED_PART.fullmatch(plain(column))) and index not in used:
            parts.setdefault(match[1], []).append((int(match[2]), index))
    if "description" in mapping:
        return
    for stem, numbered in parts.items():
        if len(numbered) > 1 and any(name == "description" for name, _ in _candidates(stem)):
            mapping["description"] = tuple(index for _, index in sorted(numbered))
            used.update(mapping["description"])
            return


_CYRILLIC_OR_WIDE = re.compile(r"[Ѐ-ӿ一-鿿가-힣ぁ-ヿ؀-ۿԱ-֏]")
_VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯạ-ỹẠ-Ỹ]")


def _foreign_share(sample: list[str]) -> float:
    """Share of cells that are not plain Latin text: a translation into English has none."""
    if not sample:
        return 0.0
    return sum(bool(_CYRILLIC_OR_WIDE.search(cell) or _VIETNAMESE.search(cell)) for cell in sample) / len(
        sample
    )


def _prefer_original(
    columns: Sequence[str], samples: Sequence[list[str]], mapping: dict[str, tuple[int, ...]]
) -> None:
    """Swap description and translation where the values show that the words of the header had them the wrong way."""
    chosen = mapping.get("description")
    if not chosen or len(chosen) > 1:
        return
    rivals = [
        index
        for index, column in enumerate(columns)
        if index != chosen[0]
        and index not in {i for name, place in mapping.items() for i in place if name != "translation"}
        and any(name == "description" for name, _ in _candidates(column))
    ]
    mine = _foreign_share(samples[chosen[0]])
    for rival in rivals:
        if _foreign_share(samples[rival]) > 0.5 and mine < 0.2:
            mapping["description"], mapping["translation"] = (rival,), chosen
            return
    if "translation" not in mapping and mine > 0.5:
        for rival in rivals:
            if samples[rival] and _foreign_share(samples[rival]) < 0.1:
                mapping["translation"] = (rival,)
                return


def _fill_by_value(
    columns: Sequence[str], samples: Sequence[list[str]], mapping: dict[str, tuple[int, ...]]
) -> None:
    """Find description, HS code and date by their values where no header named them."""
    used = {i for place in mapping.values() for i in place}
    free = [i for i in range(len(columns)) if i not in used and len(samples[i]) >= 3]
    unnamed = [i for i in free if not any(True for _ in _candidates(columns[i]))]

    def share(index: int, test: Any) -> float:
        seen = samples[index][:60]
        return sum(bool(test(cell)) for cell in seen) / len(seen)

    if "hs" not in mapping:
        good = [i for i in unnamed if share(i, _full_hs) > 0.9]
        if good:
            mapping["hs"] = (good[0],)
            unnamed.remove(good[0])
    if "date" not in mapping:
        good = [i for i in unnamed if share(i, lambda c: len(c) >= 8 and not c.isdigit() and day(c)) > 0.9]
        if good:
            mapping["date"] = (good[0],)
            unnamed.remove(good[0])
    if "description" not in mapping:

        def words(index: int) -> float:
            seen = samples[index][:60]
            return sum(len(cell) for cell in seen) / len(seen) * len(set(seen)) / len(seen)

        texts = [
            i
            for i in unnamed
            if share(i, lambda c: number(c) is None and day(c) is None) > 0.9 and words(i) > 15
        ]
        if texts:
            mapping["description"] = (max(texts, key=words),)


def _full_hs(cell: str) -> bool:
    code = hs_code(cell)
    return (
        code is not None and code.hs6 is not None and code.problem is None and len(code.digits) in (6, 8, 10)
    )
