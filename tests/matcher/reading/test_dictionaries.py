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
from matcher.reading.glosses import glosses as glosses_of
from matcher.reading.lookup import BY_SOUND, Lookup
from matcher.reading.model import Gloss

CEDICT = """# CC-CEDICT
黃銅 黄铜 [huang2 tong2] /brass (alloy of copper 銅|铜[tong2] and zinc)/
把手 把手 [ba3 shou3] /to shake hands/handle/CL:個|个[ge4]/
"""


def glosses(
    text: str, taken: list[tuple[int, int]], source: str, folder: Path, *, by_sound: bool = False
) -> list[Gloss]:
    return glosses_of(text, taken, Lookup.of(source, dictionaries_of(folder), by_sound=by_sound))


def brought(folder: Path, source: str, words: str) -> Path:
    """A case's folder with a dictionary into English of the words, `word TAB translations` line by line."""
    path = folder / f"{source}-words.tsv"
    path.write_text(words, encoding="utf-8")
    add_dictionary(folder, path, source, "en")
    return folder


def read(text: str, source: str, folder: Path, *, by_sound: bool = False) -> dict[str, str]:
    return {gloss.said: gloss.words for gloss in glosses(text, [], source, folder, by_sound=by_sound)}


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


def test_stardict_in_html_with_a_list_of_forms(tmp_path: Path) -> None:
    body = b"<i>noun</i><br><ol><li>(machines) pump; blower</li><li>plural of pomp</li></ol>"
    (tmp_path / "d.ifo").write_text("StarDict's dict ifo file\n")
    (tmp_path / "d.dict").write_bytes(body)
    (tmp_path / "d.idx").write_bytes(b"pompa\0" + (0).to_bytes(4, "big") + len(body).to_bytes(4, "big"))
    (tmp_path / "d.syn").write_bytes(b"pompam\0" + (0).to_bytes(4, "big"))
    assert [(e.word, e.translations, e.forms) for e in read_entries(tmp_path / "d.ifo")] == [
        ("pompa", ("pump", "blower"), ("pompam",))
    ]
    about = add_dictionary(tmp_path, tmp_path / "d.ifo", "sw", "en")
    assert about.words == 1
    assert dictionaries_of(tmp_path)[0].look_up("pompam") == "pump; blower"


def test_articles_with_labels_as_muellers_dictionary_has_them(tmp_path: Path) -> None:
    article = "sleeve\n   [sli:v] _n. _тех.\n   1) втулка; гильза, sleeve valve золотник\n   2) муфта\n"
    path = dictd(tmp_path, {"sleeve": article})
    assert words_of(path) == {"sleeve": ("втулка", "гильза", "муфта")}


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
    found = glosses("ОТКРЫТАЯ латунная муфта", [], "ru", tmp_path)
    assert [(gloss.said, gloss.words) for gloss in found] == [("ОТКРЫТАЯ", "open"), ("латунная", "brass")]


