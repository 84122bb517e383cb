"""The names of months that Box31 ships: `python -m tools.month_names > matcher/text/month_names.csv`.

They are those of Unicode CLDR as Babel has them. A name that is of two months, as listopad is November in Polish and
October in Croatian, is left out: its date is a doubt.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict

from babel import Locale

# Languages whose names of months are words of letters; the others number their months or have signs among the letters.
LANGUAGES = "en ru uk be bg sr sr_Latn hr bs kk ky uz az tg tr hy ka es pt fr it de nl pl cs sk sl ro hu id ms lt lv et fi sv da el sw is sq mk"
# Beside CLDR's: spellings that customs files have.
MORE = {"кві": 4, "тра": 5, "чер": 6, "сер": 8, "жов": 10, "лис": 11, "гру": 12}
_WORD = re.compile(r"[^\W\d_]{3,12}")


def month_names() -> dict[str, int]:
    """Name or abbreviation, case folded and without its point -> month; only those of one month."""
    months: dict[str, set[int]] = defaultdict(set)
    for language in LANGUAGES.split():
        for widths in Locale.parse(language).months.values():
            for width in ("wide", "abbreviated"):
                for month, name in widths[width].items():
                    months[name.casefold().strip(".")].add(month)
    found = {name: one.pop() for name, one in months.items() if len(one) == 1 and _WORD.fullmatch(name)}
    return MORE | found


def main() -> None:
    """Write the table as CSV, by month."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("name", "month"))
    writer.writerows(sorted(month_names().items(), key=lambda row: (row[1], row[0])))


if __name__ == "__main__":
    main()
