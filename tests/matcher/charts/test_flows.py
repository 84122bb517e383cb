"""`box31 flows` drawn: the story's three questions, with the numbers that the table has; and charts in general."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from lxml import etree

from matcher.charts import svg as charts
from tests.conftest import BOX31, SHARED_DATA

FILE = SHARED_DATA / "case-aurora" / "flows" / "gacc_exports_2022_2023.csv"
SVG = "{http://www.w3.org/2000/svg}"

AXES = charts.Axes("lines", "month")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not FILE.exists():
        pytest.skip(f"{FILE} is not there")
    folder = tmp_path_factory.mktemp("flows") / "case"
    subprocess.run([BOX31, "init", folder], check=True, capture_output=True)
    subprocess.run([BOX31, "-C", folder, "customs", "import", FILE], check=True, capture_output=True)
    return folder


def draw(case: Path, *question: str) -> etree._Element:
    target = case / "chart.svg"
    done = subprocess.run(
        [BOX31, "-C", case, "flows", *question, "--chart", target], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    root = etree.parse(target).getroot()
    assert root.tag == f"{SVG}svg"
    assert not root.xpath("//*[local-name() = 'script' or local-name() = 'image' or local-name() = 'a']")
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", target.read_text(encoding="utf-8"))
    return root


def words(root: etree._Element) -> str:
    return " ".join(root.itertext()).replace("\u202f", "")


def test_thirty_times_as_much(case: Path) -> None:
    root = draw(case, "--hs", "8806", "--against", "Russia:Ukraine")
    assert "2023: RUS 30.0 times UKR" in words(root)
    assert "2023: RUS 104400000 USD, UKR 3480000 USD" in words(root)
    bars = root.xpath("//*[local-name() = 'rect' and ./*[local-name() = 'title']]")
    assert len(bars) == 4
    heights = [float(bar.get("height")) for bar in bars]
    assert max(heights) / heights[3] == pytest.approx(30, rel=0.05)


def test_up_to_one_and_down_to_the_other(case: Path) -> None:
    root = draw(case, "--hs", "6909+6914", "--country", "Russia", "--country", "Ukraine")
    assert "CHN to RUS: +69.0 % in 2023" in words(root)
    assert "CHN to UKR: -61.0 % in 2023" in words(root)


def test_one_partners_share_over_months(case: Path) -> None:
    root = draw(case, "--hs", "8806", "--by", "month", "--share", "Russia")
    dots = root.xpath("//*[local-name() = 'circle']")
    assert len(dots) == 24
    done = subprocess.run(
        [BOX31, "-C", case, "flows", "--hs", "8806", "--share", "RU", "--csv"], capture_output=True, text=True
    )
    last = done.stdout.splitlines()[-1].split(",")
    assert last[3] == "RUS"
    assert float(last[7]) == pytest.approx(100 * float(last[4]) / float(last[5]), abs=0.001)


def test_against_and_share_exclude_each_other(case: Path) -> None:
    done = subprocess.run(
        [BOX31, "-C", case, "flows", "--share", "RU", "--against", "RU:UA"], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "give --against or --share" in done.stderr


def test_a_gap_is_no_zero() -> None:
    drawn = charts.lines("x", "t", "d", ["1", "2", "3", "4"], [charts.Series("a", [1, None, 2, 3])], AXES)
    assert drawn.count("<circle") == 3
    (path,) = re.findall(r' d="([^"]+)"', drawn)
    assert path.count("M") == 2
    assert path.count("L") == 1


def test_hostile_words_stay_words_in_a_chart() -> None:
    drawn = charts.bars(
        "x",
        "<script>",
        "</desc><a>",
        ["<b>\u202e"],
        [charts.Series("<i>", [1]), charts.Series("</svg>", [2])],
        charts.Axes("<tonnes>", "<month>"),
    )
    tree = etree.fromstring(str(drawn))
    assert {element.tag for element in tree.iter()} <= {"svg", "title", "desc", "rect", "text", "line"}
    assert "⟨U+202E⟩" in drawn
    assert {"<tonnes>", "<month>"} <= {element.text for element in tree.iter()}, "each axis is named"


@pytest.mark.parametrize(("largest", "top"), [(0, 1), (1, 1), (3, 5), (7.1, 10), (101, 200), (2.4e6, 2.5e6)])
def test_the_axis_ends_at_a_round_number(largest: float, top: float) -> None:
    drawn = charts.bars("x", "t", "d", ["1"], [charts.Series("a", [largest])], AXES)
    labels = re.findall(r'<text class="end"[^>]*>([^<]+)<', drawn)
    sizes = {"m": 1e6, "k": 1e3, "bn": 1e9}
    found = re.fullmatch(r"([\d.]+)(\D*)", labels[-1])
    assert found
    assert float(found[1]) * sizes.get(found[2], 1) == top


def test_days_that_are_none_are_left_off_the_timeline() -> None:
    lane = charts.Lane("a", [("2023-01-05", 0.1, "x"), ("<b>", 0.1, "y"), ("2023-02", 0.1, "z")])
    drawn = charts.timeline("x", "t", "d", [lane])
    assert drawn is not None
    assert drawn.count("<circle") == 2
    assert charts.timeline("x", "t", "d", [charts.Lane("a", [("soon", 0.1, "y")])]) is None