def test_compounds_that_a_dictionary_lacks_are_glossed_by_their_parts(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    words = "искра\tspark\nбезопасный\tsafe\nволоконный\tfibre\nоптический\toptical\nловкий\tdeft\n"
    path.write_text(words, encoding="utf-8")
    add_dictionary(tmp_path, path, "ru", "en")
    found = glosses("ИСКРОБЕЗОПАСНАЯ цепь, волоконно-оптический датчик, головки", [], "ru", tmp_path)
    assert [gloss.words for gloss in found] == ["spark + safe", "fibre + optical"]


def test_chinese_is_cut_into_the_longest_words_and_what_chips_cover_is_left(tmp_path: Path) -> None:
    path = tmp_path / "cedict.u8"
    path.write_text(CEDICT + "黃 黄 [huang2] /yellow/\n", encoding="utf-8")
    add_dictionary(tmp_path, path, "zh", "en")
    found = glosses("黄铜把手25mm", [(2, 4)], "zh", tmp_path)
    assert [gloss.said for gloss in found] == ["黄铜"]
    found = glosses("黄铜把手25mm", [], "zh", tmp_path)
    assert [(gloss.said, gloss.start, gloss.end) for gloss in found] == [("黄铜", 0, 2), ("把手", 2, 4)]


def test_a_dictionary_turned_round(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_text("bearing\tподшипник; опорный элемент для вращения вала\n", encoding="utf-8")
    about = add_dictionary(tmp_path, path, "ru", "en", reverse=True)
    assert about.words == 1
    assert dictionaries_of(tmp_path)[0].look_up("подшипники") == "bearing"


def test_a_turned_dictionary_names_first_what_the_word_mainly_means(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_text("cast\tлитьё; форма\nmould\tформа; плесень\n", encoding="utf-8")
    add_dictionary(tmp_path, path, "ru", "en", reverse=True)
    assert dictionaries_of(tmp_path)[0].look_up("форма") == "mould; cast"


def test_what_several_dictionaries_say_comes_first_then_words_of_goods(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("муфта\tmuff; sleeve; coupling\n", encoding="utf-8")
    (tmp_path / "b.tsv").write_text("муфта\tcoupling; clutch\n", encoding="utf-8")
    for name in ("a", "b"):
        add_dictionary(tmp_path, tmp_path / f"{name}.tsv", "ru", "en")
    (found,) = glosses("Муфта", [], "ru", tmp_path)
    assert found.words.startswith("coupling; ")
    assert found.dictionary == "a, b"


def test_an_adjective_is_glossed_by_its_noun_and_a_first_part_by_what_it_means(tmp_path: Path) -> None:
    ru = brought(tmp_path, "ru", "температура\ttemperature\nряд\trow\nмасло\toil\nмаслить\tto butter\n")
    assert read("ТЕМПЕРАТУРНЫЙ двухрядная безмасляный", "ru", ru) == {
        "ТЕМПЕРАТУРНЫЙ": "temperature",
        "двухрядная": "two + row",
        "безмасляный": "without + oil",
    }


def test_parts_that_are_names_or_too_short_make_no_compound(tmp_path: Path) -> None:
    ru = brought(tmp_path, "ru", "нанизать\tto string\nсено\they\nструя\tstream\nнева\tNeva\nгод\tyear\n")
    assert read("Нанесено струеневый огодка", "ru", ru) == {}


def test_turkish_words_in_capitals_are_found_without_their_endings(tmp_path: Path) -> None:
    tr = brought(tmp_path, "tr", "fırın\toven\naraç\tvehicle\nyağ\toil\nbağlantı\tjoint\n")
    assert read("FIRINI BAĞLANTI ARACI YAĞSIZ", "tr", tr) == {
        "FIRINI": "oven",
        "BAĞLANTI": "joint",
        "ARACI": "vehicle",
        "YAĞSIZ": "without oil",
    }


def test_ukrainian_and_kazakh_words_are_looked_for_in_russian_where_their_own_dictionary_lacks_them(
    tmp_path: Path,
) -> None:
    folder = brought(tmp_path, "ru", "кувалда\tsledgehammer\nвывод\toutput\nбоится\tfears\nмодуль\tmodule\n")
    brought(folder, "uk", "вивід\tlead-out\n")
    assert read("КУВАЛДА вивід", "uk", folder) == {"КУВАЛДА": "sledgehammer", "вивід": "lead-out"}
    assert read("МОДУЛЬДІ бояуы", "kk", folder) == {"МОДУЛЬДІ": "module"}


def test_loan_words_are_read_by_sound_without_a_dictionary(tmp_path: Path) -> None:
    (halogen,) = glosses("ГАЛОГЕННИЙ люверс, POLYAMIDE", [], "uk", tmp_path, by_sound=True)
    assert (halogen.words, halogen.dictionary) == ("halogen", BY_SOUND)
    assert read("konnektörü sertlik", "tr", tmp_path, by_sound=True) == {"konnektörü": "connector"}
    assert read("ГАЛОГЕННИЙ", "uk", tmp_path) == {}


def test_chinese_is_cut_into_the_fewest_words(tmp_path: Path) -> None:
    zh = brought(tmp_path, "zh", "小金\tXiaojin County\n小\tsmall\n金属\tmetal\n属\tto belong\n品\tgoods\n")
    assert read("小金属品", "zh", zh) == {"小": "small", "金属": "metal", "品": "goods"}


def test_words_with_page_markers_and_look_alike_letters_are_whole(tmp_path: Path) -> None:
    ru = brought(tmp_path, "ru", "клапан\tvalve\nнасос\tpump\n")
    text = "Кла_[=1=]пан, НАCОС"  # a Latin C
    found = glosses(text, [], "ru", ru)
    assert [(text[one.start : one.end], one.words) for one in found] == [
        ("Кла_[=1=]пан", "valve"),
        ("НАCОС", "pump"),
    ]
    assert [one.words for one in glosses(text, [(0, 12)], "ru", ru)] == ["pump"]


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
