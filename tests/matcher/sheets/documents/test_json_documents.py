"""Documents of statistics in JSON: the rows that they are read as, and documents that break the rules of their format."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from crawler.case.errors import Box31Error
from matcher.sheets.reader import open_table
from matcher.sheets.tables.blocks import Table

Json = dict[str, Any]
JSON_STAT: Json = {
    "version": "2.0", "class": "dataset", "id": ["a", "b"], "size": [2, 3],
    "dimension": {
        "a": {"label": "A", "category": {"index": ["x", "y"], "label": {"x": "Ex"}}},
        "b": {"category": {"index": {"q": 2, "p": 1, "o": 0}}},
    },
    "value": [1, 2.5, None, 4, 5, 6],
}  # fmt: skip
PXWEB: Json = {
    "columns": [{"code": "a"}, {"code": "t", "type": "t"}, {"code": "v", "text": "Value", "type": "c"}],
    "data": [{"key": ["x", "2022"], "values": ["1"]}, {"key": ["y", "2023"], "values": [".."]}],
}
SDMX: Json = {
    "dataSets": [{"series": {"0:1": {"attributes": [0], "observations": {"0": [1.5, 1], "1": [2]}}}}],
    "structure": {
        "dimensions": {
            "series": [{"id": "A", "values": [{"id": "x"}]}, {"id": "B", "values": [{"id": "y"}, {"id": "z"}]}],
            "observation": [{"id": "TIME_PERIOD", "values": [{"id": "2022"}, {"id": "2023"}]}],
        },
        "attributes": {
            "series": [{"id": "UNIT", "values": [{"id": "EUR"}]}],
            "observation": [{"id": "OBS_STATUS", "values": [{"id": "A"}, {"id": "E"}]}],
        },
    },
}  # fmt: skip


def tables(tmp_path: Path, document: Any) -> list[Table]:
    path = tmp_path / "d.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return list(open_table(path).tables)


def rows(table: Table) -> list[list[str]]:
    return [list(row) for block in table.blocks() for row in table.rows(block)]


def test_json_stat_has_its_last_dimension_change_first(tmp_path: Path) -> None:
    (table,) = tables(tmp_path, JSON_STAT)
    assert table.header == ["a", "b", "value", "status"]
    assert rows(table) == [
        ["x", "o", "1", ""], ["x", "p", "2.5", ""], ["x", "q", "", ""], ["y", "o", "4", ""], ["y", "p", "5", ""], ["y", "q", "6", ""],
    ]  # fmt: skip
    assert table.about is not None
    assert [c.label for c in table.about.dimensions[0].categories] == ["Ex", ""]


def test_sparse_json_stat_has_the_cells_with_a_value_or_a_status(tmp_path: Path) -> None:
    (table,) = tables(tmp_path, {**JSON_STAT, "value": {"4": 5}, "status": {"0": ".."}})
    assert rows(table) == [["x", "o", "", ".."], ["y", "p", "5", ""]]


def test_a_large_cube_with_few_values_is_read_at_once(tmp_path: Path) -> None:
    codes = [str(n) for n in range(1000)]
    one = {"category": {"index": codes}}
    ids = list("abcdef")
    document = {
        "class": "dataset",
        "id": ids,
        "size": [1000] * 6,
        "dimension": dict.fromkeys(ids, one),
        "value": {"1001": 7},
    }
    (table,) = tables(tmp_path, document)
    assert rows(table) == [["0", "0", "0", "0", "1", "1", "7", ""]]


def test_pxweb_has_keys_and_values(tmp_path: Path) -> None:
    (table,) = tables(tmp_path, PXWEB)
    assert table.header == ["a", "t", "v", "status"]
    assert rows(table) == [["x", "2022", "1", ""], ["y", "2023", "..", ""]]


def test_sdmx_has_attributes_beside_the_figures(tmp_path: Path) -> None:
    (table,) = tables(tmp_path, SDMX)
    assert table.header == ["A", "B", "TIME_PERIOD", "UNIT", "value", "status"]
    assert rows(table) == [["x", "z", "2022", "EUR", "1.5", "E"], ["x", "z", "2023", "EUR", "2", ""]]


def changed(document: Json, path: str, value: Any) -> Json:
    out = copy.deepcopy(document)
    *keys, last = path.split("/")
    inner: Any = out
    for key in keys:
        inner = inner[int(key) if isinstance(inner, list) else key]
    inner[last] = value
    return out


@pytest.mark.parametrize(
    ("document", "path", "value"),
    [
        (JSON_STAT, "size", [2, 4]),
        (JSON_STAT, "size", [2, 3, 1]),
        (JSON_STAT, "size", [2, -3]),
        (JSON_STAT, "size", [2, 3.0]),
        (JSON_STAT, "size", [10**9, 10**9]),
        (JSON_STAT, "size", "six"),
        (JSON_STAT, "id", ["a", "a"]),
        (JSON_STAT, "id", ["a", "c"]),
        (JSON_STAT, "value", [1, 2, 3, 4, 5, 6, 7]),
        (JSON_STAT, "value", []),
        (JSON_STAT, "value", 7),
        (JSON_STAT, "value", {"6": 1}),
        (JSON_STAT, "value", {"-1": 1}),
        (JSON_STAT, "value", {"²": 1}),
        (JSON_STAT, "value", {"9" * 6000: 1}),
        (JSON_STAT, "status", ["a"]),
        (JSON_STAT, "dimension/a", {"label": "A"}),
        (JSON_STAT, "dimension/a", "A"),
        (JSON_STAT, "dimension/b/category/index", {"o": 0, "p": 1, "q": 3}),
        (JSON_STAT, "dimension/b/category/index", {"o": 0, "p": 1, "q": 1}),
        (JSON_STAT, "dimension/b/category/index", ["o", "o", "p"]),
        (JSON_STAT, "dimension/a/category/unit", {"x": {"base": "EUR", "multiplier": "many"}}),
        (JSON_STAT, "class", "cube"),
        (PXWEB, "data", [{"key": ["x"], "values": ["1"]}]),
        (PXWEB, "data", [{"key": ["x", "2022"], "values": ["1", "2"]}]),
        (PXWEB, "data", [{"key": ["x", "2022"], "values": ["1"]}, 7]),
        (SDMX, "dataSets/0/series", {"0:2": {"observations": {"0": [1]}}}),
        (SDMX, "dataSets/0/series", {"0": {"observations": {"0": [1]}}}),
        (SDMX, "dataSets/0/series", {"0:-1": {"observations": {"0": [1]}}}),
        (SDMX, "dataSets/0/series", {"0:1": {"observations": {"9": [1]}}}),
        (SDMX, "dataSets/0/series", {"0:1": 5}),
        (SDMX, "dataSets/0/series", None),
        (SDMX, "dataSets/0/action", "Delete"),
        (SDMX, "dataSets", []),
        (SDMX, "structure", {}),
        (SDMX, "structure", None),
        (SDMX, "structure/attributes/series", [{"id": "A", "values": [{"id": "EUR"}]}]),
    ],
)  # fmt: skip
def test_a_document_that_breaks_the_rules_is_one_line(
    tmp_path: Path, document: Json, path: str, value: Any
) -> None:
    with pytest.raises(Box31Error) as problem:
        tables(tmp_path, changed(document, path, value))
    assert "\n" not in str(problem.value)
    assert len(str(problem.value)) < 500
    assert "d.json" in str(problem.value)


@pytest.mark.parametrize("inside", ["dimension", "extension", "note"])
def test_deep_nesting_is_no_traceback(tmp_path: Path, inside: str) -> None:
    text = json.dumps(JSON_STAT)[:-1] + f', "{inside}": {"[" * 100_000}{"]" * 100_000}' + "}"
    with pytest.raises(Box31Error) as problem:
        tables(tmp_path, text)
    assert "\n" not in str(problem.value)


def test_groups_in_a_circle_end(tmp_path: Path) -> None:
    (table,) = tables(tmp_path, changed(JSON_STAT, "dimension/a/category/child", {"x": ["y"], "y": ["x"]}))
    assert len(rows(table)) == 6


@pytest.mark.parametrize("figure", ["NaN", "Infinity", "1e400"])
def test_what_is_no_number_stays_a_text(tmp_path: Path, figure: str) -> None:
    (table,) = tables(
        tmp_path, json.dumps({**JSON_STAT, "value": {}}).replace('"value": {}', f'"value": {{"0": {figure}}}')
    )
    assert rows(table)[0][2].strip("-").lower() in ("nan", "inf")
