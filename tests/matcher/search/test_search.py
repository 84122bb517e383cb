"""Search over the invented case: what is found by which spelling, where, and that the index follows the case."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.case.case import RECEIVED, Case
from matcher.commands.cli import box31
from matcher.schema.tables import matcher_migrations
from matcher.search.folding import excerpt, folded, wanted
from matcher.search.index import FILE
from tests.support.copies import copy_case, digests
from tests.support.customs_files import WriteCsv, row, write_csv

__all__ = ["write_csv"]


@pytest.fixture
def root(story_case: Path, tmp_path: Path) -> Path:
    return copy_case(story_case, tmp_path / "case")


def run(root: Path, *words: str) -> Result:
    return CliRunner().invoke(box31, ["-C", str(root), "search", *words])


def found(root: Path, *words: str) -> list[tuple[str, str]]:
    done = run(root, *words, "--json", "--limit", "0")
    assert done.exit_code == 0, done.output
    hits = [json.loads(line) for line in done.stdout.splitlines()]
    return sorted({(hit["kind"], hit["field"]) for hit in hits})


def test_each_kind_is_found_with_its_place(root: Path) -> None:
    done = run(root, "HD-BV205", "--json")
    assert done.exit_code == 0, done.output
    hits = [json.loads(line) for line in done.stdout.splitlines()]
    by_kind = {hit["kind"]: hit for hit in hits}
    assert by_kind["line"]["place"].partition(":")[0] in ("ru_imports_2023.csv", "kz_imports_2023.csv")
    assert by_kind["line"]["place"].partition(":")[2].isdigit()
    assert by_kind["line"]["id"].startswith("g-")
    assert by_kind["item"]["id"].startswith("i-")
    assert "name" in by_kind["item"]["field"]
    assert by_kind["post"]["place"].startswith("http")
    assert "ordered 12,000 HD-BV205" in by_kind["post"]["text"]


@pytest.mark.parametrize(
    "words",
    [
        ("ЖИЛЕТ",),
        ("жилеты",),  # another ending
        ("zhilet",),  # transliterated
        ("ЖИЛET",),  # with Latin E and T
        ("hdbv205",),  # no separators
        ("HD-BV205", "жилет"),
        ("военного назначения",),  # words that stand together
    ],
)
def test_spellings_of_one_description(root: Path, words: tuple[str, ...]) -> None:
    kinds = found(root, *words)
    assert any(kind == "line" and "description" in field for kind, field in kinds), kinds


def test_soft_and_hard_signs_and_diacritics_need_not_be_written() -> None:
    for query, text in (
        ("pustelga", "ПУСТЕЛЬГА"),
        ("obem", "ОБЪЁМ"),
        ("ao giap", "Áo giáp"),
        ("Ao giáp", "ÁO GIÁP"),
    ):
        tokens = folded(text)
        one = wanted(query)
        assert one is not None
        assert any(phrase in f"{tokens.words} | {tokens.latin}" for phrase, _ in one.phrases), (one, tokens)


def test_words_that_do_not_stand_together_are_no_phrase(root: Path) -> None:
    assert found(root, "назначения военного") == []


def test_chinese_is_found_by_signs_and_by_pinyin(root: Path) -> None:
    assert ("item", "name, description") in found(root, "头盔")
    assert ("item", "name, description") in found(root, "tou kui")
    assert found(root, "盔头") == []


def test_a_name_is_found_by_its_sound(root: Path) -> None:
    assert ("line", "exporter") in found(root, "Шаньдун Хэндунь") or ("line", "exporter") in found(
        root, "Шандонг"
    )
    assert ("line", "importer") in found(root, "altyn")


def test_a_declaration_is_found_by_its_number(root: Path) -> None:
    assert found(root, "10000000/000001/0000001", "--in", "lines") == [("line", "declaration")]


def test_limit_and_kinds_are_said(root: Path) -> None:
    done = run(root, "жилет", "--in", "lines,posts", "--limit", "3", "--csv")
    assert len(done.stdout.splitlines()) == 4
    assert "lines, the first 3 shown" in done.stderr
    assert "item" not in done.stderr
    wrong = CliRunner().invoke(box31, ["-C", str(root), "search", "x", "--in", "pages"])
    assert "pages is not one of lines, items, posts" in str(wrong.exception)
    nothing = run(root, "--", "-!-")
    assert "nothing to search for" in str(nothing.exception)


def test_a_hidden_item_is_not_found_and_said(root: Path) -> None:
    def ids() -> set[str]:
        done = run(root, "HD-BV205", "--in", "items", "--json", "--limit", "0")
        assert done.exit_code == 0, done.output
        return {json.loads(line)["id"] for line in done.stdout.splitlines()}

    (item,) = ids()
    assert "left out" not in run(root, "HD-BV205").stderr
    assert CliRunner().invoke(box31, ["-C", str(root), "items", "hide", item]).exit_code == 0
    assert ids() == set()
    assert "1 item left out: hidden" in run(root, "HD-BV205").stderr
    assert "left out" not in run(root, "HD-BV205", "--in", "lines").stderr


def test_an_operator_of_the_index_is_a_word(root: Path) -> None:
    for word in ('"', "жилет OR шлем", "NOT", "a*b", "NEAR(x)", "col:x"):
        done = run(root, word)
        assert done.exit_code == 0 or "nothing to search for" in str(done.exception), (word, done.exception)


def test_the_index_follows_imports_and_forgetting(root: Path, write_csv: WriteCsv) -> None:
    assert found(root, "перфоратор") == []
    path = write_csv([row(1, PRODUCT_DESCRIPTION="ПЕРФОРАТОР АККУМУЛЯТОРНЫЙ", IMPORTER_NAME="ООО ТАЙНА")])
    assert CliRunner().invoke(box31, ["-C", str(root), "customs", "import", str(path)]).exit_code == 0
    assert found(root, "перфоратор") == [("line", "description")]
    forget = ["-C", str(root), "customs", "forget", path.name, "--reason", "asked"]
    assert CliRunner().invoke(box31, forget).exit_code == 0
    assert not (root / FILE).exists()
    assert found(root, "перфоратор") == []
    assert "тайна" not in (root / FILE).read_bytes().decode("utf-8", "replace")


def test_an_index_that_is_damaged_or_old_is_made_again(root: Path) -> None:
    before = found(root, "жилет")
    (root / FILE).write_bytes(b"no database" * 400)
    assert found(root, "жилет") == before
    with sqlite3.connect(root / FILE) as other:
        other.execute("PRAGMA user_version = 999")
    assert found(root, "жилет") == before


def test_a_received_case_is_searched_without_its_index(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = found(root, "жилет")
    with sqlite3.connect(root / FILE) as forged:
        forged.execute("DELETE FROM places")
    before = digests(root)
    monkeypatch.setenv(RECEIVED, "1")
    assert found(root, "жилет") == here
    assert "indexed for this search alone" in run(root, "жилет").stderr
    assert digests(root) == before


def test_controls_in_a_text_do_not_reach_the_terminal(root: Path) -> None:
    db = Case.open(root).database(matcher_migrations)
    with db.conn:
        db.conn.execute(
            "UPDATE goods SET text = 'ЩИТОК \x1b[2J\u202egnp' WHERE goods_id IN (SELECT min(goods_id) FROM goods)"
        )
        db.conn.execute(
            "UPDATE customs_lines SET description = 'ЩИТОК \x1b[2J\u202egnp' "
            "WHERE goods_id IN (SELECT min(goods_id) FROM goods)"
        )
    db.close()
    for how in ((), ("--csv",), ("--json",)):
        done = run(root, "щиток", *how)
        assert "ЩИТОК" in done.stdout
        assert "\x1b" not in done.stdout
        assert "\u202e" not in done.stdout


def test_an_excerpt_shows_the_word() -> None:
    query = (wanted("тепловизор"),)
    assert query[0] is not None
    text = "слово " * 100 + "ТЕПЛОВИЗОРЫ ПОРТАТИВНЫЕ " + "слово " * 100
    shown = excerpt(text, (query[0],), 60)
    assert "ТЕПЛОВИЗОРЫ" in shown
    assert len(shown) <= 62
    signs = wanted("防弹")
    assert signs is not None
    assert "防弹" in excerpt("货" * 300 + "防弹头盔" + "货" * 300, (signs,), 60)


def test_one_endless_word_is_folded_at_once() -> None:
    found = folded("x" * 2_000_000 + " HD-BV205")  # tried from each letter, it would take an hour
    assert found.names == "hdbv205"
