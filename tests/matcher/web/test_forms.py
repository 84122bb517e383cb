"""Files by hand: what is dropped is looked at, corrected and imported as the command would; dossiers are written and shown."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import pytest

from crawler.case.case import Case
from matcher.customs.ingest.file_listing import files
from matcher.review.decisions import review_database
from matcher.web.forms.uploads import safe_name
from matcher.web.guard import form_token
from tests.conftest import BOX31
from tests.support.pages import TOKEN, Answer, Pages
from tests.support.review_case import make_case

CSV = """Decl;Day;HS;What it is;Sender;Receiver;Pieces;Price USD;Remarks
1/1;2023-01-05;8525891900;КАМЕРА ТЕПЛОВИЗИОННАЯ NVX-1;NORVEX;ООО СИЛУАН;10;5000;КАМЕРЫ
1/2;2023-01-06;8525891900;<script>alert(1)</script>;NORVEX;ООО СИЛУАН;20;9000;ПРОЧЕЕ
1/3;not a day;8525891900;КАМЕРА NVX-3;NORVEX;ООО СИЛУАН;x;y;ПРОЧЕЕ
"""


def dropped(pages: Pages, name: str, content: str, token: str | None = None) -> Answer:
    """A file sent by the form of the import page."""
    token = form_token(TOKEN) if token is None else token
    parts = [
        f'--b\r\nContent-Disposition: form-data; name="form_token"\r\n\r\n{token}\r\n',
        f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        f"Content-Type: text/csv\r\n\r\n{content}\r\n--b--\r\n",
    ]
    return pages.post("import", "".join(parts).encode(), "multipart/form-data; boundary=b")


def sent(pages: Pages, path: str, **fields: str) -> str:
    """A form sent; gives where it leads."""
    answer = pages.post(path, urlencode({"form_token": form_token(TOKEN), **fields}).encode())
    assert answer.status == 303, answer.text
    return answer.headers["location"].removeprefix(f"/{TOKEN}/")


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    return Pages(Case.create(tmp_path / "case", contact="desk@news.example"))


def test_a_dropped_file_is_shown_corrected_and_imported(pages: Pages) -> None:
    place = dropped(pages, "../../a/отчёт.csv", CSV).headers["location"].removeprefix(f"/{TOKEN}/")
    shown = pages.get(place)
    assert '<h1 dir="auto">отчёт.csv</h1>' in shown.text
    assert "&lt;script&gt;alert(1)" in shown.text
    labels = dict(re.findall(r'<label for="(field\d+)" class="muted" dir="auto">([^<]*)</label>', shown.text))
    number = {header: field for field, header in labels.items()}
    assert set(number) == set(CSV.splitlines()[0].split(";"))
    proposed = dict(re.findall(r'name="(field\d+)">.*?<option value="(\w+)" selected', shown.text, re.S))
    chosen = {**dict.fromkeys(labels, ""), **proposed, number["What it is"]: "description"}
    chosen |= {number["Sender"]: "exporter", number["Receiver"]: "importer", number["Remarks"]: ""}
    chosen |= {number["HS"]: "hs", number["Day"]: "date", number["Pieces"]: "quantity"}
    done = pages.ended(sent(pages, place, **chosen))
    assert "отчёт.csv: 4 rows = " in done.text, done.text
    db = review_database(pages.app.frame.case)
    rows = db.execute("SELECT exporter, importer, quantity FROM current_lines ORDER BY row").fetchall()
    assert rows[0] == ("NORVEX", "ООО СИЛУАН", 10.0)
    (file,) = files(db)
    assert pages.get("lines").total == file["lines"] == len(rows)
    assert "Rejected rows of" in pages.get(f"rejects?file={file['file_id']}").text


def test_a_file_that_is_no_table_says_so_and_imports_nothing(pages: Pages) -> None:
    place = dropped(pages, "notes.xlsx", "no sheet").headers["location"].removeprefix(f"/{TOKEN}/")
    assert 'role="alert"' in pages.get(place).text
    assert review_database(pages.app.frame.case).execute("SELECT count(*) FROM customs_files").fetchone() == (
        0,
    )


def test_a_foreign_form_and_an_endless_one_are_refused(pages: Pages) -> None:
    assert dropped(pages, "a.csv", CSV, token="0" * 64).status == 403
    assert pages.post("import", b"x", "text/plain").status in (400, 403)
    huge = {"content-type": "multipart/form-data; boundary=b", "content-length": str(1 << 41)}
    assert pages.ask("POST", "import", b"", huge).status == 403
    assert pages.ask("POST", "dossiers", b"", {"content-length": str(1 << 20)}).status == 403
    assert pages.post("dossiers", b"form_token=no").status == 403


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\\\data\\\\2023.csv", "2023.csv"),
        ("--yes", "yes"),
        (".bashrc", "bashrc"),
        ("a\u202efdp.exe\x00.csv", "a_fdp.exe_.csv"),
        ("..", "file"),
        ("", "file"),
        ("данные 2023.xlsx", "данные 2023.xlsx"),
    ],
)
def test_no_name_of_a_file_is_a_path_or_an_option(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_a_name_is_no_longer_than_a_file_system_takes() -> None:
    name = safe_name("я" * 500 + ".csv")
    assert len(name.encode()) <= 121
    assert name.endswith(".csv")


def test_files_of_a_dossier_are_shown_and_nothing_outside_it(tmp_path: Path) -> None:
    case = make_case(tmp_path / "case", 6)
    data = case.dossiers / "first" / "data"
    data.mkdir(parents=True)
    (data / "index.html").write_text("<p>report</p>", encoding="utf-8")
    (data / "raw.html.bin").write_bytes(b"<script>")
    (case.dossiers / "first" / "secret.txt").write_text("x")
    (data / "out.txt").symlink_to(case.root / "box31.toml")
    pages = Pages(case)
    assert "dossiers/first/index.html" in pages.get("dossiers").text
    shown = pages.get("dossiers/first/index.html")
    assert shown.text == "<p>report</p>"
    assert "script-src" not in shown.headers["content-security-policy"]
    assert pages.get("dossiers/first/raw.html.bin").headers["content-disposition"] == "attachment"
    for path in ("../secret.txt", "%2e%2e/secret.txt", "out.txt", "none.html"):
        assert pages.get(f"dossiers/first/{path}").status == 404
    assert pages.get("dossiers/second/index.html").status == 404


def test_a_disk_that_takes_no_more_is_said_on_the_page(pages: Pages) -> None:
    shutil.rmtree(pages.app.imports.uploads._folder.name)
    answer = dropped(pages, "a.csv", CSV)
    assert answer.status == 503
    assert "no such file or folder; check the name" in answer.text


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM that a program can answer")
def test_what_was_dropped_is_deleted_when_sigterm_ends_the_server(tmp_path: Path) -> None:
    Case.create(tmp_path / "case", contact="desk@news.example")
    (tmp_path / "tmp").mkdir()
    environment = {**os.environ, "TMPDIR": str(tmp_path / "tmp"), "BROWSER": "true"}
    command = [BOX31, "-C", tmp_path / "case", "open"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as server:
        assert server.stdout is not None
        assert any("http://127.0.0.1:" in line for line in server.stdout)
        assert list((tmp_path / "tmp").glob("box31-dropped-*"))
        server.terminate()
        assert server.wait(30) == 128 + signal.SIGTERM
    assert not list((tmp_path / "tmp").glob("box31-dropped-*"))
