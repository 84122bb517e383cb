"""Texts in one-byte code pages: read with the letters they were written with, or asked about."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.case.errors import UsageProblem
from matcher.customs.ingest.store import import_file
from matcher.sheets.reader import open_table
from matcher.sheets.text.alphabets import written_in_one_language
from matcher.sheets.text.code_pages import CodePage, code_page
from matcher.sheets.text.encodings import SAMPLE, text_file
from tests.support.customs_files import WriteCsv, row

TEXTS = {
    "tr": "kadın ayakkabısı, işlemeli;şişe kapağı için çelik yay;ağaç işleme tezgâhı;ışıklı gösterge paneli",
    "pl": "łańcuch rolkowy do roweru;część zamienna, używana;świeca żarowa;sprężyna stalowa pięć sztuk",
    "cs": "řetěz k jízdnímu kolu, šedý;těžká hřídel s závitem, šroubová;náhradní díl, použitý;žhavicí svíčka;ocelová pružina, pět kusů",
    "de": "Kettenräder für Fahrräder;Prüfgerät, gebraucht;Glühkerze für Motoren;Stahlfedern, fünf Stück",
    "fr": "chaîne à rouleaux pour vélo;pièce détachée usagée;bougie de préchauffage;ressort très résistant",
    "es": "cadena de rodillos para bicicleta pequeña;pieza de repuesto según diseño;bujía de incandescencia;cañería",
    "el": "αλυσίδα με ρόλους;μεταχειρισμένο ανταλλακτικό;μπουζί προθέρμανσης;χαλύβδινο ελατήριο",
    "ru": "цепь роликовая для велосипеда;запасная часть, бывшая в употреблении;свеча накаливания;пружина стальная",
    "uk": "ланцюг роликовий для велосипеда;запасна частина, вживана;свічка розжарювання;пружина сталева, п'ять штук",
    "zh": "自行车滚子链;二手备件;预热塞;钢制弹簧;五件装",
    "zh-tw": "自行車滾子鏈;二手備件;預熱塞;鋼製彈簧;五件裝",
    "ar": "سلسلة دوارة للدراجات;قطعة غيار مستعملة;شمعة توهج للمحركات;نابض فولاذي خمس قطع",
    "fa": "زنجير غلتکي دوچرخه;قطعه يدکي کارکرده;شمع گرمکن موتور;فنر فولادي پنج عدد",
    "he": "שרשרת גלילים לאופניים;חלק חילוף משומש;מצת להט למנועים;קפיץ פלדה חמש יחידות",
    "th": "โซ่ลูกกลิ้งสำหรับจักรยาน;อะไหล่ใช้แล้ว;หัวเผาเครื่องยนต์;สปริงเหล็กห้าชิ้น",
    "ja": "自転車用ローラーチェーン;中古の交換部品;エンジン用グロープラグ;鋼製ばね五個入り",
}
PAGES = {
    "tr": ("cp1254", "iso8859-9"),
    "pl": ("cp1250", "iso8859-2", "cp852"),
    "cs": ("cp1250", "iso8859-2"),
    "de": ("cp1252", "cp1250", "cp850", "mac-roman"),
    "fr": ("cp1252", "mac-roman"),
    "es": ("cp1252", "mac-roman"),
    "el": ("cp1253", "iso8859-7"),
    "ru": ("cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic"),
    "uk": ("cp1251", "koi8-u"),
    "zh": ("gb18030",),
    "zh-tw": ("big5",),
    "ar": ("cp1256", "iso8859-6"),
    "fa": ("cp1256",),
    "he": ("cp1255", "iso8859-8"),
    "th": ("cp874", "tis-620"),
    "ja": ("cp932", "euc_jp"),
}


def test_chinese_beside_letters_that_take_four_bytes_is_gb18030() -> None:
    text = "序号,进口商,产品描述\n1,Công ty Điện tử Bắc Ninh,自行车滚子链\n2,Nguyễn Thị Hồng Đào,钢制弹簧五件装\n"
    assert code_page(text.encode("gb18030")) == CodePage("gb18030")


def test_japanese_with_few_kana_is_none_of_the_chinese_pages() -> None:
    offices = ("横浜税関 本牧埠頭", "名古屋税関 西部出張所", "神戸税関", "大阪税関 南港")
    firms = ("青葉精密工業株式会社", "緑川水産貿易株式会社", "株式会社星野電機", "有限会社山吹工芸")
    goods = (
        "自動車用部分品 品番 4471",
        "減速機用歯車",
        "冷凍帆立貝",
        "心電計 医療用",
        "化粧用クリームとローション",
    )
    lines = [f"{n},{offices[n % 4]},{firms[n % 3]},{goods[n % 5]},正味重量" for n in range(40)]
    found = code_page("\n".join(["申告番号,税関,輸出者,品名,重量", *lines]).encode("cp932"))
    assert found is not None
    assert found.name == "cp932"


@pytest.mark.parametrize("capitals", [False, True], ids=["small", "capitals"])
@pytest.mark.parametrize(
    ("language", "page"), [(language, page) for language, pages in PAGES.items() for page in pages]
)
def test_letters_are_those_that_make_words(language: str, page: str, capitals: bool) -> None:
    text = "\n".join(f"8482109008;{goods};ACME LTD;20" for goods in TEXTS[language].split(";"))
    data = (text.upper() if capitals else text).encode(page)
    found = code_page(data)
    assert found is not None
    assert data.decode(found.name) == data.decode(page)
    assert found.rivals == ()


def test_albanian_is_not_read_in_baltic_letters() -> None:
    goods = "zinxhir për biçikletë;pjesë këmbimi e përdorur;qiri ndezës për motorë;sustë çeliku pesë copë"
    data = "\n".join(f"8482109008;{one};ACME LTD;20" for one in goods.split(";")).encode("cp1250")
    found = code_page(data)
    assert found is not None
    assert "për biçikletë" in data.decode(found.name)


@pytest.mark.parametrize(
    ("text", "written", "called"),
    [
        ("高密度聚乙烯管,不銹鋼法蘭\n防銹油 ① 桶裝\n繡花機針,裏布\n", "big5hkscs", "big5"),
        ("不銹鋼保溫瓶\n繡花線\n粧品盒,恒溫槽\n嫺熟牌縫紉機\n", "cp950", "Big5"),
        ("㈱高橋製作所 ボルト\n① ベアリング 深溝玉軸受\n② 電動ドリル用のビット\n", "euc_jis_2004", "euc-jp"),
    ],
)
def test_characters_that_programs_have_added_to_a_page_are_of_it(
    tmp_path: Path, text: str, written: str, called: str
) -> None:
    path = tmp_path / "lines.csv"
    path.write_bytes(text.encode(written))
    found = code_page(path.read_bytes())
    assert found is not None
    assert path.read_bytes().decode(found.name) == text
    (table,) = open_table(path, encoding=called).tables
    assert [",".join(cells) for cells in table.head(9)] == text.splitlines()


def test_bytes_of_no_text_have_no_code_page() -> None:
    assert code_page(bytes(range(0x80, 0x100)) * 20) is None


def test_utf_16_without_a_mark_and_with_hardly_any_ascii(tmp_path: Path) -> None:
    path = tmp_path / "lines.csv"
    path.write_bytes(
        "\n".join(f"{n};自行车滚子链防弹头盔预热塞钢制弹簧五件装" for n in range(40)).encode("utf-16-be")
    )
    assert text_file(path).encoding == "utf-16-be"


def test_letters_that_are_met_far_down_the_file_decide_too(tmp_path: Path) -> None:
    lines = [f"{n};kol düzen çelik" for n in range(SAMPLE // 10)]
    lines += [f"{n};{goods}" for n, goods in enumerate(TEXTS["tr"].split(";"))]
    path = tmp_path / "lines.csv"
    path.write_bytes("\n".join(lines).encode("cp1254"))
    found = text_file(path)
    assert path.read_bytes().decode(str(found.encoding)) == "\n".join(lines)


def test_a_description_that_may_be_read_in_two_ways_is_asked_about(db: Database, write_csv: WriteCsv) -> None:
    rows = [row(n, PRODUCT_DESCRIPTION=f"niño café {n}", IMPORTER_NAME="ACME", UNIT="PCE") for n in range(9)]
    path = write_csv(rows, encoding="cp1252")
    (asked,) = import_file(db, path).tables
    assert asked.state == "asked"
    assert "9 of description" in asked.note
    assert "--encoding windows-1252 or --encoding windows-1250" in asked.note
    assert db.execute("SELECT count(*) FROM customs_files").fetchone() == (0,)
    (answered,) = import_file(db, path, encoding="windows-1252").tables
    assert (answered.state, answered.layout) == ("imported", "headers")
    assert db.execute("SELECT min(description) FROM customs_lines").fetchone() == ("niño café 0",)


def test_yes_takes_the_likelier_letters_and_records_the_doubt(db: Database, write_csv: WriteCsv) -> None:
    rows = [row(n, PRODUCT_DESCRIPTION=f"niño café {n}", IMPORTER_NAME="ACME", UNIT="PCE") for n in range(9)]
    (table,) = import_file(db, write_csv(rows, encoding="cp1252"), yes=True).tables
    assert table.state == "imported"
    assert db.execute("SELECT layout FROM customs_files").fetchone() == (
        "headers, encoding not sure: windows-1252 or windows-1250",
    )


def test_other_columns_that_may_be_read_in_two_ways_are_named(db: Database, write_csv: WriteCsv) -> None:
    rows = [row(n, PRODUCT_DESCRIPTION=f"RING {n}", IMPORTER_NAME="niño café", UNIT="PCE") for n in range(9)]
    (table,) = import_file(db, write_csv(rows, encoding="cp1252")).tables
    assert (table.state, table.lines) == ("imported", 9)
    assert "9 of importer): 'niño café' or 'nińo café'" in table.note


def test_an_encoding_that_does_not_exist_is_refused(write_csv: WriteCsv) -> None:
    with pytest.raises(UsageProblem, match="no such encoding"):
        open_table(write_csv([row()]), encoding="windows-9")


def test_letters_behind_a_long_line_decide(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    words = "description\n" + "x" * 200_000 + " шлем защитный, цвет чёрный, для строителей\n"
    path.write_bytes(words.encode("cp1251"))
    assert text_file(path).encoding == "cp1251"


@pytest.mark.parametrize("word", ["Pošiljalac", "Dobavljač, užičke"])
def test_one_word_alone_is_not_of_a_page_of_old_macs(tmp_path: Path, word: str) -> None:
    path = tmp_path / "one.csv"
    path.write_bytes(f"Rub.2 {word};Roba;Kol\n2;PUMPA;1\n".encode("cp1250"))
    found = text_file(path)
    assert found.encoding is not None
    assert path.read_bytes().decode(found.encoding).startswith(f"Rub.2 {word}")


# At least eight words with letters beyond ASCII.
OF_ONE_LANGUAGE = {
    "es": "poliéster teñido para confección;válvula de presión según catálogo;cable eléctrico de 3ª categoría;tamaño pequeño;"
    "cañería plástica;automóvil híbrido;papel cartón;repuesto de máquina;aceite de algodón;jabón de baño",
    "es with one ñ": "tejido de poliéster teñido;automóvil usado;tela de algodón;válvula centrífuga;teléfono móvil;resina acrílica;"
    "guante estéril;soda cáustica;vía aérea",
    "fr": "tôle d'acier laminée à froid;pièces détachées;fenêtre;gâteaux secs à base de blé;chaîne;matériel d'éclairage",
    "pt": "aço laminado a frio;peças de reposição;botões;calções de algodão;pão congelado;câmara de ar;rolamento cônico",
    "pl": "blacha stalowa walcowana na gorąco;części zamienne;żarówka;łożysko;pończochy;kołnierz Müller;mięso",
}


@pytest.mark.parametrize("language", OF_ONE_LANGUAGE)
def test_a_page_under_which_letters_are_of_no_one_language_is_no_rival(language: str) -> None:
    page = "cp1250" if language == "pl" else "cp1252"
    lines = OF_ONE_LANGUAGE[language].split(";")
    for text in (lines, [line.upper() for line in lines]):
        assert code_page("\n".join(text).encode(page)) == CodePage(page)


WORDS = ["poliéster", "eléctrico", "automóvil", "híbrido", "jabón", "algodón", "vía"]


@pytest.mark.parametrize(
    ("differing", "alike", "share"),
    [
        (["teñido"], WORDS, 1.0),
        (["teńido"], WORDS, 3 / 7),  # in the letters of Polish, as automóvil, jabón and algodón are
        (["Gdańsk"], WORDS[:6], 1.0),  # too few words to tell
        (["3ª"], ["станок", "plain"], 1.0),
    ],
)
def test_a_language_that_has_the_letters_in_doubt_must_be_that_of_the_rest(
    differing: list[str], alike: list[str], share: float
) -> None:
    assert written_in_one_language(differing, alike) == pytest.approx(share)
