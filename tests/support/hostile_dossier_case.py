"""A case in which everything that the world wrote is an attack."""

from __future__ import annotations

import json
from pathlib import Path

from crawler.case.case import Case
from tests.support.dossier_case import CaseWriter

MARK = "the very end of ten million characters"
SCRIPT = "</title></textarea></style><script>window.box31ran=1;alert(1)</script><img src=x onerror=alert(2)>"
CSS = "<style>*{display:none}@import 'https://evil.example/x.css'</style><link rel=stylesheet href=//evil.example/y>"
BIDI = "exe.\u202egnp.ytpme\u202c \u2066a\u2067b\u200b\ufeff\u200e\x00\x1b[31m"
JINJA = "{{ 7*7 }}{% raw %}{% endblock %}{# no #}"
QUOTES = '" onmouseover="alert(3)" x=\'&lt;&#60;script&#62;'


def hostile_case(root: Path) -> Case:
    """One accepted pair: scripts, styles, controls, a 10 MB description, path-like names, fake pictures."""
    w = CaseWriter.make(root, f"Case {SCRIPT}")
    item = w.item(
        "maker", "../../../S<KU>", f"{SCRIPT} {BIDI}", model=QUOTES, brand=JINJA, category=f"{CSS} > ../..",
        description=f"{CSS}{SCRIPT} {BIDI} {'многа букаф ' * 1_000_000}{MARK}",
        specs={SCRIPT: CSS, "javascript:alert(1)": "javascript:alert(2)", BIDI: QUOTES, "": "x"},
        picture=b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(4)'/>",
        html=f"<html><title>{SCRIPT}</title><body onload=alert(5)>{SCRIPT}{CSS}<base href=//evil.example/><p>Text</p>",
        language="en\" onload=\"x",
    )  # fmt: skip
    w.post("maker", "1", SCRIPT, f"{SCRIPT} ООО Ромашка-Экспорт {BIDI}", "not a date <b>")
    file_id = w.file(f"../../{SCRIPT}.csv", columns=[SCRIPT, "b", "c"], personal=[])
    goods = w.goods(
        f"{SCRIPT}{BIDI}{CSS}", maker=SCRIPT, model=QUOTES, article="javascript:alert(1)",
        parsed=json.dumps({"materials": [SCRIPT], "ratings": [{"text": BIDI}], "quantity": 1.5, "unit": CSS}),
    )  # fmt: skip
    for number in range(3):
        w.line(
            file_id, goods, raw=[SCRIPT, "=cmd|'/C calc'!A0", BIDI], declaration=f"../../{SCRIPT}", line_no=QUOTES,
            date=["2023-01-01", "<b>x</b>", f"20{BIDI}"][number], hs=SCRIPT, hs6=CSS,
            importer=f"ООО Ромашка-Экспорт {SCRIPT}", importer_code="=1+1", exporter=CSS,
            origin=SCRIPT, destination=BIDI, quantity=1e300, unit=SCRIPT,
            value=-1.5, currency=CSS, translation=SCRIPT, problem=SCRIPT,
        )  # fmt: skip
    pair = w.pair(
        item,
        goods,
        reasons=[SCRIPT, BIDI],
        counter_reasons=[CSS],
        terms=[[SCRIPT, 1.0, 2.0]],
        basis=f"prior{SCRIPT}",
    )
    w.decide(pair, reviewer=SCRIPT, note=f"{CSS}{BIDI}")
    return w.close()
