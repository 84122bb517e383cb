"""Layouts whose headers are labels of a trade program, as its translators wrote them: real words in many languages.

The labels are those of Tryton's modules (fields of customs, Intrastat, sales, purchases), read from the .po files of its
packages, which are not part of this repository:

    pip download --no-deps -d DIR trytond_account_stock_eu trytond_customs trytond_purchase trytond_sale trytond_stock

Neither the importer's words nor those of `words/` were written with them, and nobody who works on the importer reads them.
"""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from unseen_layouts.vocabulary import transliterated

# Field -> where the label is: the msgctxt of its translation. A label that is not translated is shown in English.
LABELS = {
    "description": "field:sale.line,description:",
    "hs": "field:account.stock.eu.intrastat.declaration.line,tariff_code:",
    "date": "field:stock.move,effective_date:",
    "declaration": "field:account.stock.eu.intrastat.declaration.context,declaration:",
    "importer": "field:sale.line,customer:",
    "importer_code": "field:customs.agent,tax_identifier:",
    "exporter": "field:purchase.line,supplier:",
    "origin": "field:account.stock.eu.intrastat.declaration.line,country_of_origin:",
    "departure": "field:customs.agent.selection,from_country:",
    "destination": "field:customs.agent.selection,to_country:",
    "quantity": "field:sale.line,quantity:",
    "unit": "field:sale.line,unit:",
    "value": "field:sale.line,amount:",
    "currency": "field:sale.line,currency:",
    "incoterms": "field:account.stock.eu.intrastat.declaration.line,incoterm:",
}
# Language of the labels -> the language of `words/` in which goods, firms and countries are written beside them.
GOODS_IN = {
    "bg": "bg", "ca": "es", "cs": "cs", "de": "de", "es": "es", "et": "en", "fa": "fa", "fi": "en", "fr": "fr", "hu": "en", "id": "id",
    "it": "it", "lo": "en", "lt": "en", "nl": "nl", "pl": "pl", "pt": "pt", "ro": "ro", "ru": "ru", "sl": "en", "tr": "tr", "uk": "uk",
    "zh_CN": "zh",
}  # fmt: skip
STYLES = ("full", "cut short", "plain Latin", "snake")
MESSAGE = re.compile(r'^msgctxt "(.*)"\nmsgid "(.*)"\nmsgstr "(.*)"$', re.MULTILINE)  # in a .po file
LEAST_LABELS = 8  # translated, of a language that is tried
CUT = 4  # letters of a word that is cut short
WAYS = (
    {"date": "%d.%m.%Y", "file": "csv", "delimiter": ";", "decimal": ","},
    {"date": "%Y-%m-%d", "file": "xlsx"},
    {"date": "%d/%m/%Y", "file": "tsv"},
)


def program_specs(packages: Path) -> Iterator[dict[str, Any]]:
    """A layout for each language and style, as `generate` takes them; `headers` maps fields to labels.

    `packages` is a folder with the wheels. Raises SystemExit where it has none of the labels.
    """
    labels = _labels(packages)
    if not labels:
        raise SystemExit(f"{packages}: no wheels of Tryton with the labels; see {Path(__file__).name}")
    for n, (code, language) in enumerate(GOODS_IN.items()):
        mine = labels[code]
        if sum(map(bool, mine.values())) < LEAST_LABELS:
            continue
        for m, style in enumerate(STYLES):
            headers = {
                field: _written(mine.get(field) or english, style) for field, english in labels["en"].items()
            }
            yield {
                "language": language,
                "style": f"{code} {style}",
                "headers": headers,
                **WAYS[(n + m) % len(WAYS)],
            }


def _labels(packages: Path) -> dict[str, dict[str, str]]:
    """Language -> field -> label; `en` has those that were translated."""
    places = {place: field for field, place in LABELS.items()}
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for wheel in sorted(packages.glob("*.whl")):
        with zipfile.ZipFile(wheel) as opened:
            for name in opened.namelist():
                language = Path(name).stem
                if Path(name).suffix != ".po" or language not in GOODS_IN:
                    continue
                for place, english, label in MESSAGE.findall(opened.read(name).decode("utf-8")):
                    if place in places:
                        found["en"][places[place]] = english
                        found[language][places[place]] = label
    return found


def _written(label: str, style: str) -> str:
    if style == "plain Latin":
        return transliterated(label).upper()
    if style == "snake":
        return re.sub(r"[^a-z0-9]+", "_", transliterated(label).lower()).strip("_")
    if style == "cut short":
        return " ".join(word if len(word) <= CUT + 1 else f"{word[:CUT]}." for word in label.split())
    return label
