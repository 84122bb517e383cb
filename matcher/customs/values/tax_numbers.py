"""Tax and company numbers of the countries that customs files name, recognised by their check digits.

Sources of the rules: INN and OGRN, orders of the Russian tax service; BIN and IIN, Kazakhstan's code of 12 digits with two
passes of weights; EDRPOU, the Ukrainian register of enterprises; USCC, GB 32100-2015; MST, Vietnam's circular on tax codes;
VKN, the Turkish tax number; CNPJ, Brazil; RUC, Peru; CUIT, Argentina; NIP, Poland; UNP and STIR have lengths only and are not recognised.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

_USCC_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def weighted(digits: Sequence[int], weights: Sequence[int]) -> int:
    """The sum of digits, each times its weight."""
    return sum(d * w for d, w in zip(digits, weights, strict=False))


def _inn10(d: list[int]) -> bool:
    return weighted(d, (2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10 == d[9]


def _inn12(d: list[int]) -> bool:
    return (
        weighted(d, (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10 == d[10]
        and weighted(d, (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10 == d[11]
    )


def _iin(d: list[int]) -> bool:
    rest = weighted(d, range(1, 12)) % 11
    if rest == 10:
        rest = weighted(d, (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)) % 11
    return rest == d[11]


def _edrpou(d: list[int]) -> bool:
    number = int("".join(map(str, d)))
    first, second = ((7, 1, 2, 3, 4, 5, 6), (9, 3, 4, 5, 6, 7, 8)) if 30_000_000 <= number <= 60_000_000 else ((1, 2, 3, 4, 5, 6, 7), (3, 4, 5, 6, 7, 8, 9))  # fmt: skip
    rest = weighted(d, first) % 11
    if rest == 10:
        rest = weighted(d, second) % 11
    return rest % 10 == d[7]


def _rnokpp(d: list[int]) -> bool:
    return weighted(d, (-1, 5, 7, 9, 4, 6, 10, 5, 7)) % 11 % 10 == d[9]


def _mst(d: list[int]) -> bool:
    return 10 - weighted(d, (31, 29, 23, 19, 17, 13, 7, 5, 3)) % 11 == d[9]


def _vkn(d: list[int]) -> bool:
    total = 0
    for i in range(9):
        step = (d[i] + 9 - i) % 10
        total += 9 if step == 9 else step * 2 ** (9 - i) % 9
    return (10 - total % 10) % 10 == d[9]


def _cuit(d: list[int]) -> bool:
    return (11 - weighted(d, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11) % 11 == d[10]


def _ogrn(d: list[int]) -> bool:
    return int("".join(map(str, d[:-1]))) % (len(d) - 2) % 10 == d[-1]


def _cnpj(d: list[int]) -> bool:
    for length, weights in (
        (12, (5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)),
        (13, (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)),
    ):
        rest = weighted(d, weights) % 11
        if d[length] != (0 if rest < 2 else 11 - rest):
            return False
    return True


def _nip(d: list[int]) -> bool:
    return weighted(d, (6, 5, 7, 2, 3, 4, 5, 6, 7)) % 11 == d[9]


_BY_LENGTH: dict[int, tuple[Callable[[list[int]], bool], ...]] = {
    8: (_edrpou,),
    10: (_inn10, _rnokpp, _mst, _vkn, _nip),
    11: (_cuit,),
    12: (_inn12, _iin),
    13: (_ogrn,),
    14: (_cnpj,),
    15: (_ogrn,),
}


@lru_cache(maxsize=1 << 14)
def kinds_of_tax_number(cell: str) -> frozenset[str]:
    """The kinds of number whose check digits `cell` satisfies; empty where it satisfies none.

    One number satisfies a rule by chance about once in ten: a column is recognised by the share of one kind in it.
    """
    text = re.sub(r"[\s.\-/]", "", cell).upper()
    if len(text) == 18 and all(c in _USCC_LETTERS for c in text):
        total = sum(_USCC_LETTERS.index(c) * w for c, w in zip(text, _USCC_WEIGHTS, strict=False))
        return frozenset({"uscc"} if _USCC_LETTERS[(31 - total % 31) % 31] == text[17] else ())
    if not (text.isascii() and text.isdigit()) or len(set(text)) == 1:
        return frozenset()
    digits = [int(c) for c in text]
    return frozenset(rule.__name__ for rule in _BY_LENGTH.get(len(text), ()) if rule(digits))
