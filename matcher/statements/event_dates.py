"""Dates in a sentence of a post, years and days told from the post's own date: 3月12日至13日, 12–13 марта, last Friday."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from matcher.statements.model import When
from matcher.statements.numbers import han_value
from matcher.statements.phrases import fold, pattern, words_of
from matcher.statements.sentences import Sentence

FIRST_YEAR = 1990
LATE_DAYS = 3  # a post may be dated some days before what it tells of
_DASH = r"\s?(?:-|–|—|~|～|至|到|и|та|and|to|по|до|ila|ile|ve)\s?"
_Y = r"(?:19|20)\d\d"
_HAN_N = "[〇零一二三四五六七八九十]"
_HAN = re.compile(
    rf"(?:(?P<y>{_Y}|今年|去年)\s?年?\s?)?(?P<m>1[0-2]|[1-9]|0[1-9]|十[一二]?|[一二三四五六七八九])月(?:份)?"
    rf"(?:(?P<d>\d{{1,2}}|{_HAN_N}{{1,3}})[日号]?(?:{_DASH}(?:(?P<m2>\d{{1,2}})月)?(?P<d2>\d{{1,2}})[日号])?(?<=[日号]))?"
)
_HAN_THIS_MONTH = re.compile(rf"本月(?P<d>\d{{1,2}})[日号](?:{_DASH}(?P<d2>\d{{1,2}})[日号])?")
_ISO = re.compile(rf"(?<![A-Za-z0-9.-])(?P<y>{_Y})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})(?!\d)")
_DOTTED = re.compile(rf"(?<![A-Za-z0-9.])(?P<d>\d{{1,2}})[./](?P<m>\d{{1,2}})[./](?P<y>{_Y})(?!\w)")


def dates(sentence: Sentence, language: str, published: str) -> list[When]:
    """The dates in a sentence, by place. `published`: the post's date, ISO 8601, '' where it is unknown."""
    base = day_of(published)
    found: list[When] = []
    for when in _candidates(sentence.folded, language, base):
        if not any(when.start < other.end and other.start < when.end for other in found):
            found.append(when)
    return sorted(found, key=lambda when: when.start)


def day_of(published: str) -> date | None:
    """The day of an ISO 8601 date or time; None where it is none."""
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        return None


def _candidates(text: str, language: str, base: date | None) -> Iterator[When]:
    for expression in (_ISO, _DOTTED):
        for m in expression.finditer(text):
            yield from _made(m, text, language, base, int(m["m"]))
    if language == "zh":
        for m in _HAN.finditer(text):
            if text.startswith("个", m.start() + 1) or text[m.end() : m.end() + 1] == "个":
                continue
            yield from _made(m, text, language, base, _number(m["m"]))
        for m in _HAN_THIS_MONTH.finditer(text):
            if base:
                yield from _made(m, text, language, base, base.month)
    else:
        for expression in _lettered(language):
            for m in expression.finditer(text):
                yield from _made(m, text, language, base, _month(m["m"], language))
    if base:
        yield from _told_from(text, language, base)


@cache
def _lettered(language: str) -> tuple[re.Pattern[str], ...]:
    names = [fold(stem) for stems in words_of("times")["months"][language] for stem in stems]
    ending = "" if language == "en" else r"[^\W\d_]*(?:'\w+)?"
    month = rf"(?<!\w)(?P<m>(?:{'|'.join(sorted(map(re.escape, names), key=len, reverse=True))}){ending})\.?(?!\w)"
    day = r"(?<![\w.,])(?P<d>\d{1,2})(?:st|nd|rd|th|-?го|-?е|-?а)?"
    second = r"(?P<d2>\d{1,2})(?:st|nd|rd|th|-?го|-?е|-?а)?"
    year = rf"(?:,?\s(?P<y>{_Y})(?!\d|[,.]\d)(?:\s?(?:года|году|год|г\.|року|рік|р\.))?)?"
    found = [rf"{day}(?:{_DASH}{second})?\s(?:of\s)?{month}{year}"]
    if language == "en":
        found.insert(0, rf"{month}\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:{_DASH}{second})?(?!\d){year}")
    in_month = {"en": r"(?:early|mid|late|of|in|during|month of)[\s-]", "ru": "", "uk": "", "tr": ""}[
        language
    ]
    found.append(
        rf"(?:(?<=\s)|^){in_month}{month}{year}"
        if in_month
        else rf"{month}(?:\s(?:ayi\w*|месяц\w*|місяц\w*))?{year}"
    )
    return tuple(map(re.compile, found))


