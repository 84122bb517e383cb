"""RFC 3161 time stamps over manifests: asked for through the address guard, kept as files, checked again."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.capture.addresses import AddressGuard, AddressRefused
from crawler.errors import Box31Error

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

ROOTS = "timestamp-roots"  # folder of PEM files beside archive/: the authorities whose word is taken
ANSWER_BYTES = 64 * 1024  # of a token; they are 2-8 kB
SECONDS = 30.0


def request_token(authority: str, manifest: bytes, guard: AddressGuard) -> tuple[bytes, str]:
    """Ask `authority` (its address) for a token over `manifest`; returns the answer (DER) and the time it states.

    Raises Box31Error where the extra `timestamp` is not installed, the authority cannot be reached or says no.
    """
    try:
        from rfc3161_client import HashAlgorithm, TimestampRequestBuilder
    except ImportError as error:
        raise Box31Error("time stamps need the extra: pip install 'box31[timestamp]'") from error
    request = TimestampRequestBuilder().data(manifest).hash_algorithm(HashAlgorithm.SHA256).build()
    answer = asyncio.run(_ask(authority, request.as_bytes(), guard))
    response = _decoded(answer)
    if response is None or response.status not in (0, 1):
        raise Box31Error(f"{authority}: answered without a time stamp; try later or another authority")
    if response.tst_info.nonce != request.nonce:
        raise Box31Error(f"{authority}: the time stamp answers another request; do not trust this authority")
    if response.tst_info.message_imprint.message != hashlib.sha256(manifest).digest():
        raise Box31Error(f"{authority}: the time stamp is over something else; do not trust this authority")
    return answer, response.tst_info.gen_time.isoformat().replace("+00:00", "Z")


async def _ask(authority: str, request: bytes, guard: AddressGuard) -> bytes:
    import aiohttp

    from crawler.capture.wire import tapped_connector

    headers = {"Content-Type": "application/timestamp-query"}
    try:
        guard.check_url(authority)
        timeout = aiohttp.ClientTimeout(total=SECONDS)
        async with (
            aiohttp.ClientSession(connector=tapped_connector(guard), timeout=timeout) as session,
            session.post(authority, data=request, headers=headers, allow_redirects=False) as response,
        ):
            if response.status != 200:
                raise Box31Error(
                    f"{authority}: answered HTTP {response.status}; is it a time-stamping authority?"
                )
            return await response.content.read(ANSWER_BYTES)
    except AddressRefused as error:
        raise Box31Error(str(error)) from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise Box31Error(f"{authority}: cannot be reached: {error or type(error).__name__}") from error


def token_problem(token: bytes, manifest: bytes, archive: Path) -> str | None:
    """What is wrong with a token over `manifest`; None where it holds.

    Certificates in <case>/timestamp-roots/*.pem are the roots; without any, the signature is checked against the
    certificates in the token itself, which proves that the token is whole but not who made it.
    """
    try:
        from cryptography.x509 import load_der_x509_certificate
        from rfc3161_client import VerificationError, VerifierBuilder
    except ImportError:
        return "cannot be checked without the extra: pip install 'box31[timestamp]'"
    response = _decoded(token)
    if response is None:
        return "not a time stamp"
    if response.tst_info.message_imprint.message != hashlib.sha256(manifest).digest():
        return "the time stamp is not over this manifest"
    sent = [load_der_x509_certificate(der) for der in response.signed_data.certificates]
    roots = list(trusted_roots(archive)) or sent
    if not roots:
        return "no certificate to check the time stamp with; put the authority's into timestamp-roots/"
    builder = VerifierBuilder(roots=roots, intermediates=[c for c in sent if c not in roots])
    if len(sent) == 1 or not response.signed_data.certificates:
        leaf = sent[0] if sent else _only_signer(roots)
        builder = builder.tsa_certificate(leaf) if leaf is not None else builder
    try:
        builder.build().verify_message(response, manifest)
    except (VerificationError, ValueError) as error:
        return f"the time stamp's signature does not hold: {error}"
    return None


def trusted_roots(archive: Path) -> Iterator[Certificate]:
    """The certificates in <case>/timestamp-roots/*.pem."""
    from cryptography.x509 import load_pem_x509_certificates

    for path in sorted((archive.parent / ROOTS).glob("*.pem")):
        try:
            yield from load_pem_x509_certificates(path.read_bytes())
        except ValueError as error:
            raise Box31Error(f"{path}: not PEM certificates: {error}") from error


def _only_signer(certificates: list[Any]) -> Any | None:
    return certificates[0] if len(certificates) == 1 else None


def _decoded(answer: bytes) -> TimeStampResponse | None:
    from rfc3161_client import decode_timestamp_response

    try:
        response: TimeStampResponse = decode_timestamp_response(answer)
        response.tst_info  # noqa: B018  an answer that only says no has none
    except ValueError:
        return None
    return response
