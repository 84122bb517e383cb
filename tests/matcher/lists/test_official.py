"""Lists of the EU, the UK and Ukraine in their published layouts: told by content, whole, one entry for each entity."""

from __future__ import annotations

import json

import pytest

from crawler.case.errors import UsageProblem
from matcher.lists.entries import Entry
from matcher.lists.formats import read_list

EU_XML = """<?xml version="1.0" encoding="UTF-8"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-11-01">
  <sanctionEntity logicalId="901" euReferenceNumber="EU.901.1">
    <regulation programme="UKR"/>
    <subjectType code="enterprise"/>
    <nameAlias wholeName="Grey Otter LLC"/>
    <nameAlias wholeName="ООО «Серая Выдра»" nameLanguage="RU"/>
    <identification identificationTypeCode="regnumber" number="1027700132195" countryIso2Code="RU"/>
    <address countryIso2Code="RU" city="Nowhere"/>
  </sanctionEntity>
  <sanctionEntity logicalId="902"><regulation programme="UKR"/></sanctionEntity>
</export>
"""
EU_CSV = (
    "fileGenerationDate;Entity_LogicalId;Entity_Regulation_Programme;Entity_LogicalId;NameAlias_WholeName;Identification_Number\n"
    "01/11/2026;901;UKR;;Grey Otter LLC;\n"
    "01/11/2026;901;UKR;901;ООО «Серая Выдра»;\n"
    "01/11/2026;901;UKR;901;;1027700132195\n"
    "01/11/2026;903;UKR;;Red Wren;\n"
)
EU_OLD_CSV = "Entity_logical_id;Subject_type;Naal_wholename;Programme;Iden_number\n7;E;Stone Fern;UKR;7707083893 (INN)\n"
UK_OFSI = (
    "Last Updated,01/11/2026\r\n"
    "Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Name Non-Latin Script,Other Information,Country,Group Type,Alias Type,Regime,Group ID\r\n"
    'GREY OTTER LLC,,,,,,ООО «Серая Выдра»,"(Business Reg No):1027700132195",Russia,Entity,Primary name,Russia,77\r\n'
    "OTTER,Grey,,,,,,,,Entity,AKA,Russia,77\r\n"
)
UK_SANCTIONS_LIST = (
    "Report Date: 01-Nov-2026\n"
    "Unique ID,OFSI Group ID,Name 6,Name 1,Name type,Name non-latin script,Regime Name,Business registration number (s)\n"
    "RUS0001,77,Grey Otter LLC,,Primary Name,,Russia,1027700132195\n"
)
UA = [
    {
        "sid": 5, "name": "ТОВ «Сіра Видра»", "translit": "Sira Vydra LLC", "aliases": ["ООО Серая Выдра"], "citizenships": ["RU"],
        "identifiers": [{"id": "tax:inn", "code": "7707083893"}], "attributes": [], "status": "active",
    },
    {"sid": 6, "name": "Red Wren", "translit": None, "aliases": None, "identifiers": None, "citizenships": None},
]  # fmt: skip


def read(text: str) -> tuple[str, list[Entry]]:
    form, entries = read_list("list", text.encode(), None)
    return form, list(entries)


def test_the_consolidated_list_of_the_eu_as_xml() -> None:
    form, (first, second) = read(EU_XML)
    assert form == "eu-xml"
    assert first == Entry(
        1, "EU.901.1", ("Grey Otter LLC", "ООО «Серая Выдра»"), ("1027700132195",), "RU", "", "UKR"
    )
    assert second.names == ()  # counted as left out by the import


def test_the_consolidated_list_of_the_eu_as_csv_in_both_forms() -> None:
    form, (first, second) = read(EU_CSV)
    assert form == "eu-csv"
    assert first == Entry(
        2, "901", ("Grey Otter LLC", "ООО «Серая Выдра»"), ("1027700132195",), "", "", "UKR"
    )
    assert (second.row, second.names) == (5, ("Red Wren",))
    assert read(EU_OLD_CSV)[1] == [Entry(2, "7", ("Stone Fern",), ("7707083893",), "", "", "UKR")]


def test_both_lists_of_the_uk_with_their_lines_above_the_header() -> None:
    form, (entry,) = read(UK_OFSI)
    assert form == "uk-csv"
    assert entry == Entry(
        3,
        "77",
        ("GREY OTTER LLC", "ООО «Серая Выдра»", "Grey OTTER"),
        ("1027700132195",),
        "Russia",
        "",
        "Russia",
    )
    assert read(UK_SANCTIONS_LIST) == (
        "uk-csv",
        [Entry(3, "RUS0001", ("Grey Otter LLC",), ("1027700132195",), "", "", "Russia")],
    )


def test_the_register_of_ukraine() -> None:
    form, (first, second) = read(json.dumps(UA, ensure_ascii=False))
    assert form == "ua-json"
    assert first.names == ("ТОВ «Сіра Видра»", "Sira Vydra LLC", "ООО Серая Выдра")
    assert (first.entry, first.numbers, first.country) == ("5", ("7707083893",), "RU")
    assert second.names == ("Red Wren",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (EU_XML.replace("</export>", ""), "no XML"),
        (EU_XML.replace("<address", "\0<address"), "out of allowed range , line"),
        (EU_CSV.replace("903;UKR", ";UKR"), "list:5: no logical id"),
        (EU_CSV.replace("Red Wren;", "Red Wren"), "list:5: 5 cells, the header has 6"),
        (UK_OFSI.replace("Russia,77\r\nOTTER", "Russia,\r\nOTTER"), "list:3: no id"),
        (json.dumps([{"sid": 1, "name": {"a": 1}}]), "subject 1: no sid and name as texts"),
        (json.dumps([{"sid": 1}]), "subject 1: no sid and name as texts"),
    ],
)
def test_a_record_that_cannot_be_read_stops_the_import(text: str, said: str) -> None:
    with pytest.raises(UsageProblem, match=said):
        read(text)


def test_entities_of_a_hostile_file_are_not_resolved() -> None:
    bomb = EU_XML.replace("?>\n", '?>\n<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>\n').replace(
        "LLC", "&b;"
    )
    try:
        _, entries = read(bomb)
    except UsageProblem:
        return
    assert not any("root:" in name for entry in entries for name in entry.names)
