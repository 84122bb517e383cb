"""The dossier as a folder: whole, verifiable by anyone, movable, and honest about damage."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import bagit
import pytest

from crawler.case.errors import UsageProblem
from matcher.dossier.files.bag import bag, problems
from tests.conftest import BOX31
from tests.support.copies import copy_case


@pytest.mark.usefixtures("story_dossier")
class TestTheFolder:
    def test_sha256sum_verifies_it(self, story_dossier: Path) -> None:
        done = subprocess.run(
            ["sha256sum", "--quiet", "-c", "manifest-sha256.txt"],
            cwd=story_dossier,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def test_bagit_verifies_it(self, story_dossier: Path) -> None:
        bagit.Bag(str(story_dossier)).validate()

    def test_it_survives_being_zipped_and_moved(self, story_dossier: Path, tmp_path: Path) -> None:
        archive = shutil.make_archive(str(tmp_path / "sent"), "zip", story_dossier)
        shutil.unpack_archive(archive, tmp_path / "получено 收到")
        assert problems(tmp_path / "получено 收到") == []

    def test_a_flipped_byte_is_found_and_named(self, story_dossier: Path, tmp_path: Path) -> None:
        copy = Path(shutil.copytree(story_dossier, tmp_path / "copy"))
        victim = next((copy / "data" / "captures").glob("*.warc.gz"))
        content = bytearray(victim.read_bytes())
        content[len(content) // 2] ^= 1
        victim.write_bytes(content)
        (problem,) = problems(copy)
        assert victim.name in problem
        done = subprocess.run(
            ["sha256sum", "--quiet", "-c", "manifest-sha256.txt"], cwd=copy, capture_output=True
        )
        assert done.returncode == 1

    def test_a_missing_and_an_added_file_are_found(self, story_dossier: Path, tmp_path: Path) -> None:
        copy = Path(shutil.copytree(story_dossier, tmp_path / "copy"))
        (copy / "data" / "index.html").unlink()
        (copy / "data" / "more.html").write_text("<p>")
        assert len(problems(copy)) == 2

    def test_every_link_of_every_page_leads_to_a_file(self, story_dossier: Path) -> None:
        from lxml import html

        data = story_dossier / "data"
        for page in data.rglob("*.html"):
            tree = html.document_fromstring(page.read_bytes())
            for target in [*tree.xpath("//a/@href"), *tree.xpath("//img/@src"), *tree.xpath("//link/@href")]:
                file, _, anchor = target.partition("#")
                path = (page.parent / file).resolve() if file else page
                assert path.is_file(), (page, target)
                assert path.is_relative_to(data.resolve())
                if anchor:
                    assert html.document_fromstring(path.read_bytes()).xpath(f"//*[@id='{anchor}']"), target

    def test_the_package_describes_every_table_and_codes_are_strings(self, story_dossier: Path) -> None:
        data = story_dossier / "data"
        package = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
        paths = {resource["path"] for resource in package["resources"]}
        assert paths == {
            p.relative_to(data).as_posix() for p in [*data.glob("tables/*"), *data.glob("customs/*.jsonl")]
        }
        for resource in package["resources"]:
            content = (data / resource["path"]).read_bytes()
            assert resource["bytes"] == len(content)
            assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
            for column in resource.get("schema", {}).get("fields", []):
                if column["name"] in {
                    "hs",
                    "declaration",
                    "importer_code",
                    "sku",
                    "line_no",
                    "unit_code",
                    "key",
                }:
                    assert column["type"] == "string"


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        (
            "captures",
            "capture_id site url captured_at kind status mime payload_sha256 payload_length ip certificate_sha256"
            " revisit_of run_id warc_file warc_offset warc_length file offset length page",
        ),
        (
            "products",
            "item_id site url name model sku brand category description specs version_id capture_id captured_at warc"
            " payload_sha256",
        ),
        ("decisions", "pair_id decision reviewer note asked_at decided_at signature source"),
        (
            "figures",
            "figure key label lines goods pairs first_date last_date sum_of total stated_on",
        ),
        ("customs_files", "file_id file sha256 kind layout imported_at rows"),
    ],
)
def test_columns_of_tables_keep_their_order(story_dossier: Path, table: str, columns: str) -> None:
    with (story_dossier / f"data/tables/{table}.csv").open(encoding="utf-8", newline="") as handle:
        header = handle.readline().lstrip("\ufeff").rstrip("\r\n")
    assert header.split(",") == columns.split()


def test_records_are_copied_byte_for_byte(story_dossier: Path, story_case: Path) -> None:
    import csv

    with (story_dossier / "data/tables/captures.csv").open(encoding="utf-8", newline="") as handle:
        captures = list(csv.DictReader(handle))
    assert captures
    for one in captures:
        source = (story_case / "archive" / one["site"] / one["warc_file"]).read_bytes()
        part = (story_dossier / "data" / one["file"]).read_bytes()
        start, copied = int(one["warc_offset"]), int(one["offset"])
        length = int(one["warc_length"])
        assert int(one["length"]) == length
        assert part[copied : copied + length] == source[start : start + length]


def test_the_three_shell_lines_of_a_pair_work(story_dossier: Path) -> None:
    from lxml import html

    for page in sorted((story_dossier / "data" / "pairs").glob("p-*.html")):
        (block,) = html.document_fromstring(page.read_bytes()).xpath("//pre")
        intact, capture, row = block.text_content().strip().splitlines()
        outputs = [
            subprocess.run(["bash", "-ec", line], cwd=story_dossier, capture_output=True, check=True).stdout
            for line in (intact, capture, row)
        ]
        assert outputs[0] == b"intact\n"
        assert b"WARC/1." in outputs[1]
        assert b"200 OK" in outputs[1]
        assert json.loads(outputs[2])["cells"]


def test_nothing_is_left_where_the_work_fails(tmp_path: Path) -> None:
    def fail() -> None:
        with bag(tmp_path / "d" / "one", {}) as data:
            (data / "a.txt").write_text("a")
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        fail()
    assert list((tmp_path / "d").iterdir()) == []


def test_an_existing_folder_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    with pytest.raises(UsageProblem), bag(tmp_path / "one", {}):
        pass


def test_the_command_writes_one_and_says_how_to_cite_it(story_case: Path, tmp_path: Path) -> None:
    case = copy_case(story_case, tmp_path / "case")
    done = subprocess.run(
        [BOX31, "-C", case, "dossier", "--accepted", "-o", tmp_path / "out"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(tmp_path / "out")
    manifest = hashlib.sha256((tmp_path / "out" / "manifest-sha256.txt").read_bytes()).hexdigest()
    assert manifest in done.stderr
    assert "4 pairs" in done.stderr


def test_the_command_needs_pairs_that_exist(story_case: Path, tmp_path: Path) -> None:
    case = copy_case(story_case, tmp_path / "case")
    for arguments, words in (
        (["p-no"], "no such pair"),
        ([], "name pairs"),
        (["p-x", "--accepted"], "one of the two"),
    ):
        done = subprocess.run([BOX31, "-C", case, "dossier", *arguments], capture_output=True, text=True)
        assert done.returncode == 2, done.stderr
        assert words in done.stderr
        assert list((case / "dossiers").iterdir()) == []


def test_a_damaged_archive_gives_a_dossier_that_says_so(story_case: Path, tmp_path: Path) -> None:
    case = copy_case(story_case, tmp_path / "case")
    victim = next((case / "archive" / "hengdun").glob("*.warc.gz"))
    content = bytearray(victim.read_bytes())
    content[600] ^= 0xFF
    victim.write_bytes(content)
    done = subprocess.run(
        [BOX31, "-C", case, "dossier", "--accepted", "-o", tmp_path / "out"], capture_output=True, text=True
    )
    assert done.returncode == 3, done.stderr
    assert "have changed since it was archived" in done.stderr
    assert problems(tmp_path / "out") == []
    assert "have changed" in (tmp_path / "out/data/captures.html").read_text(encoding="utf-8")
