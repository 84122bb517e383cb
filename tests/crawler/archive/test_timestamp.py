"""Time stamps: asked of a real `openssl ts` authority, kept beside the manifest, and nothing forged passes."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.archive import warc
from crawler.archive.captures import COLUMNS, Capture
from crawler.archive.hash_chain import START, link
from crawler.archive.manifest import Ending, Signing, write
from crawler.archive.timestamp import in_der_order, token_problem, token_time
from crawler.case.case import CONFIG_NAME, Case
from tests.support.authority import Authority
from tests.support.case import add_site, box31, crawl, make_case, rows
from tests.support.copies import copy_case
from tests.support.server import Server, page, response, serving

pytest.importorskip("rfc3161_client", reason="the extra `timestamp` is not installed")
pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="no openssl here: apt-get install openssl"
)


def trust(case: Case, authority: Authority) -> None:
    folder = case.root / "timestamp-roots"
    folder.mkdir(exist_ok=True)
    shutil.copy(authority.root, folder / f"{authority.folder.name}.pem")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa") / "honest", "Honest Time")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with serving(
        lambda request: response(200, page("/a", "/b")) if request.path != "/robots.txt" else None
    ) as server:
        case = make_case(tmp_path_factory.mktemp("stamped") / "case", server.host)
        add_site(case, "site", [f"{server.base}/"])
        assert crawl(case).returncode == 0
        yield case


@pytest.fixture
def served(authority: Authority) -> Iterator[Server]:
    with serving(authority) as server:
        yield server


@pytest.fixture
def case(crawled: Case, served: Server, authority: Authority, tmp_path: Path) -> Case:
    """A crawled case that knows the authority and trusts its root."""
    copy = Case.open(copy_case(crawled.root, tmp_path / "case"))
    path = copy.root / CONFIG_NAME
    text = path.read_text(encoding="utf-8")
    text = text.replace("allowed_private = [", f'allowed_private = ["{served.host}", ')
    path.write_text(
        text.replace("# authorities = []", f'authorities = ["{served.base}/tsr"] #'), encoding="utf-8"
    )
    trust(copy, authority)
    return Case.open(copy.root)


def stamped(case: Case) -> tuple[Path, Path]:
    """Time-stamp the case; returns the newest manifest and its token."""
    done = box31(case, "archive", "timestamp", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[0])  # then the ledger
    folder = case.archive("site")
    return folder / told["manifest"], folder / told["file"]


def test_a_token_lies_beside_the_manifest_and_openssl_verifies_it(case: Case, authority: Authority) -> None:
    manifest, token = stamped(case)
    assert token.name.startswith(manifest.name.removesuffix(".manifest.json"))
    command = ["openssl", "ts", "-verify", "-data", manifest, "-in", token, "-CAfile", authority.root]
    assert "Verification: OK" in subprocess.run(command, capture_output=True, text=True).stdout
    assert box31(case, "archive", "verify").returncode == 0


def test_the_time_is_the_authority_s(case: Case) -> None:
    _, token = stamped(case)
    (row,) = rows(case, "SELECT stamped_at, sha256 FROM timestamps")
    assert row["stamped_at"] == token_time(token.read_bytes())
    assert row["sha256"] == hashlib.sha256(token.read_bytes()).hexdigest()


def test_a_manifest_is_stamped_once_by_each_authority(case: Case, served: Server) -> None:
    stamped(case)
    stamped(case)
    assert len(served.asked) == 2, "the manifest and the ledger, each once"
    assert rows(case, "SELECT count(*) AS n FROM timestamps") == [{"n": 1}]


def test_the_next_manifest_vouches_for_the_token(case: Case) -> None:
    manifest, token = stamped(case)
    crawl(case)  # its server is gone: a run that found nothing is sealed as well
    (newest,) = rows(case, "SELECT manifest FROM seals ORDER BY sealed_at DESC, rowid DESC LIMIT 1")
    told = json.loads((case.archive("site") / newest["manifest"]).read_bytes())
    assert told["previous"]["manifest"] == manifest.name
    assert told["previous"]["tokens"] == [
        {"name": token.name, "sha256": hashlib.sha256(token.read_bytes()).hexdigest()}
    ]


@pytest.mark.parametrize("place", [0.1, 0.5, 0.95])
def test_one_byte_changed_in_a_token_is_found(case: Case, place: float) -> None:
    _, token = stamped(case)
    data = bytearray(token.read_bytes())
    data[int(len(data) * place)] ^= 1
    token.write_bytes(data)
    done = box31(case, "archive", "verify")
    assert done.returncode == 1
    assert token.name in done.stdout


def test_a_manifest_written_anew_after_the_fact_fails_on_the_token(case: Case) -> None:
    manifest, token = stamped(case)
    told = json.loads(manifest.read_bytes())
    told["counts"]["pages"] += 1
    manifest.write_bytes(json.dumps(told).encode())
    digest = hashlib.sha256(manifest.read_bytes()).hexdigest()
    db = case.database()
    with db.conn:
        db.execute("UPDATE seals SET sha256 = ?", [digest])
    db.close()
    done = box31(case, "archive", "verify", "--json")
    faults = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(fault["file"], "not over this manifest" in fault["problem"]) for fault in faults] == [
        (token.name, True)
    ]


def forge(case: Case, before: bytes, after: bytes) -> None:
    """Change what a page says, and everything that vouches for it: record, rows, index, chain, manifest, seal."""
    folder = case.archive("site")
    db = case.database()
    (seal_row,) = db.query("SELECT * FROM seals")
    told = json.loads((folder / seal_row["manifest"]).read_bytes())
    rebuilt, head, seq = bytearray(), START, 0
    for row in list(db.query("SELECT * FROM captures ORDER BY seq")):
        path = folder / row["warc_file"]
        data = path.read_bytes()[row["warc_offset"] :][: row["warc_length"]]
        rebuilt = rebuilt or bytearray(path.read_bytes()[: row["warc_offset"]])
        records = [forged(record, before, after) for record in records_in(data)]
        body = b"".join(records)
        entity = records_in(records[0])[0][1].partition(b"\r\n\r\n")[2]
        row |= {"warc_offset": len(rebuilt), "warc_length": len(body), "record_length": len(records[0])}
        row |= {"records_sha256": hashlib.sha256(body).hexdigest(), "payload_length": len(entity)}
        row |= dict.fromkeys(("payload_sha256", "wire_sha256"), hashlib.sha256(entity).hexdigest())
        seq, head = seq + 1, link(head, Capture(**{name: row[name] for name in COLUMNS}))
        db["captures"].update(row["capture_id"], row | {"chain": head})
        rebuilt += body
    path.write_bytes(rebuilt)
    ending = Ending(told["finished"], "finished", told["counts"])
    again = write(db, folder, told["run_id"], ending, Signing(told["settings"], told["signed_off_by"]))
    db["seals"].update(told["run_id"], {"sha256": again.sha256})
    db.conn.commit()
    db.close()


def records_in(data: bytes) -> list[tuple[Any, bytes]]:
    """Headers and block of each record."""
    found = ArchiveIterator(io.BytesIO(data), no_record_parse=True)
    return [(record.rec_headers, record.raw_stream.read()) for record in found]


def forged(record: tuple[Any, bytes], before: bytes, after: bytes) -> bytes:
    headers, block = record
    block = block.replace(before, after)
    fields = dict(headers.headers)
    kind, content_type = fields.pop("WARC-Type"), fields.pop("Content-Type")
    for name in ("WARC-Block-Digest", "Content-Length"):
        fields.pop(name)
    if "WARC-Payload-Digest" in fields:
        fields["WARC-Payload-Digest"] = warc.digest(block.partition(b"\r\n\r\n")[2])
    return warc.record(kind, list(fields.items()), content_type, block)


def test_a_forgery_that_fits_together_fails_on_the_token_and_on_nothing_else(case: Case) -> None:
    _, token = stamped(case)
    forge(case, b"<h1>A page</h1>", b"<h1>A lie!</h1>")
    (warc_file,) = case.archive("site").glob("*.warc.gz")
    assert b"A lie!" in b"".join(block for _, block in records_in(warc_file.read_bytes()))
    done = box31(case, "archive", "verify", "--json")
    assert done.returncode == 1
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(fault["file"], "not over this manifest" in fault["problem"]) for fault in found] == [
        (token.name, True)
    ]
    db = case.database()
    with db.conn:
        db.execute("DELETE FROM timestamps")
    db.close()
    token.unlink()
    assert (
        box31(case, "archive", "verify").returncode == 0
    )  # what docs/evidence.md says of archives without one


@pytest.mark.parametrize("chain", [False, True], ids=["signer only", "root sent along"])
def test_a_forger_s_token_is_refused_even_with_a_root_of_his_own(
    case: Case, tmp_path: Path, chain: bool
) -> None:
    manifest, token = stamped(case)
    forger = Authority(tmp_path / "forger", "Forged Time", chain=chain)
    query = subprocess.run(
        ["openssl", "ts", "-query", "-data", manifest, "-sha256", "-cert"], capture_output=True, check=True
    ).stdout
    forged = forger.sign(query)
    for form in (forged, in_der_order(forged)):
        problem = token_problem(form, manifest.read_bytes(), case.root / "archive")
        assert problem is not None
        assert "no trusted root" in problem
    assert token_problem(token.read_bytes(), manifest.read_bytes(), case.root / "archive") is None


def test_a_chain_in_any_order_is_read(case: Case, tmp_path: Path) -> None:
    manifest, _ = stamped(case)
    other = Authority(tmp_path / "other", "Other Time", chain=True)
    trust(case, other)
    query = subprocess.run(
        ["openssl", "ts", "-query", "-data", manifest, "-sha256", "-cert"], capture_output=True, check=True
    ).stdout
    assert token_problem(other.sign(query), manifest.read_bytes(), case.root / "archive") is None


def test_an_authority_without_a_trusted_root_is_named_and_its_token_not_kept(case: Case) -> None:
    shutil.rmtree(case.root / "timestamp-roots")
    done = box31(case, "archive", "timestamp")
    assert done.returncode == 1
    assert "CN=Honest Time root" in done.stderr
    assert "timestamp-roots/" in done.stderr
    assert not list(case.archive("site").glob("*.tsr"))


def test_a_private_authority_is_not_asked_unless_it_is_allowed(crawled: Case, served: Server) -> None:
    done = box31(crawled, "archive", "timestamp", "--authority", f"{served.base}/tsr")
    assert done.returncode == 1
    assert "network.allowed_private" in done.stderr
    assert served.connections == 0


def answering(authority: Authority, kind: str) -> Any:
    """Routes of authorities that answer wrongly."""
    stale: list[bytes] = []

    def route(request: Any) -> bytes:
        if kind == "error":
            return response(500, b"")
        if kind == "page":
            return response(200, b"<h1>Buy time stamps</h1>")
        if kind == "endless":
            return response(200, b"0" * 1_000_000)
        if kind == "redirect":
            return response(302, b"", "Location: http://127.0.0.1:1/")
        if kind == "drip":
            return response(200, authority.sign(request.body))[:-20]
        query = subprocess.run(
            ["openssl", "ts", "-query", "-digest", "00" * 32, "-sha256", "-cert"],
            capture_output=True,
            check=True,
        ).stdout
        stale.append(authority.sign(query))
        return response(200, stale[0])

    return route


@pytest.mark.parametrize("kind", ["error", "page", "endless", "redirect", "another request"])
def test_an_authority_that_answers_wrongly_is_named_and_nothing_kept(
    case: Case, authority: Authority, kind: str
) -> None:
    with serving(answering(authority, kind)) as server:
        path = case.root / CONFIG_NAME
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace("allowed_private = [", f'allowed_private = ["{server.host}", '), encoding="utf-8"
        )
        done = box31(case, "archive", "timestamp", "--authority", f"{server.base}/")
    assert done.returncode == 1
    assert server.host in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(case.archive("site").glob("*.tsr"))


def test_without_an_authority_the_command_says_where_to_name_one(crawled: Case) -> None:
    done = box31(crawled, "archive", "timestamp")
    assert done.returncode == 2
    assert "timestamp.authorities" in done.stderr


@pytest.mark.parametrize(
    "answer", [b"", b"0", b"\x30\x80", b"\x30\x03\x02\x01\x02", b"\x30\x84\xff\xff\xff\xff", b"\xa0" * 50]
)
def test_what_is_no_time_stamp_is_called_that(answer: bytes, tmp_path: Path) -> None:
    assert token_problem(answer, b"manifest", tmp_path / "archive") == "not a time stamp"
    assert token_time(answer) is None