def _month(word: str, language: str) -> int:
    tables = words_of("times")["months"][language]
    fits = [
        (len(stem), number)
        for number, stems in enumerate(tables, 1)
        for stem in stems
        if word.startswith(fold(stem))
    ]
    return max(fits)[1]


def _made(m: re.Match[str], text: str, language: str, base: date | None, month: int) -> Iterator[When]:
    parts = m.groupdict()
    due = _is_due(text, m.start(), m.end(), language)
    year, year_from = _year(parts.get("y"), month, parts.get("d"), base, due)
    if not year or not 1 <= month <= 12:
        return
    if not parts.get("d"):
        if language == "zh" and not re.match(r"[月份初中上下底末旬,，]|间|期间", text[m.end() - 1 :]):
            return
        yield When(f"{year}-{month:02d}", "", due, year_from, m.start("m"), m.end())
        return
    first = _date(year, month, _number(parts["d"]))
    if first is None:
        return
    last = None
    if parts.get("d2"):
        last = _date(year, int(parts.get("m2") or month), int(parts["d2"]))
        last = last if last and last > first else None
    yield When(first.isoformat(), last.isoformat() if last else "", due, year_from, m.start(), m.end())


def _year(given: str | None, month: int, day: str | None, base: date | None, due: bool) -> tuple[int, str]:
    """The year of a date and where it is from: the words, or the post's own date (the last such day, for one to come
    the next)."""
    if given and given.isdigit():
        return (int(given), "text") if int(given) >= FIRST_YEAR else (0, "")
    if base is None or not 1 <= month <= 12:
        return 0, ""
    if given == "去年":
        return base.year - 1, "post"
    if given == "今年":
        return base.year, "post"
    told = _date(base.year, month, min(_number(day), 28) if day else 1)
    if told is None:
        return 0, ""
    if due:
        return (base.year if (base.year, base.month) <= (told.year, told.month) else base.year + 1), "post"
    return (base.year if told <= base + timedelta(days=LATE_DAYS) else base.year - 1), "post"


def _number(text: str) -> int:
    return int(text) if text.isdigit() else han_value(text)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _is_due(text: str, start: int, end: int, language: str) -> bool:
    """Whether the words beside a date make it one until which something is to be done."""
    words = words_of("context")
    before = text[max(0, start - 30) : start].rstrip() + " "
    for found in pattern(words["due_before"].get(language)).finditer(before):
        if not before[found.end() :].strip(" ,а-яthei"):
            return True
    after = re.sub(r"^[初中上下旬底末\s]*", "", text[end : end + 26])
    if language == "zh":
        return after.startswith(tuple(words["due_after"]["zh"])) or text[end : end + 2] in ("底前", "末前")
    if language == "tr":
        return (
            re.match(r"^['\w]*\s*(?:\w+\s+)?(?:tarihine kadar|kadar|önce|sonuna|dek)", text[end : end + 40])
            is not None
        )
    return False


def _told_from(text: str, language: str, base: date) -> Iterator[When]:
    for expression, days in _days_before(language):
        for m in expression.finditer(text):
            day = base - timedelta(days=days)
            yield When(day.isoformat(), "", False, "post", m.start(), m.end())
    for expression, weekday in _last_weekdays(language):
        for m in expression.finditer(text):
            back = (base.weekday() - weekday) % 7 or 7
            if language == "zh":  # of the week before the post's
                back = base.weekday() + 7 - weekday
            yield When((base - timedelta(days=back)).isoformat(), "", False, "post", m.start(), m.end())


@cache
def _days_before(language: str) -> list[tuple[re.Pattern[str], int]]:
    """Words for a day, with how many days it is before the post's own."""
    return [(pattern([word]), days) for word, days in words_of("times")["days_before"][language].items()]


@cache
def _last_weekdays(language: str) -> list[tuple[re.Pattern[str], int]]:
    """ "Last" with each name of each weekday, and the weekday's number from Monday, 0."""
    words = words_of("times")
    form = "{last}{name}" if language == "zh" else r"(?<!\w){last}\s{name}"
    ending = r"\w*" if language in ("ru", "uk", "tr") else ""
    return [
        (re.compile(form.format(last=fold(last), name=fold(name)) + ending), weekday)
        for last in words["last"][language]
        for weekday, names in enumerate(words["weekdays"][language])
        for name in names
    ]
