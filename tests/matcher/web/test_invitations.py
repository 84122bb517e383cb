"""Links of several reviewers: each decides under one name; another address only with TLS or the word for going without."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from matcher.commands.cli import box31
from matcher.review.decisions import review_database
from tests.matcher.web.test_review_pages import ask, serving
from tests.support.review_case import make_case, pair_id


def test_each_link_decides_under_its_own_name(tmp_path: Path) -> None:
    case = make_case(tmp_path / "case", 6)
    child = subprocess.Popen(
        serving(case, "--reviewer", "Ann", "--invite", "Боб"),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert child.stdout is not None
        links = dict(child.stdout.readline().strip().split("\t") for _ in range(2))
        assert set(links) == {"Ann", "Боб"}
        tokens = {}
        for name, address in links.items():
            path = f"{urlsplit(address).path}pair/{pair_id(0)}"
            _, page, _ = ask(address, path)
            assert f"reviewer <b>{name}</b>" in page
            tokens[name] = dict(re.findall(r'name="(form_token|signature)" value="(\w+)"', page))
        for name, address in links.items():
            path = f"{urlsplit(address).path}pair/{pair_id(0)}"
            own = tokens[name]
            body = f"decision=accept&form_token={own['form_token']}&signature={own['signature']}"
            other = tokens["Ann" if name == "Боб" else "Боб"]["form_token"]
            assert ask(address, path, method="POST", body=body.replace(own["form_token"], other))[0] == 403
            assert ask(address, path, method="POST", body=body)[0] == 303
        assert ask(links["Ann"], "/wrong/")[0] == 403
    finally:
        child.terminate()
        child.wait()
    reviewers = review_database(case).execute("SELECT reviewer FROM decisions ORDER BY reviewer").fetchall()
    assert reviewers == [("Ann",), ("Боб",)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--host", "192.0.2.7"), "unencrypted"),
        (("--host", "0.0.0.0"), "name the one address"),
        (("--host", "192.0.2.7", "--certificate", "none.pem"), "give both"),
        (("--invite", "ANN"), "that name is taken"),
        (("--invite", " "), "give a name"),
    ],
)
def test_unsafe_or_unclear_words_are_refused(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    case = make_case(tmp_path / "case", 2)
    done = CliRunner().invoke(box31, ["-C", str(case.root), "review", "serve", "--reviewer", "ann", *words])
    assert done.exit_code != 0
    assert said in str(done.exception)


def test_an_address_that_is_not_this_machines_is_one_clear_line(tmp_path: Path) -> None:
    case = make_case(tmp_path / "case", 2)
    words = serving(case, "--reviewer", "ann", "--host", "192.0.2.7", "--unencrypted")
    done = subprocess.run(words, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith("box31: port 0 of 192.0.2.7:")
    assert done.stderr.count("\n") == 1


def test_pages_by_tls(tmp_path: Path) -> None:
    case = make_case(tmp_path / "case", 2)
    certificate, key = _certificate(tmp_path)
    words = ("--reviewer", "ann", "--host", "127.0.0.1", "--certificate", str(certificate), "--key", str(key))
    child = subprocess.Popen(
        serving(case, *words), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert child.stdout is not None
        address = child.stdout.readline().strip()
        assert address.startswith("https://127.0.0.1:")
        code = (
            "import ssl, sys, urllib.request;"
            "print(urllib.request.urlopen(sys.argv[1], context=ssl.create_default_context(cafile=sys.argv[2])).status)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, address, str(certificate)],
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.stdout.strip() == "200", done.stderr
    finally:
        child.terminate()
        child.wait()


def _certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 and its key."""
    from datetime import UTC, datetime, timedelta
    from ipaddress import ip_address

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "box31 test")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "cert.pem", folder / "key.pem"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths
