"""JSON-stat, PxWeb's JSON and SDMX-JSON as statistics: figures against sums made by hand, and what is not understood."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from matcher.customs.ingest.file_record import TableResult
from matcher.customs.ingest.store import import_file
from matcher.customs.trade.formats.texts.facts import Refused, Stated

Json = dict[str, Any]
GOODS = {"85013200": "8501 32 00 Motors, 750 W to 75 kW", "85044030": "8504 40 30 Static converters"}
FLOWS = {"1": "Import", "2": "Export"}
LANDS = {"DE": "Germany", "NO": "Norway"}


def dimension(label: str, categories: dict[str, str], **more: Any) -> Json:
    index = {code: place for place, code in enumerate(categories)}
    return {"label": label, "category": {"index": index, "label": categories, **more}}


CONTENTS = dimension(
    "contents",
    {"V": "Value", "M": "Net weight"},
    unit={"V": {"base": "thousand EUR"}, "M": {"base": "tonnes"}},
)
DIMENSIONS: dict[str, Json] = {
    "goods": dimension("commodity", GOODS),
    "flow": dimension("flow", FLOWS),
    "partner": dimension("partner", LANDS),
    "contents": CONTENTS,
    "time": dimension("time", {"2023M01": "2023M01", "2023M02": "2023M02"}),
}
ROLE = {"time": ["time"], "metric": ["contents"]}


def cube(changed: dict[str, Json | None] | None = None, **said: Any) -> Json:
    """A dataset of JSON-stat 2 whose figures are 1, 2, 3 ...; `changed` are other dimensions, None for one that is left out."""
    given = {**DIMENSIONS, **(changed or {})}
    used = {name: one for name, one in given.items() if one is not None}
    sizes = [len(one["category"]["index"]) for one in used.values()]
    count = len(list(product(*map(range, sizes))))
    return {
        "version": "2.0", "class": "dataset", "label": "Trade in goods by commodity", "source": "Statistics Sweden", "id": list(used),
        "size": sizes, "role": ROLE, "dimension": used, "value": list(range(1, count + 1)), **said,
    }  # fmt: skip


def read(db: Database, tmp_path: Path, document: Any, **stated: Any) -> TableResult:
    path = tmp_path / "cube.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    (result,) = import_file(db, path, stated=Stated(**stated)).tables
    return result


def figures(db: Database) -> list[tuple[Any, ...]]:
    """Code, flow, partner, first month, months, value, currency, kilograms of each figure."""
    return [
        (r["hs"], r["flow"], r["partner"], f"{r['start'] // 12}-{r['start'] % 12 + 1:02d}", r["end"] - r["start"] + 1, r["value"],
         r["currency"], dict(json.loads(r["quantities"])).get("KGM"))
        for r in db.query("SELECT * FROM customs_statistics ORDER BY hs, flow DESC, partner, start")
    ]  # fmt: skip


def test_units_of_measures_are_read(db: Database, tmp_path: Path) -> None:
    result = read(db, tmp_path, cube())
    assert (result.layout, result.rejects) == ("JSON cube", 0)
    rows = figures(db)
    assert len(rows) == 16
    # Goods, flow, partner, contents, time, the last changing first: value of January is 1, weight of January is 3.
    assert rows[0] == ("85013200", "import", "DEU", "2023-01", 1, 1000, "EUR", 3000)
    assert rows[-1] == ("85044030", "export", "NOR", "2023-02", 1, 30_000, "EUR", 32_000)
    assert sum(row[5] for row in rows) == 1000 * sum(n for n in range(1, 33) if (n - 1) // 2 % 2 == 0)


@pytest.mark.parametrize(
    ("unit", "value"),
    [
        ({"base": "EUR", "multiplier": 3}, 1000),
        ({"base": "EUR", "multiplier": "3"}, 1000),
        ({"base": "EUR", "mult": 6}, 1_000_000),
        ({"base": "EUR", "label": "thousand EUR"}, 1000),
        ({"base": "EUR", "label": "thousand EUR", "multiplier": 3}, 1000),
        ({"base": "EUR", "scale": "millions"}, 1_000_000),
        ({"base": "1000 EUR", "decimals": 0}, 1000),
        ({"symbol": "€", "decimals": 0}, 1),
        ("EUR million", 1_000_000),
    ],
)
def test_scale_in_a_unit(db: Database, tmp_path: Path, unit: Any, value: float) -> None:
    contents = dimension("contents", {"V": "Value"}, unit={"V": unit})
    read(db, tmp_path, cube({"contents": contents}))
    assert figures(db)[0][5:7] == (value, "EUR")


@pytest.mark.parametrize(
    "unit",
    [{"base": "EUR", "multiplier": 4}, {"base": "thousand EUR", "multiplier": 6}, {"base": "thousand EUR", "label": "million EUR"}],
)  # fmt: skip
def test_a_unit_that_is_not_sure_is_asked(db: Database, tmp_path: Path, unit: Json) -> None:
    contents = dimension("contents", {"V": "Value"}, unit={"V": unit})
    with pytest.raises(Refused, match="--scale"):
        read(db, tmp_path, cube({"contents": contents}))
    result = read(db, tmp_path, cube({"contents": contents}), scale=10.0, currency="EUR")
    assert (result.rejects, figures(db)[0][5]) == (0, 10)


def test_directions_may_have_the_units(db: Database, tmp_path: Path) -> None:
    units = {"1": {"base": "EUR", "multiplier": 3}, "2": {"base": "EUR", "multiplier": 3}}
    read(
        db,
        tmp_path,
        cube({"flow": dimension("trade", FLOWS, unit=units), "contents": None}, role={"time": ["time"]}),
    )
    assert figures(db)[0][1:7] == ("import", "DEU", "2023-01", 1, 1000, "EUR")
    assert len(figures(db)) == 16


def test_values_may_be_sparse_missing_or_zero(db: Database, tmp_path: Path) -> None:
    document = cube(status={"2": "..", "8": "e"})
    document["value"] = {"0": 5, "2": None, "4": 0, "6": 0, "8": 7.5}
    result = read(db, tmp_path, document)
    assert [(row[1], row[2], row[3], row[5], row[7]) for row in figures(db)] == [
        ("import", "DEU", "2023-01", 5000, None), ("export", "DEU", "2023-01", 7500, None),
    ]  # fmt: skip
    for said in ("1 figures are missing (.. 1)", "1 figures have a status (e 1)", "nothing was traded in 1"):
        assert said in result.note


def test_totals_are_told_by_code_label_or_children(db: Database, tmp_path: Path) -> None:
    partner = dimension(
        "partner", {"TOT": "Samtliga", "EU": "EU-27", "DE": "Germany", "NO": "Norway"}, child={"EU": ["DE"]}
    )
    kind = dimension("kind of shipment", {"_T": "Alles", "a": "Alpha", "b": "Beta"})
    document = cube(
        {"partner": partner, "kind": kind, "contents": None},
        role={"time": ["time"]},
        label="Trade, thousand EUR",
    )
    # Goods, flow, partner, kind, time: two parts of 1 of each country are 2, those of two countries 4.
    document["value"] = [
        size * share
        for _, size, _, share in product(range(4), (2, 1, 1, 1), range(1), (2, 1, 1)) for _ in range(2)
    ]  # fmt: skip
    document["id"], document["size"] = ["goods", "flow", "partner", "kind", "time"], [2, 2, 4, 3, 2]
    read(db, tmp_path, document)
    assert {(row[2], row[5]) for row in figures(db)} == {
        ("World", 4000), ("World", 2000), ("DEU", 2000), ("DEU", 1000), ("NOR", 2000), ("NOR", 1000)
    }  # fmt: skip
    dims = {row["dims"] for row in db.query("SELECT DISTINCT dims FROM customs_statistics")}
    assert len(dims) == 3
    assert "[]" in dims


def test_months_in_a_dimension_of_their_own(db: Database, tmp_path: Path) -> None:
    changed = {
        "time": dimension("year", {"2022": "2022", "2023": "2023"}),
        "month": dimension("month", {"T": "Total", "01": "January", "02": "February"}),
    }
    read(db, tmp_path, cube(changed, role={"time": ["time", "month"], "metric": ["contents"]}))
    assert {row[3:5] for row in figures(db)} == {
        ("2022-01", 12), ("2022-01", 1), ("2022-02", 1), ("2023-01", 12), ("2023-01", 1), ("2023-02", 1)
    }  # fmt: skip


@pytest.mark.parametrize(
    ("codes", "first", "months"),
    [
        (["2023", "2022"], "2022-01", 12), (["2022K4"], "2022-10", 3), (["2022-Q4"], "2022-10", 3), (["2022M12"], "2022-12", 1),
        (["2022-12"], "2022-12", 1), (["2022H2"], "2022-07", 6),
    ],
)  # fmt: skip
def test_periods(db: Database, tmp_path: Path, codes: list[str], first: str, months: int) -> None:
    read(db, tmp_path, cube({"time": dimension("period", {code: code for code in codes})}))
    assert figures(db)[0][3:5] == (first, months)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"adjusted": dimension("Adjustment", {"N": "unadjusted", "Y": "adjusted"})}, "parts of its dimension 'Adjustment'"),
        ({"time": None}, "no dimension of time"),
        ({"time": dimension("time", {"20231": "20231", "20232": "20232"})}, "periods of its dimension 'time'"),
        ({"year": dimension("year", {"2022": "2022", "2023": "2023"})}, "parts of its dimension 'year'"),
        ({"flow": dimension("flow", {"1": "1", "2": "2"})}, "directions of its dimension 'flow'"),
        ({"flow": dimension("flow", {"1": "Import", "2": "Inward processing"})}, "directions of its dimension 'flow'"),
        ({"partner": dimension("partner", {"004": "004", "028": "028"})}, "countries in its dimension 'partner'"),
        ({"goods": dimension("SITC group", GOODS)}, "another classification than the HS"),
        ({"goods": dimension("goods", {"a": "Motors", "b": "Toys"})}, "no dimension with codes of goods"),
        ({"goods": dimension("HS chapter", {"84": "85 Electrical machinery", "85": "84 Machinery"})}, "two codes of goods"),
        ({"contents": dimension("contents", {"V": "Share, %", "M": "Index"})}, "none of what it counts"),
        ({"contents": dimension("contents", {"V": "Value", "M": "Balance"})}, "--currency"),
        ({"contents": dimension("contents", {"V": "Worth A, EUR", "M": "Worth B, EUR"})}, "which of its values"),
        ({"contents": dimension("contents", {"V": "Value, thousand EUR", "M": "Value, EUR"})}, "several scales"),
    ],
)  # fmt: skip
def test_what_is_not_understood_stops_the_import(
    db: Database, tmp_path: Path, changed: dict[str, Json | None], why: str
) -> None:
    with pytest.raises(Refused) as problem:
        read(db, tmp_path, cube(changed))
    assert why in str(problem.value)
    assert "\n" not in str(problem.value)
    assert problem.value.exit_code == 3
    assert figures(db) == []


def test_one_part_of_a_dimension_is_named(db: Database, tmp_path: Path) -> None:
    result = read(db, tmp_path, cube({"adjusted": dimension("Adjustment", {"N": "not adjusted"})}))
    assert "only 'not adjusted' of 'Adjustment'" in result.note


def test_sums_from_january_are_not_the_months(db: Database, tmp_path: Path) -> None:
    contents = dimension("contents", {"C": "Cumulative value, EUR", "V": "Value, EUR"})
    result = read(db, tmp_path, cube({"contents": contents}))
    assert figures(db)[0][5] == 3  # the third figure is the value of January; the first is the sum
    assert "no amounts of trade" in result.note


def test_digits_of_other_scripts(db: Database, tmp_path: Path) -> None:
    goods = dimension("commodity", {"٨٥٠١٣٢٠٠": "Motors", "٨٥٠٤٤٠٣٠": "Converters"})
    read(db, tmp_path, cube({"goods": goods, "time": dimension("time", {"٢٠٢٣": "٢٠٢٣"})}))
    assert figures(db)[0] == ("85013200", "import", "DEU", "2023-01", 12, 1000, "EUR", 2000)


def test_json_stat_1_has_its_lists_in_the_dimensions(db: Database, tmp_path: Path) -> None:
    new = cube()
    old = {"dataset": {
        "label": new["label"], "source": new["source"], "value": new["value"],
        "dimension": {**new["dimension"], "id": new["id"], "size": new["size"], "role": ROLE},
    }}  # fmt: skip
    read(db, tmp_path, old)
    assert figures(db)[0] == ("85013200", "import", "DEU", "2023-01", 1, 1000, "EUR", 3000)


PXWEB = {
    "columns": [
        {"code": "VarugruppKN", "text": "commodity group KN", "type": "d"},
        {"code": "handelspartner", "text": "trading partner", "type": "d"},
        {"code": "Tid", "text": "month", "type": "t"},
        {"code": "000003W7", "text": "Imports, SEK thousand", "type": "c"},
        {"code": "000003W8", "text": "Exports, SEK thousand", "type": "c"},
    ],
    "comments": [],
    "data": [
        {"key": ["85013200", "DE", "2023M01"], "values": ["120", "30"]},
        {"key": ["85013200", "NO", "2023M01"], "values": ["..", "7"]},
        {"key": ["85044030", "DE", "2023M02"], "values": ["0", "11.5"]},
    ],
    "metadata": [{"label": "Trade by commodity group", "source": "Statistics Sweden", "updated": "2023-03-01"}],
}  # fmt: skip


def test_pxweb_json(db: Database, tmp_path: Path) -> None:
    result = read(db, tmp_path, PXWEB)
    assert [(row[0], row[1], row[2], row[3], row[5], row[6]) for row in figures(db)] == [
        ("85013200", "import", "DEU", "2023-01", 120_000, "SEK"),
        ("85013200", "export", "DEU", "2023-01", 30_000, "SEK"),
        ("85013200", "export", "NOR", "2023-01", 7000, "SEK"),
        ("85044030", "export", "DEU", "2023-02", 11_500, "SEK"),
    ]
    assert "1 figures are missing (.. 1)" in result.note


def sdmx(attributes: list[Json], said: list[int], **series: Any) -> Json:
    """A message of SDMX-JSON 1.0 with series by reporter, partner, flow and code, and periods as observations."""

    def one(name: str, *values: str) -> Json:
        return {"id": name, "name": name, "values": [{"id": value, "name": value} for value in values]}

    return {"header": {"id": "x"}, "dataSets": [{"action": "Information", "series": {
        "0:0:0:0": {"attributes": said, "observations": {"0": [12.5, 0], "1": [None, 1]}},
        "0:0:1:1": {"attributes": said, "observations": {"1": [4, 0]}},
        **series,
    }}], "structure": {
        "name": "Trade by HS",
        "dimensions": {
            "series": [one("REF_AREA", "FI"), one("COUNTERPART_AREA", "DE", "NO"), one("FLOW", "M", "X"),
                       one("COMMODITY", "850132", "850440")],
            "observation": [one("TIME_PERIOD", "2022", "2023")],
        },
        "attributes": {"series": attributes, "observation": [one("OBS_STATUS", "A", "M")]},
    }}  # fmt: skip


UNIT = {
    "id": "UNIT_MEASURE",
    "name": "Unit",
    "values": [{"id": "USD", "name": "US Dollar"}, {"id": "EUR", "name": "Euro"}],
}


@pytest.mark.parametrize(
    ("power", "scale"),
    [
        ({"id": "UNIT_MULT", "values": [{"id": "3", "name": "Thousands"}]}, 1000),
        ({"id": "UNIT_MULT", "values": [{"id": "6"}]}, 1_000_000),
        ({"id": "POWERCODE", "values": [{"id": "6", "name": "Millions"}]}, 1_000_000),
        ({"id": "MAGNITUDE", "values": [{"id": "TH", "name": "Thousands"}]}, 1000),
        ({"id": "UNIT_MULT", "values": [{"id": "0", "name": "Units"}]}, 1),
    ],
)
def test_sdmx_json_multiplies_by_its_attributes(
    db: Database, tmp_path: Path, power: Json, scale: float
) -> None:
    result = read(db, tmp_path, sdmx([UNIT, power], [0, 0]))
    assert [row[:7] for row in figures(db)] == [
        ("850132", "import", "DEU", "2022-01", 12, 12.5 * scale, "USD"),
        ("850440", "export", "DEU", "2023-01", 12, 4 * scale, "USD"),
    ]
    assert "1 figures are missing (M 1)" in result.note


@pytest.mark.parametrize(
    "power",
    [{"id": "UNIT_MULT", "values": [{"id": "3", "name": "Millions"}]}, {"id": "UNIT_MULT", "values": [{"id": "E3"}]},
     {"id": "UNIT_MULT", "values": [{"id": "9" * 5000}]}],
)  # fmt: skip
def test_sdmx_json_with_a_multiplier_that_is_not_sure(db: Database, tmp_path: Path, power: Json) -> None:
    with pytest.raises(Refused, match="--scale"):
        read(db, tmp_path, sdmx([UNIT, power], [0, 0]))


def test_sdmx_json_of_two_currencies_by_series(db: Database, tmp_path: Path) -> None:
    other = {"0:1:0:0": {"attributes": [1], "observations": {"0": [1, 0]}}}
    with pytest.raises(Refused, match="several scales or currencies"):
        read(db, tmp_path, sdmx([UNIT], [0], **other))


def test_sdmx_json_2_has_values_by_observation(db: Database, tmp_path: Path) -> None:
    def one(name: str, *values: str) -> Json:
        return {"id": name, "names": {"en": name}, "values": [{"id": value} for value in values]}

    read(db, tmp_path, {"meta": {}, "data": {"dataSets": [{"structure": 0, "observations": {
        "0:0:0:0:0": [12.5], "0:0:1:1:0": [4],
    }}], "structures": [{
        "dimensions": {"observation": [
            one("REF_AREA", "FI"), one("COUNTERPART_AREA", "DE", "_T"), one("FLOW", "M", "X"), one("COMMODITY", "850132", "850440"),
            one("TIME_PERIOD", "2023-02"), ], "dataSet": [one("UNIT_MEASURE", "USD"), one("UNIT_MULT", "3")]},
        "measures": {"observation": [{"id": "OBS_VALUE"}]},
    }]}})  # fmt: skip
    assert [row[:7] for row in figures(db)] == [
        ("850132", "import", "DEU", "2023-02", 1, 12_500, "USD"),
        ("850440", "export", "DEU", "2023-02", 1, 4000, "USD"),
    ]


def test_answer_of_un_comtrade_is_read_as_before(db: Database, tmp_path: Path) -> None:
    record = {
        "typeCode": "C", "freqCode": "A", "refPeriodId": 20230101, "refYear": 2023, "refMonth": 52, "period": "2023", "reporterCode": 246,
        "reporterISO": "FIN", "flowCode": "M", "partnerCode": 276, "partnerISO": "DEU", "partner2Code": 0, "classificationCode": "H6",
        "cmdCode": "850132", "customsCode": "C00", "motCode": 0, "qtyUnitCode": 5, "qty": 4, "netWgt": 20.5, "cifvalue": 1200.5,
        "primaryValue": 1200.5, "isAggregate": True,
    }  # fmt: skip
    result = read(db, tmp_path, {"elapsedTime": "0.1 secs", "count": 1, "data": [record], "error": ""})
    assert (result.layout, result.rejects) == ("comtrade", 0)
    assert figures(db) == [("850132", "import", "DEU", "2023-01", 12, 1200.5, "USD", 20.5)]
