"""RFC 3161 time stamps over manifests: asked for through the address guard, kept as files, checked again."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import hashlib
import ssl
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.capture.addresses import AddressGuard, AddressRefused
from crawler.case.errors import Box31Error

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

ROOTS = "timestamp-roots"  # folder of PEM files beside archive/: the authorities whose word is taken
ANSWER_BYTES = 64 * 1024  # of a token; they are 2-8 kB
SECONDS = 30.0
CERTIFICATES = 0xA0  # the tag of SignedData.certificates (RFC 5652, 5.1)
GRANTED = 0  # PKIStatus (RFC 3161, 2.4.2); "granted with modifications" is a token over something else


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
    if response is None or response.status != GRANTED:
        raise Box31Error(f"{authority}: answered without a time stamp; try later or another authority")
    if response.tst_info.nonce != request.nonce:
        raise Box31Error(f"{authority}: the time stamp answers another request; do not trust this authority")
    if response.tst_info.message_imprint.message != hashlib.sha256(manifest).digest():
        raise Box31Error(f"{authority}: the time stamp is over something else; do not trust this authority")
    return answer, _moment(response)


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
            answer = bytearray()
            async for piece in response.content.iter_any():
                answer += piece
                if len(answer) > ANSWER_BYTES:
                    raise Box31Error(f"{authority}: answered more than a time stamp; try another authority")
            return bytes(answer)
    except AddressRefused as error:
        raise Box31Error(str(error)) from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise Box31Error(f"{authority}: cannot be reached: {error or type(error).__name__}") from error


def token_problem(token: bytes, manifest: bytes, archive: Path) -> str | None:
    """What is wrong with a token over `manifest`; None where it holds.

    The authority's certificate must lead to a root that was not sent with the token: one in <case>/timestamp-roots/
    or one that this system trusts. Whoever forges a token can send any root of his own along.
    """
    try:
        from rfc3161_client import VerificationError, VerifierBuilder
    except ImportError:
        return "cannot be checked without the extra: pip install 'box31[timestamp]'"
    response = _decoded(token)
    if response is None:
        return "not a time stamp"
    if response.tst_info.message_imprint.message != hashlib.sha256(manifest).digest():
        return "the time stamp is not over this manifest"
    own = list(trusted_roots(archive))
    if not response.signed_data.certificates:
        return "the time stamp names no certificate; ask the authority for one with it"
    try:
        VerifierBuilder(roots=[*own, *system_roots()]).build().verify_message(response, manifest)
    except (VerificationError, ValueError) as error:
        if "unable to get" in str(error) or "self-signed" in str(error) or "self signed" in str(error):
            return (
                f"no trusted root vouches for the time stamp; put the root certificate of {_issuers(response)}"
                f" (PEM, from the authority's own site) into {ROOTS}/"
            )
        return f"the time stamp's signature does not hold: {_reason(error)}"
    return None


def trusted_roots(archive: Path) -> Iterator[Certificate]:
    """The certificates in <case>/timestamp-roots/*.pem. Raises Box31Error for a file that holds none."""
    from cryptography.x509 import load_pem_x509_certificates

    for path in sorted((archive.parent / ROOTS).glob("*.pem")):
        try:
            yield from load_pem_x509_certificates(path.read_bytes())
        except ValueError as error:
            raise Box31Error(f"{path}: not PEM certificates: {error}") from error


@functools.cache
def system_roots() -> tuple[Certificate, ...]:
    """The roots this system trusts; those of the larger time-stamping authorities are among them."""
    from cryptography.x509 import load_der_x509_certificate

    found = []
    for der in ssl.create_default_context().get_ca_certs(binary_form=True):
        # A root that is not well-formed vouches for nothing; old ones that are nearly so make it warn.
        with contextlib.suppress(ValueError), warnings.catch_warnings(action="ignore"):
            found.append(load_der_x509_certificate(der))
    return tuple(found)


def in_der_order(answer: bytes) -> bytes:
    """A time-stamp response with the certificates of its token sorted as DER wants a set to be (X.690, 11.6).

    Many authorities send them in the order of the chain, which strict readers refuse. The signature does not cover
    them. Raises ValueError where the answer has not this structure.
    """
    _, token = _children(answer, 0)[:2]
    _, content = _children(answer, token[0])[:2]
    signed = _children(answer, content[0])[0]
    for start, end, tag in _children(answer, signed[0]):
        if tag == CERTIFICATES:
            inside = _children(answer, start)
            sent = [answer[first:last] for first, last, _ in inside]
            return answer[: end - sum(map(len, sent))] + b"".join(sorted(sent)) + answer[end:]
    return answer


def _children(data: bytes, at: int) -> list[tuple[int, int, int]]:
    """Start, end and tag of the elements inside the DER element at `at`."""
    start, end = _content(data, at)
    found = []
    while start < end:
        last = _content(data, start)[1]
        found.append((start, last, data[start]))
        start = last
    if start != end:
        raise ValueError("an element ends beyond the one it is in")
    return found


def _content(data: bytes, at: int) -> tuple[int, int]:
    """Where the content of the DER element at `at` begins and ends."""
    if at + 2 > len(data):
        raise ValueError("cut off")
    length, begin = data[at + 1], at + 2
    if length & 0x80:
        width = length & 0x7F
        if not 1 <= width <= 4:
            raise ValueError("not a definite length")
        length, begin = int.from_bytes(data[begin : begin + width], "big"), begin + width
    if begin + length > len(data):
        raise ValueError("cut off")
    return begin, begin + length


def token_time(token: bytes) -> str | None:
    """When the authority says it signed (UTC, ISO 8601); None where `token` is no time stamp."""
    response = _decoded(token)
    return None if response is None else _moment(response)


def _moment(response: TimeStampResponse) -> str:
    return response.tst_info.gen_time.isoformat().replace("+00:00", "Z")


def _issuers(response: TimeStampResponse) -> str:
    names = {signer.issuer.rfc4514_string() for signer in response.signed_data.signer_infos}
    return " or ".join(sorted(names)) or "the authority"


def _reason(error: Exception) -> str:
    """The library's words without the dump of its error stack."""
    return str(error).partition(" ErrorStack")[0].partition(": Unable to verify")[0]


def _decoded(answer: bytes) -> TimeStampResponse | None:
    """The answer read; None where it is no time-stamp response, or one that only says no."""
    from rfc3161_client import decode_timestamp_response

    for form in (bytes, in_der_order):
        try:
            response: TimeStampResponse = decode_timestamp_response(form(answer))
            response.tst_info  # noqa: B018  an answer that only says no has none
        except (ValueError, IndexError):
            continue
        return response
    return None
