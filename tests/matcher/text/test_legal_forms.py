"""Firms' names apart from their legal forms."""

from __future__ import annotations

import pytest

from matcher.text.legal_forms import split_legal_form


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("SHANGHAI H WIN CO., LTD.", "SHANGHAI H WIN"),
        ("ООО «РОМАШКА»", "РОМАШКА"),
        ('ТОО "КЕНДЕБАЙ ИМПОРТ"', "КЕНДЕБАЙ ИМПОРТ"),
        ("山东恒盾防护科技有限公司", "山东恒盾防护科技"),
        ("АО", "АО"),
        ("ACME", "ACME"),
        ("Costa Import LLC", "Costa Import"),
    ],
)
def test_the_legal_form_is_set_apart(name: str, core: str) -> None:
    assert split_legal_form(name).core == core
