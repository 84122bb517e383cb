"""A time-stamping authority on loopback: `openssl ts` behind the fixture server."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.support.server import Answer, Request, response

CONFIG = """
[req]
distinguished_name = dn
[dn]
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[signer]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
authorityKeyIdentifier = keyid
[tsa]
default_tsa = one
[one]
serial = serial
crypto_device = builtin
signer_cert = signer.pem
signer_key = signer.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


class Authority:
    """Makes its root and signing certificate in `folder`; the route of a server.

    With `chain`, tokens carry the root too, in an order that strict DER readers refuse.
    """

    def __init__(self, folder: Path, name: str, *, chain: bool = False) -> None:
        self.folder = folder
        self.chain = chain
        folder.mkdir(parents=True)
        (folder / "config").write_text(CONFIG, encoding="ascii")
        (folder / "serial").write_text("01\n", encoding="ascii")
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-config", "config"]
        self._openssl(
            "req", "-x509", *key, "-keyout", "root.key", "-out", "root.pem", "-days", "30",
            "-subj", f"/O={name}/CN={name} root", "-extensions", "root",
        )  # fmt: skip
        self._openssl(
            "req", *key, "-keyout", "signer.key", "-out", "signer.csr", "-subj", f"/O={name}/CN={name}"
        )
        self._openssl(
            "x509", "-req", "-in", "signer.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial",
            "-out", "signer.pem", "-days", "30", "-extfile", "config", "-extensions", "signer",
        )  # fmt: skip

    @property
    def root(self) -> Path:
        return self.folder / "root.pem"

    def __call__(self, request: Request) -> Answer:
        if request.header("Content-Type") != "application/timestamp-query":
            return response(400, b"")
        return response(200, self.sign(request.body), kind="application/timestamp-reply")

    def sign(self, query: bytes) -> bytes:
        """The answer to a time-stamp request (DER)."""
        (self.folder / "query").write_bytes(query)
        chain = ["-chain", "root.pem"] if self.chain else []
        self._openssl("ts", "-reply", "-config", "config", "-queryfile", "query", *chain, "-out", "answer")
        return (self.folder / "answer").read_bytes()

    def _openssl(self, *arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True)
