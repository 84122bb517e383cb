"""EXIF and text of archived pictures: read once in the limited process, kept with their place, offered to items."""

from __future__ import annotations

import hashlib
import io
import json

import pytest
from click.testing import CliRunner, Result
from PIL import Image, ImageDraw, ImageFont

from crawler.case.case import Case
from matcher.attributes.taxonomy import shipped
from matcher.commands.cli import box31 as command
from matcher.records.load import load_items
from tests.support.case import rows
from tests.support.dossier_case import CaseWriter, drawing
from tests.support.pages import Pages

TABLE = [("Weight", "3.2 kg"), ("Material", "aramid"), ("Model", "HD-BV2O5"), ("Protection", "NIJ IIIA")]
HOSTILE = "<script>alert(1)</script>"


def table() -> bytes:
    """A specification table that exists only as a picture, with a line that is no specification."""
    image = Image.new("RGB", (620, 330), "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(26)
    for number, (label, value) in enumerate(TABLE):
        draw.text((20, 20 + 60 * number), label, fill="black", font=font)
        draw.text((360, 20 + 60 * number), value, fill="black", font=font)
    draw.text((20, 270), HOSTILE, fill="black", font=font)
    return _bytes(image, "PNG")


def photo() -> bytes:
    """A photo whose file states a camera, a time and a place."""
    image = Image.open(io.BytesIO(drawing("#203040"))).convert("RGB")
    exif = Image.Exif()
    exif[271], exif[272] = "Invented", "Invented X-1"
    exif.get_ifd(0x8769).update({36867: "2023:03:14 10:20:30", 36881: "+08:00"})
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 15.0, 0.0), 3: "W", 4: (120.0, 30.0, 36.0)})
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def _bytes(image: Image.Image, form: str) -> bytes:
    out = io.BytesIO()
    image.save(out, form)
    return out.getvalue()


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Items with a table, a photo and a broken picture, read by `box31 pictures read`."""
    w = CaseWriter.make(tmp_path_factory.mktemp("pictures") / "case")
    vest = w.item("maker", "T-1", "Vest", specs={"Weight": "2.6 kg"}, picture=table())
    w.pair(vest, w.goods("ЖИЛЕТ ИЗ АРАМИДА"), 0.6)
    w.item("maker", "T-2", "Helmet", picture=photo())
    w.item("maker", "T-3", "Shield", picture=table()[:900])
    made = w.close()
    done = box31(made, "read")
    assert done.exit_code == 3, done.output  # the broken picture is named
    assert "T-3.png" in done.output
    return made


def box31(case: Case, *words: str) -> Result:
    return CliRunner().invoke(command, ["-C", str(case.root), "pictures", *words])


def listed(case: Case, *words: str) -> list[dict[str, object]]:
    done = CliRunner().invoke(command, ["-C", str(case.root), *words, "--json"])
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_text_is_kept_with_its_place_its_confidence_and_the_capture_it_stands_in(case: Case) -> None:
    lines = {str(line["text"]): line for line in listed(case, "pictures", "text")}
    weight = lines["3.2 kg"]
    assert abs(int(weight["x"]) - 360) < 12
    assert abs(int(weight["y"]) - 20) < 20
    assert float(weight["confidence"]) > 0.9
    assert "rapidocr" in str(weight["reader"])
    (capture,) = rows(case, "SELECT * FROM captures WHERE capture_id = ?", weight["capture_id"])
    assert capture["payload_sha256"] == weight["sha256"] == hashlib.sha256(table()).hexdigest()
    assert weight["warc_offset"] == capture["warc_offset"]


def test_what_the_file_states_is_listed_as_its_statement(case: Case) -> None:
    (row,) = [one for one in listed(case, "pictures") if one["name"] == "Helmet"]
    assert row["taken"] == "2023-03-14T10:20:30+08:00"
    assert row["camera"] == "Invented X-1"
    assert row["place"] == "30.250000 -120.510000"
    assert "anybody can write them" in box31(case).output


def test_a_broken_picture_is_one_recorded_failure_and_nothing_is_read_twice(case: Case) -> None:
    before = rows(case, "SELECT * FROM image_readings WHERE problem IS NOT NULL")
    assert sorted(row["what"] for row in before) == ["exif", "text"]
    assert len({row["sha256"] for row in before}) == 1
    again = box31(case, "read")
    assert again.exit_code == 0
    assert "0 pictures read for text" in again.output


def test_a_picture_answers_only_what_no_page_states_and_no_code_is_taken_from_it(case: Case) -> None:
    (vest,) = [one for one in listed(case, "items") if one["name"] == "Vest"]
    offered = vest["specs_in_pictures"]
    assert "Weight" not in offered, "a page states it"
    assert offered["Material"] == "aramid"
    assert "Model" in offered
    (document,) = [one for one in load_items(case.database(), shipped()) if one.name == "Vest"]
    assert not any("BV2" in line for line in (*document.pictured, *document.codes))
    by_group = {a.group: a.value for a in document.attributes}
    assert by_group["mass"] == "2.6"
    assert any(a.value == "aramid" for a in document.in_pictures)


def test_words_in_a_picture_are_found_and_lead_to_who_shows_it(case: Case) -> None:
    (vest,) = [one for one in listed(case, "items") if one["name"] == "Vest"]
    (hit,) = listed(case, "search", "ARAMID", "weight")
    assert (hit["kind"], hit["id"], hit["field"]) == ("picture", vest["item_id"], "text (OCR)")
    assert str(hit["place"]).endswith("T-1.png")
    page = Pages(case).get("search?q=aramid").text
    assert f"items/{vest['item_id']}" in page
    assert "read by OCR" in page
    assert listed(case, "search", "aramid", "--in", "items,posts,lines") == []


def test_explain_says_what_the_item_states_in_pictures_only(case: Case) -> None:
    ((pair,),) = case.database().execute("SELECT pair_id FROM pairs").fetchall()
    said = CliRunner().invoke(command, ["-C", str(case.root), "explain", pair]).output
    assert "Material: aramid (read by OCR in its pictures; no page states it)" in said
    assert "Weight: 3.2 kg" not in said, "a page states the weight"


def test_hostile_text_in_a_picture_is_text_on_the_page_of_its_item(case: Case) -> None:
    (item,) = rows(case, "SELECT item_id FROM item_versions WHERE name = 'Vest'")
    page = Pages(case).get(f"items/{item['item_id']}").text
    assert "read by OCR" in page
    assert "alert(1)" in page
    assert "<script>alert" not in page


def test_verify_reads_the_statements_of_files_again_and_finds_an_edit(case: Case) -> None:
    from matcher.verification.pictures import picture_checks

    db = case.database()
    assert not [finding for finding in picture_checks(case, db) if finding.problem]
    with db.conn:
        db.execute("UPDATE image_exif SET value = '2024:01:01 00:00:00' WHERE field = 'DateTimeOriginal'")
    assert [finding.subject for finding in picture_checks(case, db) if finding.problem]
