"""Legal forms of firms' names, of some sixty countries: a name without its form, and the form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from matcher.text.normal_forms import fold_lookalikes, without_markers

LONGEST = 300  # characters of a name
MOST = 3  # forms of one name: JSC CO LTD
_BLANKS = re.compile(r"\s+")
# Before a name or behind it
_FORMS = (
    r"co(?:mpany)?\W{0,3}l(?:imi)?te?d|pte\W{0,2}ltd|pty\W{0,2}ltd|ltd"
    r"|(?:private |public )?limited(?: liability company)?"
    r"|llc|llp|l\.l\.c|inc|incorporated|corp|corporation|company|co|plc|gmbh(?: ?& ?co\.? ?kg)?|a\.?g|kg|s\.?a"
    r"|s\.?r\.?l|s\.?p\.?a|s\.?a\.?s|b\.?v|n\.?v|oy|ab|a/?s|aps|sp\W{0,2}z\W{0,2}o\W{0,2}o|s\.?r\.?o|d\.?o\.?o|kft|zrt|jsc|ojsc"
    r"|cjsc|fze|fzc|fzco|fz-llc|dmcc|sdn\W{0,2}bhd|san\W{0,2}ve\W{0,2}tic|ltd\W{0,2}sti|as"
    r"|ооо|оао|зао|пао|нао|ао|тоо|ип|чп|чтуп|уп|гуп|фгуп|тов|пп|фоп|ат|прат|пат|вкф|тд"
    r"|ко\W{0,3}лтд|лтд|лимитед|ко|инк|корп|корпорейшн|компани|гмбх|ллс"
    r"|общество с ограниченной ответственностью|акционерное общество|товариство з обмеженою відповідальністю"
    r"|індивідуальний підприємець|индивидуальный предприниматель"
    r"|uab|oü|жшс|ақ|мчж|осоо|სს|შპს|սպը|ооо сп|сп ооо"
)
# Behind the name only: in front of it, most of these short words are a part of it (AD Technologies)
_FORMS_BEHIND = (
    r"ltda|lda|eireli|e\W{0,2}i\W{0,2}r\W{0,2}l|s\W{0,2}a\W{0,2}c|s\W{0,2}l(?:\W{0,2}u)?|sociedad an[oó]nima(?: cerrada)?|sociedad limitada"
    r"|s\W{0,2}(?:a|de\W{0,2}r\W{0,2}l)\W{0,3}de\W{0,2}c\W{0,2}v|s\W{0,2}a\W{0,2}r\W{0,2}l|s\W{0,2}n\W{0,2}c|soci[eé]t[eé] anonyme|sprl|bvba"
    r"|e\W{0,2}k|ohg|ug|asa|oyj|ans|nyrt|bt|k\W{0,2}s|spol\W{0,2}s\W{0,2}r\W{0,2}o|sp\W{0,2}[kj]|sp[oó][lł]ka (?:z\W{0,2}o\W{0,2}o|akcyjna)"
    r"|d\W{0,2}d|a\W{0,2}[sş]|anonim [sş]irketi|l[iİ]mited [sş]irketi|ltd\W{0,2}[sş]ti|san(?:ay[iİ])?\W{0,2}ve\W{0,2}t[iİ]c(?:aret)?"
    r"|е?оод|е?ад|eood|ood|ead|ad|(?:pvt|private)\W{0,2}l(?:imi)?te?d|pvt|tbk|j\W{0,2}s\W{0,2}c|pjsc|тдв|k\W{0,2}k|kabushiki kaisha"
    r"|sia|mchj|qmj|osoo|мас[ъ']?улияти чекланган жамият\w*|mas['’ʼ]?uliyati cheklangan jamiyat\w*|სპს|փբը|sh\W{0,2}p\W{0,2}k|xk|fz\W{0,2}llc"
)
_FORMS_BEFORE = (
    r"(?-i:SIA)|ou|pt|cv"
    r"|(?:c[oô]ng ty|cty)(?: tr[aá]ch nhi[eệ]m h[uữ]u h[aạ]n| tnhh| c[oổ] ph[aầ]n| cp)?(?: mtv| m[oộ]t th[aà]nh vi[eê]n)?"
)
# Of East Asian names, from which no blank divides them
_FORMS_OF_JAPAN_AND_KOREA = r"株式会社|有限会社|合同会社|주식회사|유한회사|\(주\)|㈜|（株）|\(株\)"
_FORM_AT_END = re.compile(
    rf"(?:^|[\s,.;(\"'«»-]+)(?P<form>{_FORMS}|{_FORMS_BEHIND})[\s.,;)\"'«»-]*$", re.IGNORECASE
)
_FORM_AT_START = re.compile(
    rf"^[\s\"'«(]*(?P<form>{_FORMS}|{_FORMS_BEFORE})(?=[\s\"'«.,-])[\s.,\"'«»-]*", re.IGNORECASE
)
_EAST_ASIAN_AT_END = re.compile(
    r"(?:集团)?(?:股份|有限|责任|控股|集团)*(?:有限公司|公司|集团|总厂|工厂)\s*$|(?:厂)\s*$"
    rf"|\s?(?:{_FORMS_OF_JAPAN_AND_KOREA})\s*$"
)
_EAST_ASIAN_AT_START = re.compile(rf"^\s*(?P<form>{_FORMS_OF_JAPAN_AND_KOREA})\s*")
_QUOTES = re.compile(r"[\"'«»“”„‘’`()]+")


@dataclass(frozen=True)
class FirmName:
    """A firm's name without its legal form, and the form: (SHANGHAI H WIN, CO LTD)."""

    core: str
    form: str


@lru_cache(maxsize=1 << 14)
def split_legal_form(name: str) -> FirmName:
    """A firm's name apart from its legal form, wherever it stands: CO., LTD, ООО «...», 有限公司."""
    core = _BLANKS.sub(" ", fold_lookalikes(without_markers(name))).strip()[:LONGEST]
    forms: list[str] = []
    for _ in range(MOST):
        if found := _EAST_ASIAN_AT_END.search(core):
            forms.append(found[0].strip())
            core = core[: found.start()]
        elif (found := _FORM_AT_END.search(core)) and found.start() > 0:
            forms.append(found["form"])
            core = core[: found.start()]
        elif (found := _at_start(core)) and found.end() < len(core):
            forms.append(found["form"])
            core = core[found.end() :]
        else:
            break
    core = _BLANKS.sub(" ", _QUOTES.sub(" ", core)).strip(" ,.;-")
    return FirmName(core, " ".join(forms))


def _at_start(name: str) -> re.Match[str] | None:
    return _EAST_ASIAN_AT_START.search(name) or _FORM_AT_START.search(name)
