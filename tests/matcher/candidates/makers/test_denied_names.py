"""Goods that are only like a machine, or said not to be it, are none of its maker's."""

from __future__ import annotations

import pytest

from matcher.candidates.codes.code_hits import CodeHit, take
from matcher.candidates.makers.denied_names import is_denied
from tests.support.growth import filled, grows_linearly


@pytest.mark.parametrize(
    "text",
    [
        "Luoi cua LF-3 tuong duong [VX-40] cua Orlex",
        "Lưỡi cưa LF-3 tương đương với [VX-40]",
        "Dao cat, khong phai loai [VX-40]",
        "CUTTER QT-7 SAME AS ORLEX [VX-40]",
        "CUTTER QT-7, NOT OF [VX-40] TYPE",
        "CUTTER QT-7 IN PLACE OF [VX-40]",
        "cutter QT-7 (Orlex [VX-40] equivalent)",
        "ЛЕНТОРЕЗ QT-7 (АНАЛОГ: ORLEX [VX-40])",
        "ЛЕНТОРЕЗ QT-7, НЕ ТИПА [VX-40]",
        "ленторіз QT-7 замість моделі [VX-40]",
        "Kesici QT-7, [VX-40] yerine",
        "Bandschneider QT-7, gleichwertig mit [VX-40]",
        "coupeuse QT-7 en remplacement de la [VX-40]",
        "cortadora QT-7, sustituye a [VX-40]",
        "taglierina QT-7 al posto di [VX-40]",
        "cortador QT-7 em substituição ao [VX-40]",
        "bandsnijder QT-7 vervangt [VX-40]",
        "przecinarka QT-7 zamiast [VX-40]",
        "bandskärare QT-7 motsvarande [VX-40]",
        "pemotong QT-7 setara [VX-40]",
        "裁带机QT-7，相当于[VX-40]",
        "裁带机|QT-7(同[VX-40])|980W",
        "テープカッター QT-7 [VX-40]の代替品",
        "절단기 QT-7 ([VX-40] 대체품)",
        "QT-7 بديل [VX-40]",
        "RIBBON CUTTER QT-7 CORRESPONIDNG TO [VX-40]",
        "RIBBON CUTTER QT-7, COMPARABEL TO ORLEX [VX-40]",
        "bandsnijder QT-7 gelijkwardig aan [VX-40]",
        "ЛЕНТОРЕЗ QT-7, ВЗАИМОЗАМЕЯНЕМЫЙ С [VX-40]",
        "STAND QT-7, DOES NOT INCLUDE THE CUTTER [VX-40]",
        "ПОДСТАВКА QT-7, В КОМПЛЕКТ НЕ ВХОДИТ РЕЗАК [VX-40]",
        "Giá đỡ QT-7, không bao gồm máy cắt [VX-40]",
        "soporte QT-7, no incluye la cortadora [VX-40]",
        "支架QT-7，不含[VX-40]",
        "ЛЕНТОРЕЗ QT-7, ЗАМЕНА (АНАЛОГ) РЕЗАКА ORLEX [VX-40]",
        "ЛЕНТОРЕЗ QT-7, ТИП КАК ORLEX [VX-40]",
        "ленторіз QT-7, тип як [VX-40]",
    ],
)
def test_what_goods_replace_or_are_like_is_denied_in_every_language(text: str) -> None:
    assert _is_denied(text)


@pytest.mark.parametrize(
    "text",
    [
        "RIBBON CUTTER MODEL NO [VX-40]",
        "ribbon cutter [VX-40], analogue of Orlex M8",
        "ribbon cutter [VX-40] or equivalent",
        "ribbon cutter [VX-40] compatible with windows",
        "ЛЕНТОРЕЗ [VX-40], АНАЛОГ ОРЛЕКС М8",
        "ЭКВИВАЛЕНТНАЯ МОЩНОСТЬ 40 КВТ, МОДЕЛЬ [VX-40]",
        "Dao thay thế hãng Orlex, máy cắt [VX-40]",
        "Filtro de reemplazo Orlex [VX-40]",
        "裁带机[VX-40]代替QT-7",
        "RIBBON CUTTER, LIMITATION [VX-40]",
        "LENTOREZ, INCLUDING [VX-40]",
        "RIBBON CUTTER [VX-40], STAND NOT INCLUDED",
        "РЕЗАК [VX-40], ПОДСТАВКА НЕ ВХОДИТ В КОМПЛЕКТ",
    ],
)
def test_what_goods_are_called_or_what_is_like_them_is_not_denied(text: str) -> None:
    assert not _is_denied(text)


def test_the_denial_of_a_longer_code_outweighs_a_short_code_of_the_goods() -> None:
    own = CodeHit("K40", "K40", True, False, False, "", (6, 9))
    denied = CodeHit("512.33.900", "512.33.900", True, False, False, "none", (30, 40))
    for first, second in ((own, denied), (denied, own)):
        hits: dict[int, CodeHit] = {}
        take(hits, 0, first)
        take(hits, 0, second)
        assert hits[0] is denied


@pytest.mark.parametrize("size", [12, 25_000])
@pytest.mark.parametrize("piece", ["не ", " ", "1/", "equivalent ", "eqiuvalent ", "e"])
def test_long_texts_are_read_in_linear_time(piece: str, size: int) -> None:
    assert grows_linearly(lambda n: is_denied(f"{filled(piece, n)}VX-40", n, n + 5), size)


def _is_denied(text: str) -> bool:
    """Whether what stands between square brackets is denied."""
    start, end = text.index("["), text.index("]") - 1
    return is_denied(text.replace("[", "").replace("]", ""), start, end)
