"""Dictionary files of four layouts, their words kept in the case, and glosses made of them."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.case.case import Case
from crawler.case.errors import UsageProblem
from matcher.commands.cli import box31
from matcher.reading.dictionaries import add_dictionary, dictionaries_of
from matcher.reading.dictionary_files import read_entries
from matcher.reading.glosses import glosses

CEDICT = """# CC-CEDICT
黃銅 黄铜 [huang2 tong2] /brass (alloy of copper 銅|铜[tong2] and zinc)/
把手 把手 [ba3 shou3] /to shake hands/handle/CL:個|个[ge4]/
"""


def words_of(path: Path) -> dict[str, tuple[str, ...]]:
    return {entry.word: entry.translations for entry in read_entries(path)}


def digits(number: int) -> str:
    """A number as dictd writes it: base 64, no padding."""
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    text = ""
    while True:
        text = signs[number % 64] + text
        number //= 64
        if not number:
            return text


def dictd(folder: Path, articles: dict[str, str]) -> Path:
    data, index = b"", []
    for word, article in articles.items():
        body = article.encode()
        index.append(f"{word}\t{digits(len(data))}\t{digits(len(body))}\n")
        data += body
    (folder / "rus-eng.dict.dz").write_bytes(gzip.compress(data, mtime=0))
    (folder / "rus-eng.index").write_text("".join(index), encoding="utf-8")
    return folder / "rus-eng.index"


def test_cedict_lines(tmp_path: Path) -> None:
    path = tmp_path / "cedict.u8"
    path.write_text(CEDICT, encoding="utf-8")
    assert words_of(path) == {
        "黄铜": ("brass",),
        "黃銅": ("brass",),
        "把手": ("to shake hands", "handle"),
    }


def test_dictd_articles_without_their_explanations(tmp_path: Path) -> None:
    path = dictd(
        tmp_path,
        {
            "00databaseinfo": "about\n",
            "насос": "насос /nasˈos/ <n>\npump\n",
            "клапан": "клапан /k/ <n>\n1. valve 2.\nтехн. устройство\n2. vent\nмуз. деталь\n",
        },
    )
    assert words_of(path) == {"насос": ("pump",), "клапан": ("valve", "vent")}


def test_stardict(tmp_path: Path) -> None:
    body = "pump; насос".encode()
    (tmp_path / "d.ifo").write_text("StarDict's dict ifo file\n")
    (tmp_path / "d.dict").write_bytes(body)
    index = b"pompa" + b"\0" + (0).to_bytes(4, "big") + len(body).to_bytes(4, "big")
    (tmp_path / "d.idx").write_bytes(index)
    assert words_of(tmp_path / "d.ifo") == {"pompa": ("pump", "насос")}


def test_a_companion_that_is_missing_is_named(tmp_path: Path) -> None:
    (tmp_path / "d.index").write_text("x\tA\tB\n")
    with pytest.raises(UsageProblem, match=r"companion d\.dict\.dz is not beside it"):
        list(read_entries(tmp_path / "d.index"))


@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff\xfe", b"no tabs here\n", gzip.compress(b"x", mtime=0)[:9]]
)
def test_a_file_without_entries_is_refused_in_a_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / ("words.gz" if content[:2] == b"\x1f\x8b" else "words.tsv")
    path.write_bytes(content)
    with pytest.raises(UsageProblem, match=str(path)):
        add_dictionary(tmp_path, path, "ru", "en")
    assert dictionaries_of(tmp_path) == []


def test_inflected_words_are_found_by_their_stem(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_text("открытый\topen\nоткрытие\tdiscovery\nлатунный\tbrass\n", encoding="utf-8")
    add_dictionary(tmp_path, path, "ru", "en")
    (known,) = dictionaries_of(tmp_path)
    found = glosses("ОТКРЫТАЯ латунная муфта", [], "ru", [known])
    assert [(gloss.said, gloss.words) for gloss in found] == [("ОТКРЫТАЯ", "open"), ("латунная", "brass")]


def test_compounds_that_a_dictionary_lacks_are_glossed_by_their_parts(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    words = "искра\tspark\nбезопасный\tsafe\nволоконный\tfibre\nоптический\toptical\nловкий\tdeft\n"
    path.write_text(words, encoding="utf-8")
    add_dictionary(tmp_path, path, "ru", "en")
    found = glosses(
        "ИСКРОБЕЗОПАСНАЯ цепь, волоконно-оптический датчик, головки", [], "ru", dictionaries_of(tmp_path)
    )
    assert [gloss.words for gloss in found] == ["spark + safe", "fibre + optical"]


def test_chinese_is_cut_into_the_longest_words_and_what_chips_cover_is_left(tmp_path: Path) -> None:
    path = tmp_path / "cedict.u8"
    path.write_text(CEDICT + "黃 黄 [huang2] /yellow/\n", encoding="utf-8")
    add_dictionary(tmp_path, path, "zh", "en")
    found = glosses("黄铜把手25mm", [(2, 4)], "zh", dictionaries_of(tmp_path))
    assert [gloss.said for gloss in found] == ["黄铜"]
    found = glosses("黄铜把手25mm", [], "zh", dictionaries_of(tmp_path))
    assert [(gloss.said, gloss.start, gloss.end) for gloss in found] == [("黄铜", 0, 2), ("把手", 2, 4)]


def test_a_dictionary_turned_round(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_text("bearing\tподшипник; опорный элемент для вращения вала\n", encoding="utf-8")
    about = add_dictionary(tmp_path, path, "ru", "en", reverse=True)
    assert about.words == 1
    assert dictionaries_of(tmp_path)[0].look_up("подшипники") == "bearing"


def test_the_command_adds_lists_and_removes(tmp_path: Path) -> None:
    Case.create(tmp_path / "case", name="c", contact="a@b.example")
    path = dictd(tmp_path, {"насос": "насос\npump\n"})
    run = CliRunner()

    def said(*words: str) -> str:
        done = run.invoke(box31, ["-C", str(tmp_path / "case"), "dictionary", *words])
        assert done.exit_code == 0, done.output
        return done.output

    said("add", str(path))
    assert "rus-eng,ru,en,rus-eng.index," in said("list", "--csv")
    said("remove", "rus-eng")
    assert "rus-eng" not in said("list", "--csv")


def test_languages_that_a_name_does_not_tell_are_asked_for(tmp_path: Path) -> None:
    Case.create(tmp_path / "case", name="c", contact="a@b.example")
    path = tmp_path / "words.tsv"
    path.write_text("a\tb\n")
    done = CliRunner().invoke(box31, ["-C", str(tmp_path / "case"), "dictionary", "add", str(path)])
    assert isinstance(done.exception, UsageProblem)
    assert "--from" in done.exception.message
