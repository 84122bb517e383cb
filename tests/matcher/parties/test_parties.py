"""Firms of a case: joined by number, by name and by decision, with sums; what forbids joining."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from benchmarks.parties.generate import firms_and_spellings
from crawler.case.case import Case
from crawler.case.errors import UsageProblem
from matcher.commands.cli import box31
from matcher.customs.ingest.store import import_file
from matcher.parties.clusters import Decided, cluster, links_between
from matcher.parties.comparison import read_party
from matcher.parties.decisions import Reviewer, decide, undo
from matcher.parties.listing import Chosen, party_rows
from matcher.parties.numbers import read_numbers
from matcher.parties.parties import Parties
from tests.support.customs_files import WriteCsv

HEADER = (
    *("DECLARATION_NO", "IMP_DATE", "HS_CODE", "PRODUCT_DESCRIPTION", "IMPORTER_NAME", "IMPORTER_INN", "SUPPLIER_NAME"),
    *("DECLARANT", "DECLARANT_INN", "TOTAL_VALUE_USD"),
)  # fmt: skip
INN, OTHER_INN = "7707083893", "7728168971"
ANN, BOB = Reviewer("Ann", "ann"), Reviewer("Bob", "bob")
Declared = tuple[str, str, str]  # importer, its number, exporter


def declare(db: Database, write_csv: WriteCsv, lines: list[Declared], name: str = "lines.csv") -> None:
    rows = [
        (f"10999010/010123/{n:07}", f"2023-{n % 12 + 1:02}-05", "6506108000", f"ШЛЕМ {n}", importer, number, exporter,
         "ООО БРОКЕР", "5003052454", "100")
        for n, (importer, number, exporter) in enumerate(lines)
    ]  # fmt: skip
    import_file(db, write_csv(rows, header=HEADER, name=name))


def names(parties: Parties) -> set[frozenset[str]]:
    return {frozenset(s.name for s in firm.spellings) for firm in parties.firms}


LINES: list[Declared] = [
    ("ООО «КИТЕЖ ТРЕЙД»", INN, "RED WREN CO., LTD"),
    ("Kitezh Trade LLC", "", "РЕД ВРЕН КО., ЛТД"),
    (
        'Общество с ограниченной ответственностью "Китеж Трейд"',
        f"{INN}/770701001",
        "Red Wren Company Limited",
    ),
    ("АО КИТЕЖ ТРЕЙД", OTHER_INN, "GREY OTTER INC"),
]


def test_spellings_of_a_firm_are_joined_with_sums_by_role(db: Database, write_csv: WriteCsv) -> None:
    declare(db, write_csv, LINES)
    parties = Parties(db)
    kitezh = parties.find(INN)
    assert {s.name for s in kitezh.spellings} == {line[0] for line in LINES[:3]}
    assert kitezh.numbers == (f"INN {INN}",)
    assert sum(one.lines for s in kitezh.spellings for one in s.sums) == 3
    assert sum(one.value_usd or 0 for s in kitezh.spellings for one in s.sums) == 300
    assert parties.find(OTHER_INN).name == "АО КИТЕЖ ТРЕЙД"
    assert {"RED WREN CO., LTD", "РЕД ВРЕН КО., ЛТД", "Red Wren Company Limited"} in names(parties)
    assert parties.find("5003052454").name == "ООО БРОКЕР"


def test_a_firm_whose_names_have_equally_many_lines_is_listed_by_its_one_name(
    db: Database, write_csv: WriteCsv
) -> None:
    declare(
        db,
        write_csv,
        [("КИТЕЖ ТРЕЙД", INN, "A"), ("KITEZH TRADE LLC", INN, "A"), ("ООО КИТЕЖ ТРЕЙД", INN, "A")],
    )
    parties = Parties(db)
    (row,) = party_rows(parties, Chosen(roles=("importer",)))
    assert row["name"] == parties.find(INN).name


def test_a_name_merged_with_one_of_a_firm_is_merged_with_all_of_its_names() -> None:
    written = ("Kestrel Protective Co., Ltd", "КЕСТРЕЛ ПРОТЕКТИВ КО ЛТД", "KESTREL", "KESTREL TOYS INC")
    parties = [read_party(name, "") for name in written]
    links = links_between(parties)
    assert len(set(cluster(parties, links).of)) == 3
    decided = cluster(parties, links, Decided(same=((0, 2),))).of
    assert decided[0] == decided[1] == decided[2] != decided[3]


def test_a_name_of_two_firms_is_of_neither(db: Database, write_csv: WriteCsv) -> None:
    declare(
        db, write_csv, [("ООО ВЕКТОР", INN, "A"), ("ООО ВЕКТОР", OTHER_INN, "A"), ("ООО ВЕКТОР", "", "A")]
    )
    parties = Parties(db)
    assert len([firm for firm in parties.firms if firm.name == "ООО ВЕКТОР"]) == 3
    assert [one.first.name for one in parties.proposals(0.1)]


@pytest.mark.parametrize(
    "other",
    ["ООО КИТЕЖ СЕРВИС", "АО КИТЕЖ ТРЕЙД", "ООО КИТЕЖ ТРЕЙД 2", "ООО КИТЕЖ ТРЕЙД ПЛЮС", "ТОО КИТЕЖ ТРЕЙД", "ООО КИТЕЦ ТРЕЙД"],
)  # fmt: skip
def test_look_alikes_are_not_joined(other: str) -> None:
    parties = [read_party(name, "") for name in ("ООО КИТЕЖ ТРЕЙД", other)]
    assert len(set(cluster(parties, links_between(parties)).of)) == 2


@pytest.mark.parametrize(
    ("names", "firms"),
    [
        (("Wuxi Juzong Tidal Turbines Co., Ltd", "Wuxi Yaoxu Tidal Turbines Co., Ltd"), 2),  # only the first word tells them apart
        (("Grey Otter Trading Inc.", "Grey Otter Trading LLC"), 2),
        (("Chuanren Automation Co., Ltd", "Chuanzheng Automation Co., Ltd"), 2),  # жэнь is ren, and nearly zheng
        (("ООО Лукоморье-Маяк", "Lukomorye-Mayak Ltd", "Лукоморье-Маяк, ООО"), 1),
        (("Xiamen Yaoangchuan Mfg Co., Ltd", "Xiamen Yaaongchuan Mfg Co., Ltd"), 1),
    ],
)  # fmt: skip
def test_words_that_tell_firms_apart_and_spellings_that_do_not(names: tuple[str, ...], firms: int) -> None:
    parties = [read_party(name, "") for name in names]
    assert len(set(cluster(parties, links_between(parties)).of)) == firms


def test_a_decision_joins_and_another_sets_apart_until_undone(db: Database, write_csv: WriteCsv) -> None:
    declare(db, write_csv, LINES)
    before = names(Parties(db))
    parties = Parties(db)
    otter, wren = parties.spelling("GREY OTTER INC"), parties.spelling("Red Wren Company Limited")
    merged = decide(db, (otter.spelling_id, wren.spelling_id), "same", ANN, "one address")
    assert Parties(db).find("GREY OTTER INC") is not None
    firm = Parties(db).find("GREY OTTER INC")
    assert len(firm.spellings) == 4
    assert firm.basis != "one name"
    undo(db, merged)
    assert names(Parties(db)) == before
    english, full = (parties.spelling(LINES[place][0]) for place in (1, 2))
    split = decide(db, (english.spelling_id, full.spelling_id), "different", ANN)
    assert frozenset({"Kitezh Trade LLC"}) in names(Parties(db))
    undo(db, split)
    assert names(Parties(db)) == before
    with pytest.raises(UsageProblem, match="was undone at"):
        undo(db, split)


def test_reviewers_who_differ_decide_nothing_and_are_named(db: Database, write_csv: WriteCsv) -> None:
    declare(db, write_csv, LINES)
    parties = Parties(db)
    before = names(parties)
    pair = (
        parties.spelling("GREY OTTER INC").spelling_id,
        parties.spelling("Red Wren Company Limited").spelling_id,
    )
    decide(db, pair, "same", ANN)
    decide(db, pair, "different", BOB)
    after = Parties(db)
    assert names(after) == before
    assert len(after.notes) == 1
    assert after.notes[0].startswith("disputed, reviewers differ: ")
    db.execute("UPDATE review_settings SET adjudicator_key = 'ann'")
    assert Parties(db).notes == []
    assert len(Parties(db).find("GREY OTTER INC").spellings) == 4


def test_decisions_that_exclude_each_other_are_named(db: Database, write_csv: WriteCsv) -> None:
    declare(db, write_csv, [("ООО АЛЬФА", "", "X"), ("ООО БЕТА", "", "X"), ("ООО ГАММА", "", "X")])
    parties = Parties(db)
    a, b, c = (parties.spelling(f"ООО {name}").spelling_id for name in ("АЛЬФА", "БЕТА", "ГАММА"))
    for pair, word in (((a, b), "same"), ((a, c), "different"), ((b, c), "same")):
        decide(db, pair, word, ANN)
    after = Parties(db)
    assert len(after.notes) == 1
    assert after.notes[0].startswith("not joined, a decision that they are different excludes it: ")
    assert after.of[a] is not after.of[c]


def run(case: Case, *words: str) -> tuple[int, list[dict[str, object]], str]:
    done = CliRunner().invoke(box31, ["-C", str(case.root), "parties", *words])
    rows = [json.loads(line) for line in done.stdout.splitlines()] if "--json" in words else []
    return done.exit_code, rows, done.stderr


def test_the_commands_list_show_merge_and_undo(case: Case, db: Database, write_csv: WriteCsv) -> None:
    declare(db, write_csv, LINES)
    db.conn.close()
    _, rows, said = run(case, "--role", "importer", "--json")
    assert [(row["lines"], row["spellings"], row["value_usd"]) for row in rows] == [
        (3, 3, 300.0),
        (1, 1, 100.0),
    ]
    assert "joined names are proposals" in said
    assert (rows[0]["first_date"], rows[0]["last_date"]) == ("2023-01-05", "2023-03-05")
    _, shown, _ = run(case, "show", INN, "--json")
    assert {row["number_check"] for row in shown} == {"INN right", "INN right; KPP 770701001", ""}
    code, _, said = run(case, "merge", "АО КИТЕЖ ТРЕЙД", "GREY OTTER INC", "--reviewer", "Ann")
    assert code == 0
    assert "decision 1" in said
    assert len(run(case, "show", "GREY OTTER INC", "--json")[1]) == 2
    assert run(case, "decisions", "--json")[1][0]["word"] == "same"
    run(case, "undo", "1")
    assert len(run(case, "show", "GREY OTTER INC", "--json")[1]) == 1
    assert run(case, "decisions", "--json")[1][0]["undone_at"]


def test_persons_are_left_out_on_request(case: Case, db: Database, write_csv: WriteCsv) -> None:
    declare(db, write_csv, [("ИП ИВАНОВ И.И.", "500100732259", "RED WREN CO., LTD")])
    db.conn.close()
    (row,) = run(case, "--role", "importer", "--json", "--redact")[1]
    assert (row["name"], row["numbers"]) == ("[redacted]", "[redacted]")
    shown = run(case, "show", "ИП ИВАНОВ И.И.", "--json", "--redact")[1]
    assert (shown[0]["name"], shown[0]["number"]) == ("[redacted]", "[redacted]")


def test_a_firm_that_is_not_there_is_one_line(case: Case, db: Database, write_csv: WriteCsv) -> None:
    declare(db, write_csv, LINES)
    with pytest.raises(UsageProblem, match="no firm of this case"):
        Parties(db).find("НЕТ ТАКОЙ")
    with pytest.raises(UsageProblem, match=r"2 firms: .*give an id"):
        Parties(db).find("КИТЕЖ ТРЕЙД")


def test_invented_firms_are_joined_with_few_mistakes() -> None:
    spellings = firms_and_spellings(5, "development", 150, 500)
    parties = [read_party(one.name, one.number) for one in spellings]
    distinct = list(dict.fromkeys(parties))
    of = dict(zip(distinct, cluster(distinct, links_between(distinct)).of, strict=True))
    pairs = [(a, b) for a in range(len(spellings)) for b in range(a)]
    joined = {pair for pair in pairs if of[parties[pair[0]]] == of[parties[pair[1]]]}
    true = {(a, b) for a, b in pairs if spellings[a].firm == spellings[b].firm}
    assert len(joined & true) / len(joined) >= 0.96
    assert len(joined & true) / len(true) >= 0.8


def test_the_number_of_a_sole_trader_is_of_no_other_script_and_an_open_kind_is_said_to_be_open() -> None:
    number = next(
        n for n in range(9955456000, 9955457000) if "VKN" in read_numbers(str(n)).firm[0].kind_names
    )
    assert "VKN" not in read_party("ИП ЕМЕЛЯ ПЕЧКИН", str(number)).numbers.firm[0].kind_names
    assert "VKN" in read_party("KESTREL MAKINA", str(number)).numbers.firm[0].kind_names
    both = next(
        n for n in range(7700000000, 7700009000) if read_numbers(str(n)).firm[0].kind_names == ["INN", "VKN"]
    )
    assert read_numbers(str(both)).firm[0].said("en") == f"INN or VKN (not sure which) {both}"
