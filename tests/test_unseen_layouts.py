"""The benchmark of unseen layouts: its files are reproducible, its halves share no header, and it judges by the real command."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import yaml

from tests.conftest import ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))

from unseen_layouts.generate import generate, specs
from unseen_layouts.judging import judge
from unseen_layouts.programs import LABELS, program_specs
from unseen_layouts.reading import Imported
from unseen_layouts.vocabulary import HALVES

VENDORS = ("vendors", "vendors_second", "vendors_third", "vendors_fourth", "vendors_fifth")
WORDS = ROOT / "benchmarks" / "unseen_layouts" / "words"


def test_the_two_halves_share_no_full_header() -> None:
    for path in WORDS.glob("*.yaml"):
        headers = yaml.safe_load(path.read_text(encoding="utf-8")).get("headers", {})
        shared = {f for f, (development, kept, *_) in headers.items() if development == kept}
        assert not shared, f"{path.name}: {shared}"


def test_there_are_at_least_sixty_layouts_in_twelve_languages() -> None:
    specs = yaml.safe_load((WORDS.parent / "layouts.yaml").read_text(encoding="utf-8"))
    assert 2 * len(specs) >= 60
    assert len({spec["language"] for spec in specs}) >= 12


def test_the_benchmark_judges_a_file_by_the_real_command() -> None:
    script = ROOT / "benchmarks" / "unseen_layouts.py"
    done = subprocess.run(
        [sys.executable, script, "--half", "development", "--only", "04-ru-codes", "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    report = json.loads(done.stdout)["development"]
    assert report["files"] == 1
    assert report["description right"] == report["HS right"] == 1.0


def test_vendors_layouts_have_columns_that_look_like_a_field_and_no_vendor_in_both_halves() -> None:
    specs = [spec for name in VENDORS for spec in yaml.safe_load((WORDS.parent / f"{name}.yaml").read_text())]
    halves = {half: {spec["style"] for spec in specs if spec["half"] == half} for half in HALVES}
    assert halves["development"]
    assert not halves["development"] & halves["kept"]
    for spec in specs:
        assert sum(kind.startswith("~") for kind in spec["table"].values()) >= 3, spec["style"]


def test_a_field_that_is_read_from_such_a_column_is_a_silent_misread(tmp_path: Path) -> None:
    (spec,) = (one for one in specs("vendors") if one["style"] == "Veritrade Peru importaciones")
    (truth,) = generate(tmp_path, "development", listed=[spec])
    columns = dict(truth.columns)
    assert columns["Pais de Compra"].startswith("~")
    line = {"raw": [next(iter(truth.facts))], "description": ""}
    taken = {"origin": ["Pais de Compra"], "net_kg": ["Kg Neto"], "value_usd": ["U$ CIF Tot"]}
    assert set(judge(truth, Imported([line], [taken], 1, 0, True)).wrong) == {"origin"}, (
        "CIF may be read as dollars"
    )


def test_labels_of_a_program_become_headers(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "trytond_sale.whl", "w") as wheel:
        for field, place in LABELS.items():
            assert place.startswith("field:"), field
        texts = [
            f'msgctxt "{place}"\nmsgid "{field} in English"\nmsgstr "Ж {field}"\n'
            for field, place in LABELS.items()
        ]
        wheel.writestr("trytond/modules/sale/locale/ru.po", "\n".join(texts))
    full, short, latin, snake = (spec["headers"] for spec in program_specs(tmp_path))
    assert full["quantity"] == "Ж quantity"
    assert short["quantity"] == "Ж quan."
    assert latin["quantity"] == "ZH QUANTITY"
    assert snake["value"] == "zh_value"
